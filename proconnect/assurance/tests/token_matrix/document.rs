//! `tables/token-matrix.md`, written from the run.

use crate::{
    row::{Row, Verdict},
    token::Kind,
};
use std::fmt::Write;

pub const COMMAND: &str = "UPDATE_DOCS=1 cargo test -p proconnect-assurance --test token_matrix";

/// A row of the table.
pub struct Line {
    name: &'static str,
    wrong: &'static str,
    note: &'static str,
    tokens: &'static str,
    verdicts: Vec<String>,
    accepted: bool,
    naive_of_lies: Vec<bool>,
    naive_of_controls: Vec<bool>,
    pub trials: usize,
}

impl Line {
    pub fn new(row: &Row) -> Self {
        let tokens = match row.kinds {
            [Kind::IdToken] => "ID token",
            [Kind::UserInfo] => "userinfo",
            [Kind::LogoutToken] => "logout token",
            [_, _] => "both of a login",
            _ => "all three",
        };
        Self {
            name: row.name,
            wrong: row.wrong,
            note: row.note,
            tokens,
            verdicts: Vec::new(),
            accepted: true,
            naive_of_lies: Vec::new(),
            naive_of_controls: Vec::new(),
            trials: 0,
        }
    }

    pub fn add(&mut self, verdict: Verdict, kind: Kind, naive: Option<bool>) {
        let code = verdict.code(kind);
        self.accepted &= code.is_none();
        let verdict = match &code {
            Some(code) => format!("`{code}`"),
            None if kind == Kind::LogoutToken => "session ended".to_owned(),
            None => "signed in".to_owned(),
        };
        if !self.verdicts.contains(&verdict) {
            self.verdicts.push(verdict);
        }
        match code {
            Some(_) => self.naive_of_lies.extend(naive),
            None => self.naive_of_controls.extend(naive),
        }
        self.trials += 1;
    }

    fn family(&self) -> &str {
        self.name.split_once('-').map_or("", |(family, _)| family)
    }

    /// The verdict on the row's lies, if it has any.
    fn naive_verdict(&self) -> String {
        let naive = if self.accepted {
            &self.naive_of_controls
        } else {
            &self.naive_of_lies
        };
        let accepted = naive.iter().filter(|accepted| **accepted).count();
        match (accepted, naive.len()) {
            (_, 0) => "–".to_owned(),
            (0, _) => "refused".to_owned(),
            (some, all) if some == all => "accepted".to_owned(),
            (some, all) => format!("accepted {some} of {all}"),
        }
    }

    /// Whether `jsonwebtoken` accepts a token that this library rejects.
    fn is_gained(&self) -> bool {
        self.naive_of_lies.contains(&true)
    }
}

/// The counts by family, for the end of the run.
pub fn counts(families: &[(&str, usize)], lines: &[Line]) -> String {
    let mut text = String::from(
        "| family | rows | controls | logins tried | let pass by jsonwebtoken alone |\n|---|---|---|---|---|\n",
    );
    let tally = |text: &mut String, name: &str, lines: &[&Line]| {
        let controls = lines.iter().filter(|line| line.accepted).count();
        let trials: usize = lines.iter().map(|line| line.trials).sum();
        let gained = lines.iter().filter(|line| line.is_gained()).count();
        writeln!(
            text,
            "| {name} | {} | {controls} | {trials} | {gained} |",
            lines.len()
        )
        .unwrap();
    };
    for (family, _) in families {
        let of_family: Vec<&Line> = lines
            .iter()
            .filter(|line| line.family() == *family)
            .collect();
        tally(&mut text, family, &of_family);
    }
    tally(&mut text, "all", &lines.iter().collect::<Vec<_>>());
    text
}

pub fn write(families: &[(&str, usize)], lines: &[Line]) -> String {
    let mut text = format!(
        "<!-- Written by `{COMMAND}`; a test fails when it is stale. -->\n\n{INTRODUCTION}\n{}",
        counts(families, lines)
    );
    for (family, _) in families {
        write!(text, "\n## {}\n\n{HEAD}", title(family)).unwrap();
        for line in lines.iter().filter(|line| line.family() == *family) {
            let wrong = if line.note.is_empty() {
                line.wrong.to_owned()
            } else {
                format!("{}. *{}*", line.wrong, line.note)
            };
            writeln!(
                text,
                "| {} | {wrong} | {} | {} | {} |",
                line.name,
                line.tokens,
                line.verdicts.join(", "),
                line.naive_verdict()
            )
            .unwrap();
        }
    }
    text
}

fn title(family: &str) -> &'static str {
    match family {
        "T" => "T: the structure of the token",
        "A" => "A: the algorithm and the signature",
        "K" => "K: the key and the header",
        "C" => "C: the issuer and the audience",
        "S" => "S: the subject",
        "D" => "D: the dates",
        "N" => "N: the nonce and the context of the login",
        "U" => "U: the userinfo response",
        "L" => "L: the logout token",
        _ => "X: one thing offered in the place of another",
    }
}

const HEAD: &str = "| row | what is wrong | token | ProConnect login | jsonwebtoken alone |\n|---|---|---|---|---|\n";

const INTRODUCTION: &str = "\
# The token matrix

Every way we know in which an ID token, a userinfo response or a logout token can lie, and what becomes
of it. Each row is a whole login against an issuer that tells that one lie: the browser, the routes, the session,
and the calls to the issuer are the real ones. A row is green only if all of this holds:

- the refusal bears exactly the code in the table, with its status;
- no session begins: no cookie is set, and the next request is a visitor's;
- the audit trail has one event, with that code;
- no step after the refusing one was taken: a bad ID token is followed by no call to userinfo, a
  `jku` by none at all, and only an unknown `kid` fetches the keys again, once;
- neither the log, at its most talkative, nor the page holds a token or the code.

A row about a logout token begins with a login. The issuer's server then sends the token: a refusal is 400
without a reason, `no-store`, with the code in the audit trail, and the session goes on.

The rows where the agent is *signed in*, or the *session ended*, are controls: an honest token, or one
that differs in a way that does no harm. Words in italics say what was chosen where the specifications leave a choice.

The last column is `jsonwebtoken` by itself, with its defaults, the registered algorithm, the issuer
and the audience set: not what that library can do, but what it does for a caller who adds no check.
*accepted 1 of 2* counts the variants of a row that are lies.
";
