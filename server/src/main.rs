//! Reads the settings, builds the application, serves it until it is told to stop.

use server::{application::Application, telemetry};
use std::{error::Error, process::ExitCode};

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    #[cfg(debug_assertions)]
    server::development::read_env_file()?;
    telemetry::start();
    #[cfg(debug_assertions)]
    let (settings, _mock) = server::development::settings().await?;
    #[cfg(not(debug_assertions))]
    let settings = server::settings::Settings::from_environment()?;
    Application::build(settings)
        .await?
        .run_until_stopped()
        .await?;
    Ok(())
}
