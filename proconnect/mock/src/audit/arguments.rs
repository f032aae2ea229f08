//! The command line of `mock-proconnect audit`.

use clap::Args;
use std::path::PathBuf;
use std::time::Duration;
use url::Url;

use super::service::Recognition;
use super::text::Language;

/// Attack a service from outside, and report what it accepts. The service must run, or be started by
/// --command, with this mock as its issuer
#[derive(Args, Clone, Debug)]
#[command(after_help = EXIT_CODES)]
pub struct Arguments {
    /// A page of the service with the link or button to ProConnect, or an address that leads there at once
    #[arg(long)]
    pub start: Url,
    /// The link or button that begins a login, as a CSS selector, where it is not found by itself
    #[arg(long, value_name = "SELECTOR")]
    pub log_in: Option<String>,
    /// The link or button that ends the session, as a CSS selector, where it is not found by itself
    #[arg(long, value_name = "SELECTOR")]
    pub log_out: Option<String>,
    /// The sign that somebody is signed in, where it is not found by itself: `text:…`, `status:200`, or `url:/account`
    #[arg(long, value_name = "SIGN")]
    pub signed_in: Option<Recognition>,
    /// The page on which that shows; the start page by default
    #[arg(long, value_name = "URL")]
    pub check: Option<Url>,
    /// Starts the service: a line for `sh`, which stays in the foreground. The service is then stopped, and started
    /// again for the lies about the metadata
    #[arg(long, conflicts_with = "pid")]
    pub command: Option<String>,
    /// The process whose memory is watched
    #[arg(long)]
    pub pid: Option<u32>,
    /// Drive Chromium, for a service that needs JavaScript. The program, if it is not found by itself
    #[arg(long, value_name = "PROGRAM", num_args = 0..=1, default_missing_value = "")]
    pub browser: Option<String>,
    /// Longest wait for an answer, in seconds
    #[arg(long, default_value_t = 15)]
    pub patience: u64,
    /// Only these cases: a case, a family, or the beginning of names with a star; may be repeated
    #[arg(long)]
    pub only: Vec<String>,
    /// All but these cases; may be repeated
    #[arg(long)]
    pub except: Vec<String>,
    /// The faults that are known and do not fail the run, one case per line. The file is written if it does not exist
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write a report: .md, .json, .xml (JUnit) or .html; may be repeated
    #[arg(long, value_name = "FILE")]
    pub report: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t)]
    pub language: Language,
    /// List the cases, and stop
    #[arg(long)]
    pub list: bool,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  no finding, or only those of --baseline
  1  a finding that --baseline does not name: a wrong reaction, or a right one with a server error, no answer,
     or internals on a page. The run that writes the baseline also ends so
  2  no such finding, but the service could not be judged: it could not be reached, a case was not run (leave it
     out by --except if the service cannot have it), or no case was told. A signal that stops the run also
     ends so, with findings or without
A lie that the service never asked for is counted as not told, and changes no exit code.";

impl Arguments {
    pub fn patience(&self) -> Duration {
        Duration::from_secs(self.patience)
    }
}
