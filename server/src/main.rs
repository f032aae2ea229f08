//! Reads the settings, starts the application, and serves it until a signal stops it.

use server::{application, telemetry};
use std::{error::Error, process::ExitCode};
use tikv_jemalloc_ctl::background_thread;
use tikv_jemallocator::Jemalloc;

/// The C library's allocator keeps the memory of a burst; this one returns it to the system.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

#[tokio::main]
async fn main() -> ExitCode {
    // On a system without background threads, memory is returned a little later.
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
