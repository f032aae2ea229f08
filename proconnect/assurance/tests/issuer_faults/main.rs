//! HTTP faults of an issuer, row by row: every call ends in time, reads no more than allowed,
//! follows no redirect, and has its own code. The table is `tables/issuer-faults.md`.

#![allow(
    clippy::disallowed_methods,
    reason = "a test begins at the present moment, and is a browser"
)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod answer;
mod child;
mod document;
mod issuer;
mod key;
mod logged;
mod place;
mod proxy;
mod row;
mod rows;
mod tls;
mod world;

use document::Line;
use issuer::Endpoint;
use proconnect::Deadlines;
use proconnect_assurance::{report::report, written_document};
use row::{Case, Row};
use std::{sync::Arc, time::Duration};
use tokio::{sync::Semaphore, task::JoinSet, time::timeout};
use world::{SIGNED_IN, World};

/// Simultaneous logins.
const AT_ONCE: usize = 16;

/// After this time a login counts as one that never ends.
const NEVER: Duration = Duration::from_secs(300);

#[test]
fn the_deadlines_of_production_are_two_five_and_twelve_seconds() {
    let Deadlines {
        connect,
        call,
        callback,
    } = Deadlines::default();
    assert_eq!(
        [connect, call, callback],
        [2, 5, 12].map(Duration::from_secs)
    );
}

#[tokio::test]
async fn an_honest_issuer_logs_in_with_one_call_to_each_endpoint() {
    let world = World::new().await;
    assert_eq!(world.log_in().await, SIGNED_IN);
    assert_eq!(
        Endpoint::ALL.map(|endpoint| world.issuer.asked(endpoint)),
        [1; 4]
    );
    assert_eq!(world.issuer.requests().len(), 4);
}

#[test]
fn no_row_is_missing() {
    let named: Vec<&str> = rows::all().iter().map(|row| row.name).collect();
    let catalogue: Vec<String> = (1..=50).map(|number| format!("H-{number:02}")).collect();
    assert_eq!(named[..50], catalogue);
    assert_eq!(named[50..], ["boot", "stale", "half-open"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_row_gets_its_verdict_and_the_table_is_true() {
    let gate = Arc::new(Semaphore::new(AT_ONCE));
    let (mut lines, mut trials) = (Vec::new(), JoinSet::new());
    for row in rows::all() {
        lines.push(line(&row));
        let name = row.name;
        for case in row.cases {
            trials.spawn(judge(name, case, Arc::clone(&gate)));
        }
    }
    let mut faults = Vec::new();
    while let Some(trial) = trials.join_next().await {
        match trial {
            Ok(fault) => faults.extend(fault),
            Err(panic) => faults.push(panic.to_string()),
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
    report(&format!("counted: {} issuer faults", lines.len()));
    written_document::compare_or_update(
        "issuer-faults.md",
        &document::write(&lines),
        document::COMMAND,
    );
}

/// The row of the table, if all its cases pass.
fn line(row: &Row) -> Line {
    let mut verdicts: Vec<String> = Vec::new();
    for case in &row.cases {
        let verdict_of_case = case.expected.iter().map(|verdict| match verdict.as_str() {
            SIGNED_IN => SIGNED_IN.to_owned(),
            code => format!("`{code}`"),
        });
        let verdict_of_case = verdict_of_case.collect::<Vec<_>>().join(", then ");
        if !verdicts.contains(&verdict_of_case) {
            verdicts.push(verdict_of_case);
        }
    }
    Line {
        name: row.name,
        fault: row.fault,
        note: row.note,
        verdicts,
        logins: row.cases.iter().map(|case| case.expected.len()).sum(),
    }
}

/// Runs a case; returns the difference from the expected outcome, if any.
async fn judge(name: &'static str, case: Case, gate: Arc<Semaphore>) -> Option<String> {
    let _turn = gate.acquire().await.unwrap();
    let Case {
        at,
        expected,
        trial,
    } = case;
    match timeout(NEVER, trial).await {
        Err(_) => Some(format!("{name} {at}: no end")),
        Ok(seen) if seen == expected => None,
        Ok(seen) => Some(format!("{name} {at}: {seen:?}, not {expected:?}")),
    }
}
