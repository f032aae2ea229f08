//! `make bench`: measures a server of the library while its issuer does not answer.
//! `SERVER_UNDER_TEST` names the program; it is not compiled in.
//!
//! Compares the latency of `GET /healthz` on an idle server and while a thousand callbacks wait:
//! for a token endpoint that never answers, and for one that answers at the last moment, so that
//! the keys, which never arrive, are waited for too. Also prints the longest time that an agent
//! waited. The server is the real program, over TCP. This process plays the issuer, the thousand
//! browsers and the probe on the same machine, and shares the processor with it.

#![allow(
    clippy::disallowed_methods,
    reason = "a test begins at the present moment, and is a browser"
)]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement that fails says so by panicking"
)]

mod browsers;
mod probe;
mod program;
mod silence;

use proconnect_assurance::issuer::Issuer;
use program::Program;
use silence::{Manner, Silence};
use std::time::Duration;

/// Simultaneous logins.
const LOGINS: usize = 1000;

/// After this time all logins wait for the issuer, and none has ended yet.
const ALL_WAIT: Duration = Duration::from_secs(2);

/// After this time the first of them end.
const SOME_END: Duration = Duration::from_millis(4500);

#[tokio::main]
async fn main() {
    println!(
        "| issuer | logins at once | probes | p50 | p99 | longest: as they come | as they wait | as \
         they end | longest login | refusals |\n|---|---|---|---|---|---|---|---|---|---|"
    );
    let (silent, late) = (Manner::Silent, Manner::Late);
    let (instant, second) = (Duration::ZERO, Duration::from_millis(1));
    measure("answers; nobody logs in", silent, 0, instant).await;
    measure(
        "never answers; all come within a second",
        silent,
        LOGINS,
        second,
    )
    .await;
    measure(
        "never answers; all come in the same instant",
        silent,
        LOGINS,
        instant,
    )
    .await;
    measure(
        "answers after 4.8 s, then hides its keys",
        late,
        LOGINS,
        second,
    )
    .await;
}

/// Starts a new server, and prints a row of the table.
async fn measure(name: &str, manner: Manner, logins: usize, pause: Duration) {
    let issuer = Issuer::start(Silence::new(manner)).await;
    let program = Program::start(issuer.url()).await;
    let begun = browsers::begin(program.origin(), logins).await;
    issuer.script().hide_keys();
    let probe = probe::start(program.origin());
    let waited = if begun.is_empty() {
        tokio::time::sleep(Duration::from_secs(5)).await;
        Vec::new()
    } else {
        browsers::finish(program.origin(), issuer.url(), begun, pause).await
    };
    let latencies = probe.stop();
    let longest = waited.iter().map(|login| login.time).max();
    let mut refusals: Vec<String> = waited.into_iter().map(|login| login.refusal).collect();
    refusals.sort();
    refusals.dedup();
    let spans = [
        Duration::ZERO..ALL_WAIT,
        ALL_WAIT..SOME_END,
        SOME_END..Duration::MAX,
    ];
    let [coming, waiting, ending] = spans.map(|span| milliseconds(latencies.longest(span)));
    println!(
        "| {name} | {logins} | {} | {} | {} | {coming} | {waiting} | {ending} | {} | {} |",
        latencies.count(),
        milliseconds(latencies.quantile(0.5)),
        milliseconds(latencies.quantile(0.99)),
        longest.map_or("–".to_owned(), |time| format!(
            "{:.2} s",
            time.as_secs_f64()
        )),
        refusals.join(", "),
    );
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}
