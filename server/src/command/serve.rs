//! `server serve`: reads the settings, starts the application, and serves it until a signal stops it.

use crate::{
    application,
    audit::Trail,
    output::{Lines, Output},
    telemetry,
};
use std::{error::Error, process::ExitCode, sync::Arc};

pub async fn run() -> ExitCode {
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve() -> Result<(), Box<dyn Error>> {
    #[cfg(feature = "development")]
    crate::development::read_env_file()?;
    let output = Output::start()?;
    let telemetry = telemetry::start(output.lines());
    let served = with_telemetry(output.lines()).await;
    telemetry.stop();
    served
}

async fn with_telemetry(output: Lines) -> Result<(), Box<dyn Error>> {
    #[cfg(feature = "development")]
    let (settings, mock) = crate::development::settings().await?;
    #[cfg(feature = "development")]
    if let Some(mock) = &mock {
        crate::development::sow(&settings, mock).await;
    }
    #[cfg(not(feature = "development"))]
    let settings = crate::settings::Settings::from_environment()?;
    application::run(settings, Arc::new(Trail(output))).await?;
    Ok(())
}
