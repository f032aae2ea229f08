//! The message to the team about one event, and the lines that it quotes.

use crate::{components::link::mailto, paris_time, service};
use chrono::{DateTime, Utc};
use leptos::prelude::*;

/// An event that an agent can report: a refusal, or a fault of the service.
#[derive(Debug, Clone)]
pub struct Occurrence {
    /// The identifier of the request in the logs; empty outside a request.
    pub reference: String,
    /// The code of the refusal, or the status of the answer.
    pub code: String,
    /// The server's time, where it is known.
    pub at: Option<DateTime<Utc>>,
}

impl Occurrence {
    /// The lines of the message and of the page: a term and a value.
    fn lines(&self) -> impl Iterator<Item = (&'static str, String)> {
        let reference = (!self.reference.is_empty()).then(|| self.reference.clone());
        [
            ("Référence", reference),
            ("Code", Some(self.code.clone())),
            ("Date", self.at.map(paris_time::in_words)),
        ]
        .into_iter()
        .filter_map(|(term, value)| Some((term, value?)))
    }

    /// The address of the message.
    fn message(&self) -> String {
        let subject = match self.reference.as_str() {
            "" => format!("Code {}", self.code),
            reference => format!("Référence {reference}"),
        };
        let lines = self
            .lines()
            .map(|(term, value)| format!("{term}\u{a0}: {value}\n"));
        let text: String = lines
            .chain(["\nCe que je faisais\u{a0}: ".to_owned()])
            .collect();
        mailto(&subject, &text)
    }
}

/// A link that writes to the team about the event, and the same lines for those who write by other means. They
/// are one paragraph, which a triple click or a long press selects as a whole.
#[component]
pub fn Support(of: Occurrence) -> impl IntoView {
    let message = of.message();
    let lines = of.lines().enumerate().map(|(rank, (term, value))| {
        view! {
            {(rank > 0).then(|| view! { <br/> })}
            {format!("{term}\u{a0}: ")} <code>{value}</code>
        }
    });
    view! {
        <p>
            "Équipe du service\u{a0}: "
            <a class="fr-link" href=message>{service::CONTACT_EMAIL}</a>
        </p>
        <p class="app-reference">{lines.collect_view()}</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use url::form_urlencoded;

    #[test]
    fn the_message_has_the_reference_as_subject_and_every_line_as_text() {
        let message = Occurrence {
            reference: "abc123".to_owned(),
            code: "provider.unreachable".to_owned(),
            at: "2026-11-27T11:41:00Z".parse().ok(),
        }
        .message();
        let (address, query) = message.split_once('?').unwrap();
        assert_eq!(address, format!("mailto:{}", service::CONTACT_EMAIL));
        assert!(!query.contains('+') && !query.contains(' '), "{query}");
        let fields: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        assert_eq!(fields[0], ("subject".into(), "Référence abc123".into()));
        assert_eq!(
            fields[1].1.replace('\u{a0}', " "),
            "Référence : abc123\r\nCode : provider.unreachable\r\n\
             Date : 27 novembre 2026 à 12 h 41 (heure de Paris)\r\n\r\nCe que je faisais : "
        );
    }
}
