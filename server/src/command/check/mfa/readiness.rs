//! The logins of an audit trail, counted by identity provider.

use super::super::finding::legible;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::BufRead,
};

/// The names of the members of an event.
const ACTION: &str = "event.action";
const AGENT: &str = "user.hash";
const PROVIDER: &str = "proconnect.idp";
const SECOND_FACTOR: &str = "proconnect.second_factor";

/// The logins of all identity providers, and of each.
#[derive(Default)]
pub struct Readiness {
    all: Logins,
    providers: BTreeMap<String, Logins>,
}

#[derive(Default)]
struct Logins {
    count: usize,
    with_second_factor: usize,
    agents: BTreeSet<String>,
    /// The agents who had a second factor at least once.
    able: BTreeSet<String>,
}

impl Readiness {
    /// Reads the logins among the lines. Other lines are skipped, and so is what precedes an event on its
    /// line: platforms write a date and a name there.
    pub fn read(lines: impl BufRead) -> Self {
        let mut readiness = Self::default();
        for line in lines.split(b'\n').map_while(Result::ok) {
            let start = line.iter().position(|byte| *byte == b'{');
            let event = start.and_then(|start| serde_json::from_slice(&line[start..]).ok());
            if let Some(event) = event {
                readiness.count(&event);
            }
        }
        readiness
    }

    fn count(&mut self, event: &Value) {
        let text = |name: &str| event.get(name).and_then(Value::as_str);
        if text(ACTION) != Some("login") {
            return;
        }
        let agent = text(AGENT).unwrap_or_default();
        let has = event.get(SECOND_FACTOR).and_then(Value::as_bool);
        let has = has.unwrap_or(false);
        let provider = text(PROVIDER).map_or_else(|| "inconnu".to_owned(), legible);
        self.all.count(agent, has);
        let of_provider = self.providers.entry(provider).or_default();
        of_provider.count(agent, has);
    }

    pub fn is_empty(&self) -> bool {
        self.all.count == 0
    }

    pub fn to_text(&self) -> String {
        if self.is_empty() {
            return "Aucune connexion dans ces lignes\u{a0}: est-ce le journal d’audit\u{a0}?\n"
                .to_owned();
        }
        let providers = self.providers.iter();
        let providers =
            providers.map(|(name, logins)| format!("  {name}\u{a0}: {}\n", logins.to_text()));
        let providers: String = providers.collect();
        format!(
            "Connexions avec double authentification, par fournisseur d’identité\u{a0}:\n{providers}En tout\u{a0}: {}\n",
            self.all.to_text()
        )
    }

    pub fn to_json(&self) -> String {
        let providers: BTreeMap<_, _> = self
            .providers
            .iter()
            .map(|(name, logins)| (name, logins.to_json()))
            .collect();
        let report = json!({ "version": 1, "all": self.all.to_json(), "providers": providers });
        format!("{report:#}\n")
    }
}

impl Logins {
    fn count(&mut self, agent: &str, has_second_factor: bool) {
        self.count += 1;
        self.agents.insert(agent.to_owned());
        if has_second_factor {
            self.with_second_factor += 1;
            self.able.insert(agent.to_owned());
        }
    }

    fn agents_without(&self) -> usize {
        self.agents.len() - self.able.len()
    }

    /// Rounded down, so that only all logins are 100 %.
    fn share(&self) -> String {
        match self.with_second_factor * 100 / self.count.max(1) {
            0 if self.with_second_factor > 0 => "moins de 1\u{a0}%".to_owned(),
            share => format!("{share}\u{a0}%"),
        }
    }

    fn to_text(&self) -> String {
        format!(
            "{} sur {} connexions ({})\u{a0}; agents sans aucune double authentification\u{a0}: {} sur {}",
            self.with_second_factor,
            self.count,
            self.share(),
            self.agents_without(),
            self.agents.len(),
        )
    }

    fn to_json(&self) -> Value {
        json!({
            "logins": self.count,
            "logins_with_second_factor": self.with_second_factor,
            "agents": self.agents.len(),
            "agents_without_second_factor": self.agents_without(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRAIL: &str = r#"2026-11-27T10:00:00Z web-1 {"event.action":"login","user.hash":"a","proconnect.idp":"one","proconnect.second_factor":true}
{"event.action":"login","user.hash":"a","proconnect.idp":"one","proconnect.second_factor":false}
{"event.action":"login","user.hash":"b","proconnect.idp":"one","proconnect.second_factor":false}
{"event.action":"login","user.hash":"c"}
{"event.action":"logout","user.hash":"d","proconnect.second_factor":true}
{"level":"INFO","message":"listening"} {
not JSON
"#;

    #[test]
    fn logins_are_counted_by_provider_and_agents_once() {
        let report = Readiness::read(TRAIL.as_bytes());
        let json: Value = serde_json::from_str(&report.to_json()).unwrap();
        let logins = |logins, with, agents, without| {
            json!({
                "logins": logins,
                "logins_with_second_factor": with,
                "agents": agents,
                "agents_without_second_factor": without,
            })
        };
        assert_eq!(json["all"], logins(4, 1, 3, 2));
        assert_eq!(json["providers"]["one"], logins(3, 1, 2, 1));
        assert_eq!(json["providers"]["inconnu"], logins(1, 0, 1, 1));
        let text = report.to_text();
        assert!(
            text.contains("one\u{a0}: 1 sur 3 connexions (33\u{a0}%)"),
            "{text}"
        );
        assert!(!report.is_empty());
    }

    #[test]
    fn a_small_share_is_not_rounded_to_none_nor_a_large_one_to_all() {
        for (count, with, share) in [
            (207, 0, "0\u{a0}%"),
            (207, 1, "moins de 1\u{a0}%"),
            (207, 3, "1\u{a0}%"),
            (207, 206, "99\u{a0}%"),
            (207, 207, "100\u{a0}%"),
        ] {
            let mut logins = Logins::default();
            for rank in 0..count {
                logins.count("a", rank < with);
            }
            let expected = format!("{with} sur {count} connexions ({share})\u{a0};");
            let text = logins.to_text();
            assert!(text.starts_with(&expected), "{text}");
        }
    }

    #[test]
    fn lines_without_a_login_are_reported() {
        let report = Readiness::read("{}\nlistening\n".as_bytes());
        assert!(report.is_empty() && report.to_text().contains("Aucune connexion"));
    }
}
