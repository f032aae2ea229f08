//! `server migrate`: applies the migrations of the database, and of the session store where that is another
//! database. The server does so when it starts; a platform may want it done before.

use crate::{audit::Trail, output::Output, settings::Settings, stores::Stores, telemetry};
use proconnect::Clock;
use std::{error::Error, process::ExitCode, sync::Arc};

pub async fn run() -> ExitCode {
    match migrate().await {
        Ok(place) => {
            println!("Les migrations sont appliquées\u{a0}: {place}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn migrate() -> Result<String, Box<dyn Error>> {
    #[cfg(feature = "development")]
    crate::development::read_env_file()?;
    let output = Output::start()?;
    telemetry::start(output.lines());
    let settings = Settings::from_environment()?;
    let audit = Arc::new(Trail(output.lines()));
    Stores::open(&settings, Clock::system(), audit).await?;
    Ok(settings.database.place())
}
