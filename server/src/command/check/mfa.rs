//! `server check --mfa`: which share of the logins had a second factor, by identity provider, from the audit
//! trail on the standard input. It shows who could not log in if a second factor were required.

mod readiness;

use readiness::Readiness;
use std::{
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

/// Prints the shares. The code is a failure where the input has no login.
pub fn run(json: bool) -> ExitCode {
    let input = io::stdin();
    if input.is_terminal() {
        eprintln!(
            "Le journal d’audit se lit sur l’entrée standard\u{a0}: server check --mfa < journal"
        );
        return ExitCode::from(2);
    }
    let readiness = Readiness::read(input.lock());
    let text = if json {
        readiness.to_json()
    } else {
        readiness.to_text()
    };
    let _ = io::stdout().write_all(text.as_bytes());
    if readiness.is_empty() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
