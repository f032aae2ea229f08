//! Faults of the return from the issuer, P-01 to P-20, in an application on the library. The table
//! is `tables/callback-faults.md`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod document;
mod requests;
mod responses;
mod stage;

use proconnect_assurance::{report::report, site::Site, written_document};

/// A row of the catalogue, and its observed outcomes.
struct Row {
    name: &'static str,
    fault: &'static str,
    /// The decision, when the specifications leave a choice.
    note: &'static str,
    /// The expected outcome of each request, and the observed one.
    expected: Vec<&'static str>,
    seen: Vec<String>,
}

#[tokio::test]
async fn every_row_gets_its_verdict_and_the_table_is_true() {
    let site = Site::start().await;
    let mut rows = responses::rows(&site).await;
    rows.extend(requests::rows(&site).await);
    rows.sort_by_key(|row| row.name);
    for (row, number) in rows.iter().zip(1..) {
        assert_eq!(row.name, format!("P-{number:02}"));
    }
    assert_eq!(rows.len(), 20);
    let wrong = rows.iter().filter(|row| row.seen != row.expected);
    let wrong: Vec<String> = wrong
        .map(|row| format!("{}: {:?}, not {:?}", row.name, row.seen, row.expected))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    report(&format!("counted: {} callback faults", rows.len()));
    let text = document::write(&rows);
    written_document::compare_or_update("callback-faults.md", &text, document::COMMAND);
}
