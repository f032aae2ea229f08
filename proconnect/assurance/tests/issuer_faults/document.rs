//! `tables/issuer-faults.md`, written from the run.

use std::fmt::Write;

pub const COMMAND: &str = "UPDATE_DOCS=1 cargo test -p proconnect-assurance --test issuer_faults";

/// A row of the table.
pub struct Line {
    pub name: &'static str,
    pub fault: &'static str,
    pub note: &'static str,
    pub verdicts: Vec<String>,
    pub logins: usize,
}

pub fn write(lines: &[Line]) -> String {
    let logins: usize = lines.iter().map(|line| line.logins).sum();
    let mut text = format!(
        "<!-- Written by `{COMMAND}`; a test fails when it is stale. -->\n\n{INTRODUCTION}\n\
         {} rows, {logins} logins.\n\n\
         | row | what is wrong | verdict | logins |\n|---|---|---|---|\n",
        lines.len()
    );
    for line in lines {
        let fault = if line.note.is_empty() {
            line.fault.to_owned()
        } else {
            format!("{}. *{}*", line.fault, line.note)
        };
        let (name, verdicts) = (line.name, line.verdicts.join(", "));
        writeln!(text, "| {name} | {fault} | {verdicts} | {} |", line.logins).unwrap();
    }
    text
}

const INTRODUCTION: &str = "\
# Issuer faults

Everything we know that can go wrong between this application and its issuer, and what becomes of the
login that meets it. Each is a whole login: the browser, the routes, the session and the calls are the
real ones, and the issuer is written byte by byte. Where it means something a fault is tried at each of
the four endpoints: metadata (`provider`), keys (`provider`), token (`token_response`) and userinfo
(`user_info`). A row is green only if all of this holds:

- the refusal bears exactly the code in the table, with its status;
- no session begins: no cookie is set, and the next request is a visitor's;
- the audit trail has one event, with that code;
- an endpoint that gave a bad answer was asked once, no redirect was followed, and no connection to it
  is left open;
- neither the log, at its most talkative, nor the answer holds the access token, or a hostile text of
  the issuer's.

`timed_out` is the proof that a deadline was kept: nothing else gives that code. The deadlines are two
seconds to connect, five for a call and twelve for a callback; the rows that exhaust one run with
shorter ones. The rows of certificates and proxies run in a process of their own environment, which
trusts an authority made for the run. Words in italics say what was chosen where there was a choice.
";
