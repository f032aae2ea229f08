//! Outcomes, sizes and durations in words.

use std::time::Duration;

use super::{Blemish, Happened, Outcome};
use crate::audit::text::{Language, Text};

/// One thing that was seen in a case, and is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Stable, for programs: `signed-in`, `server-error`…
    pub kind: String,
    /// For people, in the language of the report.
    pub text: String,
}

impl Outcome {
    /// The verdict in one or two words.
    pub const fn word(&self) -> Text {
        match self {
            Self::AsExpected => Text::new("conforme", "as expected"),
            Self::Fault(_) => Text::new("faute", "fault"),
            Self::Unclean(_) => Text::new("à revoir", "unclean"),
            Self::NotTold(_) => Text::new("non transmis", "not told"),
            Self::NotRun(_) => Text::new("non joué", "not run"),
        }
    }

    /// The events in place of the expected reaction; empty when all was well.
    pub fn events(&self, language: Language) -> Vec<Event> {
        let event = |kind: &dyn ToString, text: String| Event {
            kind: kind.to_string(),
            text,
        };
        match self {
            Self::AsExpected => Vec::new(),
            Self::Fault(happened) => vec![event(happened, happened.text(language))],
            Self::Unclean(blemishes) => {
                let event = |blemish: &Blemish| event(blemish, blemish.text(language));
                blemishes.iter().map(event).collect()
            }
            Self::NotTold(reason) => {
                let reason = reason.unwrap_or(NOT_TOLD);
                vec![event(self, reason.of(language).to_owned())]
            }
            Self::NotRun(reason) => vec![event(self, reason.clone())],
        }
    }
}

const NOT_TOLD: Text = Text::new(
    "le mensonge n’a pas été transmis\u{a0}: le service n’a pas fait la requête qui le porte",
    "the lie was never told: the service did not make the request that carries it",
);

impl Happened {
    fn text(&self, language: Language) -> String {
        let text = match self {
            Self::SignedIn => Text::new("une personne est connectée", "somebody is signed in"),
            Self::NotSignedIn => Text::new(
                "la personne n’est pas connectée",
                "the agent is not signed in",
            ),
            Self::Violation(text) => *text,
        };
        text.of(language).to_owned()
    }
}

impl Blemish {
    fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::ServerError(status), Language::Fr) => {
                format!("erreur du serveur\u{a0}: HTTP {status}")
            }
            (Self::ServerError(status), Language::En) => format!("server error: HTTP {status}"),
            (Self::NoAnswer(limit), Language::Fr) => {
                format!("aucune réponse en {}", duration(*limit, language))
            }
            (Self::NoAnswer(limit), Language::En) => {
                format!("no answer within {}", duration(*limit, language))
            }
            (Self::Closed, Language::Fr) => "connexion fermée sans réponse".to_owned(),
            (Self::Closed, Language::En) => "connection closed without a response".to_owned(),
            (Self::Internals(kind), Language::Fr) => format!("une page montre {}", kind.fr),
            (Self::Internals(kind), Language::En) => format!("a page shows {}", kind.en),
            (Self::Memory(growth), Language::Fr) => {
                format!("la mémoire augmente de {}", size(*growth, language))
            }
            (Self::Memory(growth), Language::En) => {
                format!("memory grows by {}", size(*growth, language))
            }
        }
    }
}

/// A number of bytes: `84 Mo` or `84 MB`, of a million bytes each.
pub fn size(bytes: u64, language: Language) -> String {
    let unit = Text::new("o", "B").of(language);
    let decimal = |tenths: u64| decimal(tenths, language);
    match bytes {
        0..1_000_000 => format!("{}\u{a0}k{unit}", bytes.div_ceil(1000)),
        1_000_000..1_000_000_000 => format!("{}\u{a0}M{unit}", bytes / 1_000_000),
        _ => format!("{}\u{a0}G{unit}", decimal(bytes / 100_000_000)),
    }
}

/// A duration: `850 ms`, `12,3 s`, `1 min 2 s`.
pub fn duration(duration: Duration, language: Language) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0 => format!("{}\u{a0}ms", duration.as_millis()),
        1..60 if duration.subsec_millis() < 50 => format!("{seconds}\u{a0}s"),
        1..60 => {
            let tenths = seconds * 10 + u64::from(duration.subsec_millis() / 100);
            format!("{}\u{a0}s", decimal(tenths, language))
        }
        60..3600 => format!("{}\u{a0}min {}\u{a0}s", seconds / 60, seconds % 60),
        _ => format!("{}\u{a0}h {}\u{a0}min", seconds / 3600, seconds % 3600 / 60),
    }
}

fn decimal(tenths: u64, language: Language) -> String {
    let point = Text::new(",", ".").of(language);
    format!("{}{point}{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{En, Fr};

    #[test]
    fn sizes_and_durations_are_words_of_the_language() {
        assert_eq!(size(512_000, Fr), "512\u{a0}ko");
        assert_eq!(size(84_900_000, En), "84\u{a0}MB");
        assert_eq!(size(1_250_000_000, Fr), "1,2\u{a0}Go");
        assert_eq!(duration(Duration::from_millis(850), Fr), "850\u{a0}ms");
        assert_eq!(duration(Duration::from_secs(15), En), "15\u{a0}s");
        assert_eq!(duration(Duration::from_millis(12_345), Fr), "12,3\u{a0}s");
        assert_eq!(duration(Duration::from_secs(62), En), "1\u{a0}min 2\u{a0}s");
        assert_eq!(
            duration(Duration::from_secs(3660), Fr),
            "1\u{a0}h 1\u{a0}min"
        );
    }

    #[test]
    fn every_blemish_has_a_kind_and_words_in_both_languages() {
        let blemishes = vec![
            Blemish::ServerError(500),
            Blemish::NoAnswer(Duration::from_secs(15)),
            Blemish::Closed,
            Blemish::Internals(Text::new("un jeton", "a token")),
            Blemish::Memory(80_000_000),
        ];
        let outcome = Outcome::Unclean(blemishes);
        let [french, english] = [Fr, En].map(|language| outcome.events(language));
        let kinds: Vec<&str> = french.iter().map(|event| event.kind.as_str()).collect();
        let expected = ["server-error", "no-answer", "closed", "internals", "memory"];
        assert_eq!(kinds, expected);
        assert_eq!(french[1].text, "aucune réponse en 15\u{a0}s");
        assert_eq!(english[3].text, "a page shows a token");
        for (french, english) in french.iter().zip(&english) {
            assert_eq!(french.kind, english.kind);
            assert_ne!(french.text, english.text);
        }
    }
}
