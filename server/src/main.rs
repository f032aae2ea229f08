//! Reads the settings, starts the application, and serves it until a signal stops it.

use server::{application, telemetry};
use std::{error::Error, process::ExitCode};
use tikv_jemalloc_ctl::background_thread;
use tikv_jemallocator::Jemalloc;

/// Gives memory back to the system after a rush, which the C library's allocator does not.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

#[tokio::main]
async fn main() -> ExitCode {
    // Where there are no such threads, memory is given back a little later.
    let _ = background_thread::write(true);
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    #[cfg(feature = "development")]
    server::development::read_env_file()?;
    telemetry::start();
    #[cfg(feature = "development")]
    let (settings, _mock) = server::development::settings().await?;
    #[cfg(not(feature = "development"))]
    let settings = server::settings::Settings::from_environment()?;
    application::run(settings).await?;
    Ok(())
}
