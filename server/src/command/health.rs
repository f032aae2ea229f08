//! `server health`, for container engines: asks the server of this machine whether it lives. It reads the address
//! alone, and so needs no secret. It asks `/healthz`, not `/readyz`: an engine may restart a server that fails, and
//! an outage of the database or of ProConnect is no reason for that.

use super::this_server::serves_pages;
use crate::settings;
use std::{error::Error, process::ExitCode};

/// Prints the address. The code is a failure where this server does not answer there.
pub fn run() -> ExitCode {
    match ask() {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn ask() -> Result<String, Box<dyn Error>> {
    #[cfg(feature = "development")]
    crate::development::read_env_file()?;
    let address = settings::site_addr()?;
    match serves_pages(address) {
        Ok(true) => Ok(format!("Le serveur répond à l’adresse {address}.")),
        Ok(false) => {
            let text = format!(
                "Un autre programme répond à l’adresse {address}, ou le serveur y est muet."
            );
            Err(text.into())
        }
        Err(error) => Err(format!("Rien ne répond à l’adresse {address}\u{a0}: {error}").into()),
    }
}
