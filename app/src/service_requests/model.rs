use crate::{
    fields::text::{Lines, TextMistake, TextRule},
    siret::{SiretMistake, parse_siret},
};
use serde::{Deserialize, Serialize};

/// The path of the list. The pages of the feature are below it.
pub const PATH: &str = "/demandes";

/// The path of the form.
pub const NEW: &str = "/demandes/nouvelle";

/// The path of the file.
pub const FILE: &str = "/demandes/export.csv";

/// The state of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody has decided yet.
    Pending,
    /// An administrator has accepted it.
    Accepted,
    /// An administrator has refused it, with a reason.
    Refused,
}

impl State {
    /// Every state, with its name in the database and in addresses, and its words.
    pub const ALL: [(Self, &str, &str); 3] = [
        (Self::Pending, "pending", "En attente"),
        (Self::Accepted, "accepted", "Acceptée"),
        (Self::Refused, "refused", "Refusée"),
    ];

    /// The name in the database.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The state in words.
    pub fn words(self) -> &'static str {
        Self::ALL[self as usize].2
    }

    /// Returns the state of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        let named = Self::ALL.into_iter().find(|(_, of, _)| *of == name);
        named.map(|(state, ..)| state)
    }
}

/// The fields of the form: as the agent typed them, or as [`parse`] returns them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields {
    /// The subject, on one line.
    pub subject: String,
    /// The establishment concerned; 14 digits once parsed.
    pub siret: String,
    /// The description, of any lines.
    pub description: String,
}

/// A request to file, which only [`parse`] makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRequest(Fields);

impl NewRequest {
    /// The parsed fields.
    pub fn fields(&self) -> &Fields {
        &self.0
    }
}

/// The mistakes of the form, by field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mistakes {
    /// In the subject.
    pub subject: Option<TextMistake>,
    /// In the number of the establishment.
    pub siret: Option<SiretMistake>,
    /// In the description.
    pub description: Option<TextMistake>,
}

/// The rule of the subject.
pub const SUBJECT: TextRule = TextRule {
    length: (3, 120),
    lines: Lines::One,
    messages: [
        "Saisissez l’objet de la demande.",
        "L’objet est trop court\u{a0}: 3\u{a0}caractères au moins.",
        "L’objet est trop long\u{a0}: 120\u{a0}caractères au plus.",
        "L’objet contient un caractère invisible\u{a0}: saisissez-le au clavier.",
    ],
};

/// The rule of the description.
pub const DESCRIPTION: TextRule = TextRule {
    length: (1, 2000),
    lines: Lines::Several,
    messages: [
        "Décrivez votre demande.",
        "La description est trop courte.",
        "La description est trop longue\u{a0}: 2\u{a0}000\u{a0}caractères au plus.",
        "La description contient un caractère invisible\u{a0}: saisissez-la au clavier.",
    ],
};

/// The rule of the reason of a decision.
pub const REASON: TextRule = TextRule {
    length: (1, 1000),
    lines: Lines::Several,
    messages: [
        "Indiquez le motif du refus.",
        "Le motif est trop court.",
        "Le motif est trop long\u{a0}: 1\u{a0}000\u{a0}caractères au plus.",
        "Le motif contient un caractère invisible\u{a0}: saisissez-le au clavier.",
    ],
};

/// Reads the form. The browser and the server share this function.
///
/// # Errors
/// All mistakes at once.
pub fn parse(typed: &Fields) -> Result<NewRequest, Mistakes> {
    let subject = SUBJECT.parse(&typed.subject);
    let siret = parse_siret(&typed.siret);
    let description = DESCRIPTION.parse(&typed.description);
    match (subject, siret, description) {
        (Ok(subject), Ok(siret), Ok(description)) => Ok(NewRequest(Fields {
            subject,
            siret,
            description,
        })),
        (subject, siret, description) => Err(Mistakes {
            subject: subject.err(),
            siret: siret.err(),
            description: description.err(),
        }),
    }
}

/// Why a decision is not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DecisionMistake {
    /// In the reason.
    Reason(TextMistake),
    /// The request is no more as the page showed it.
    Changed,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(subject: &str, siret: &str, description: &str) -> Fields {
        let [subject, siret, description] = [subject, siret, description].map(str::to_owned);
        Fields {
            subject,
            siret,
            description,
        }
    }

    #[test]
    fn all_mistakes_of_a_form_are_found_at_once() {
        let mistakes = parse(&typed("ab", "1", "")).unwrap_err();
        assert_eq!(mistakes.subject, Some(TextMistake::TooShort));
        assert_eq!(mistakes.siret, Some(SiretMistake::TooShort));
        assert_eq!(mistakes.description, Some(TextMistake::Empty));
        let long = parse(&typed(
            &"é".repeat(121),
            "13002526500013",
            &"é".repeat(2001),
        ));
        let long = long.unwrap_err();
        assert_eq!(
            (long.subject, long.description),
            (Some(TextMistake::TooLong), Some(TextMistake::TooLong))
        );
        assert_eq!(long.siret, None);
        let right = parse(&typed(
            &"é".repeat(120),
            "130 025 265 00013",
            &"é".repeat(2000),
        ))
        .unwrap();
        assert_eq!(right.fields().siret, "13002526500013");
    }

    #[test]
    fn a_state_has_one_name() {
        for (state, name, _) in State::ALL {
            assert_eq!((State::from_name(name), state.name()), (Some(state), name));
        }
        assert_eq!(State::from_name("other"), None);
    }
}
