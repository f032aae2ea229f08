//! The token matrix: every fault that a token can have, sent to the whole relying party, and the
//! code of its refusal. The table is `tables/token-matrix.md`.

#![allow(
    clippy::disallowed_methods,
    reason = "a test begins at the present moment, and is a browser"
)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod document;
mod judge;
mod keys;
mod logout;
mod naive;
mod relying_party;
mod row;
mod rows;
mod seeds;
mod token;
mod trial;
mod words;

use document::Line;
use proconnect::error::LogoutTokenError;
use proconnect_assurance::{report::report, written_document};
use row::Row;
use token::Kind;

/// The number of rows of each family, so that none is lost unnoticed.
const FAMILIES: [(&str, usize); 10] = [
    ("T", 20),
    ("A", 25),
    ("K", 28),
    ("C", 17),
    ("S", 7),
    ("D", 20),
    ("N", 20),
    ("U", 22),
    ("X", 12),
    ("L", 22),
];

#[tokio::test]
async fn every_row_gets_its_verdict_and_the_table_is_true() {
    let rows = rows::all();
    let (mut lines, mut faults) = (Vec::new(), Vec::new());
    for row in &rows {
        let (line, found) = try_row(row).await;
        lines.push(line);
        faults.extend(found);
    }
    report(&document::counts(&FAMILIES, &lines));
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
    report(&format!(
        "counted: {} rows of the token matrix",
        lines.len()
    ));
    let text = document::write(&FAMILIES, &lines);
    written_document::compare_or_update("token-matrix.md", &text, document::COMMAND);
}

#[test]
fn no_row_is_missing() {
    let rows = rows::all();
    let mut names: Vec<&str> = rows.iter().map(|row| row.name).collect();
    for (family, count) in FAMILIES {
        let found = rows.iter().filter(|row| row.family() == family).count();
        assert_eq!(found, count, "{family}");
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), rows.len(), "a name is there twice");
    for row in &rows {
        assert!(!row.cases.is_empty(), "{} tries nothing", row.name);
    }
}

/// The request without a token and the token that comes twice are in `tests/back_channel_logout.rs`.
#[test]
fn every_reason_of_a_refused_logout_token_has_a_row() {
    let rows = rows::all();
    let rows = rows
        .iter()
        .filter(|row| row.kinds.contains(&Kind::LogoutToken));
    let cases = rows.flat_map(|row| &row.cases);
    let codes: Vec<_> = cases
        .filter_map(|case| case.verdict.code(Kind::LogoutToken))
        .collect();
    let elsewhere = ["logout_token.missing", "logout_token.replayed"];
    for code in LogoutTokenError::codes() {
        let has_row = codes.contains(&code);
        assert_ne!(has_row, elsewhere.contains(&code.as_str()), "{code}");
    }
}

/// Runs every case of the row with every kind of token.
async fn try_row(row: &Row) -> (Line, Vec<String>) {
    let (mut line, mut faults) = (Line::new(row), Vec::new());
    for kind in row.kinds {
        for (index, case) in row.cases.iter().enumerate() {
            let (found, naive) = if *kind == Kind::LogoutToken {
                logout::faults(case).await
            } else {
                let seen = trial::observe(case, *kind).await;
                (judge::faults(case.verdict, *kind, &seen), seen.naive)
            };
            for fault in found {
                faults.push(format!(
                    "{} case {} ({kind:?}): {fault}",
                    row.name,
                    index + 1
                ));
            }
            line.add(case.verdict, *kind, naive);
        }
    }
    (line, faults)
}
