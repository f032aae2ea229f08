//! `tables/callback-faults.md`, written from the run.

use super::Row;
use std::fmt::Write;

pub const COMMAND: &str = "UPDATE_DOCS=1 cargo test -p proconnect-assurance --test callback_faults";

pub fn write(rows: &[Row]) -> String {
    let requests: usize = rows.iter().map(|row| row.seen.len()).sum();
    let mut text = format!(
        "<!-- Written by `{COMMAND}`; a test fails when it is stale. -->\n\n{INTRODUCTION}\n\
         {} rows, {requests} requests.\n\n\
         | row | what is wrong | verdict |\n|---|---|---|\n",
        rows.len()
    );
    for row in rows {
        let fault = if row.note.is_empty() {
            row.fault.to_owned()
        } else {
            format!("{}. *{}*", row.fault, row.note)
        };
        let verdicts: Vec<String> = row.seen.iter().map(|verdict| in_code(verdict)).collect();
        writeln!(
            text,
            "| {} | {fault} | {} |",
            row.name,
            verdicts.join(", then ")
        )
        .unwrap();
    }
    text
}

/// A code in Markdown's code style.
fn in_code(verdict: &str) -> String {
    if verdict.contains('.') {
        format!("`{verdict}`")
    } else {
        verdict.to_owned()
    }
}

const INTRODUCTION: &str = "\
# Callback faults

Everything we know that can be wrong with a request to the redirect URI, and what becomes of it. The
requests go through a small application on the library, and the issuer is the mock. A verdict is one of
these:

- a code: the refusal bears it, with its status; no session begins and none ends; the audit trail has one
  event, with that code; the answer shows nothing of the query;
- *signed in*: a session begins, the audit trail has that event, and before it the end of the session that
  the browser had; the browser is led to where it was going;
- *shown on*: the browser is led on; no session begins and none ends, and the audit trail has nothing;
- *shown on as foreign*: the same, and the audit trail has the event of a response that the browser had not
  asked for;
- *405* or *414*: nothing is done at all.

Where a row has several requests, the later ones show what the first left behind. Words in italics say
what was chosen where there was a choice.
";
