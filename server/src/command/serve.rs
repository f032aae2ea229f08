//! `server serve`: reads the settings, starts the application, and serves it until a signal stops it.

use crate::{application, telemetry};
use std::{error::Error, process::ExitCode};

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
    let telemetry = telemetry::start();
    let served = with_telemetry().await;
    telemetry.stop();
    served
}

async fn with_telemetry() -> Result<(), Box<dyn Error>> {
    #[cfg(feature = "development")]
    let (settings, _mock) = crate::development::settings().await?;
    #[cfg(not(feature = "development"))]
    let settings = crate::settings::Settings::from_environment()?;
    application::run(settings).await?;
    Ok(())
}
