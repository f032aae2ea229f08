//! `server check`, for operators: reports what prevents logins, or may, and what to do. It prints no
//! secret, logs nothing, and never calls the token endpoint. `docs/guides/exploitation.md` describes it.

mod finding;
mod issuer;
mod listening;
mod mfa;
mod registration;
mod report;
mod settings;
mod storage;

use finding::Finding;
use registration::Registration;
use report::Report;
use settings::Given;
use std::{
    io::{self, Write},
    process::ExitCode,
};

#[derive(clap::Args)]
pub struct Options {
    /// Écrit le résultat en JSON
    #[arg(long)]
    json: bool,
    /// Compte les connexions avec double authentification, dans le journal d’audit lu sur l’entrée standard
    #[arg(long)]
    mfa: bool,
}

/// Prints a report. The code is a failure where something prevents logins.
pub async fn run(options: &Options) -> ExitCode {
    if options.mfa {
        return mfa::run(options.json);
    }
    let report = examine().await;
    let text = if options.json {
        report.to_json()
    } else {
        report.to_text()
    };
    // A reader that left, as `head` does, changes nothing.
    let _ = io::stdout().write_all(text.as_bytes());
    report.exit_code()
}

async fn examine() -> Report {
    let Given {
        settings,
        config,
        mut findings,
        mock: _running,
    } = settings::read().await;
    if let Some(config) = &config {
        findings.extend(issuer::findings(config).await);
    }
    match &settings {
        Some(settings) => {
            findings.extend(storage::findings(settings).await);
            findings.push(listening::finding(settings.site.site_addr));
            let metrics = settings.metrics.map(listening::finding_of_metrics);
            findings.extend(metrics);
        }
        None => findings.push(Finding::skipped(
            "machine.skipped",
            "Le stockage et l’adresse d’écoute ne sont pas vérifiés : corrigez d’abord les réglages.",
        )),
    }
    Report {
        findings,
        registration: config.as_ref().map(Registration::of),
    }
}
