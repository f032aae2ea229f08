//! The result of a command, as text or as JSON. A `User-Agent` is any text that a browser sent: the text names
//! browsers by the words of `app`.

use app::open_sessions::device;
use chrono::{DateTime, SecondsFormat, Utc};
use proconnect::web::{EndedSession, OpenSession};
use serde_json::{Value, json};
use std::fmt::Write;

/// The version of the JSON: a change that a program would notice increases it.
const VERSION: u32 = 1;

pub enum Output {
    Open(Vec<OpenSession>),
    Ended(Vec<EndedSession>),
}

impl Output {
    pub fn to_text(&self) -> String {
        match self {
            Self::Open(sessions) => open(sessions),
            Self::Ended(sessions) => ended(sessions),
        }
    }

    pub fn to_json(&self) -> String {
        let value = match self {
            Self::Open(sessions) => {
                let sessions: Vec<_> = sessions.iter().map(open_value).collect();
                json!({ "version": VERSION, "sessions": sessions })
            }
            Self::Ended(sessions) => {
                let sessions: Vec<_> = sessions.iter().map(ended_value).collect();
                json!({ "version": VERSION, "ended": sessions })
            }
        };
        format!("{value:#}\n")
    }
}

fn open(sessions: &[OpenSession]) -> String {
    if sessions.is_empty() {
        return "Aucune session ouverte.\n".to_owned();
    }
    let mut text = format!(
        "{:32}  {:16}  {:20}  {:20}  {}\n",
        "SESSION", "AGENT", "OUVERTE", "VUE", "NAVIGATEUR"
    );
    for session in sessions {
        let (agent, browser) = (session.agent.as_str(), browser(session));
        let (since, seen) = (time(session.begun_at), time(session.seen_at));
        // Writing into a string does not fail.
        let _ = writeln!(
            text,
            "{}  {agent:16}  {since}  {seen}  {browser}",
            session.reference
        );
    }
    let _ = writeln!(text, "\nSessions ouvertes\u{a0}: {}", sessions.len());
    text
}

fn ended(sessions: &[EndedSession]) -> String {
    if sessions.is_empty() {
        return "Aucune session ne correspond\u{a0}: rien n’a été fermé.\n".to_owned();
    }
    let mut text = format!("{:32}  AGENT\n", "SESSION");
    for EndedSession { reference, agent } in sessions {
        let _ = writeln!(text, "{reference}  {agent}");
    }
    let _ = writeln!(text, "\nSessions fermées\u{a0}: {}", sessions.len());
    text
}

fn open_value(session: &OpenSession) -> Value {
    json!({
        "session": session.reference,
        "agent": session.agent,
        "begun_at": time(session.begun_at),
        "seen_at": time(session.seen_at),
        "ends_at": time(session.ends_at),
        "browser": browser(session),
        "user_agent": session.user_agent,
    })
}

fn ended_value(session: &EndedSession) -> Value {
    json!({ "session": session.reference, "agent": session.agent })
}

fn browser(session: &OpenSession) -> String {
    device::in_words(session.user_agent.as_deref())
}

/// Universal time, as the audit trail writes it.
fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
