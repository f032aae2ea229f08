use crate::{
    fields::text::{Lines, TextMistake, parse_text},
    siret::{SiretMistake, parse_siret},
};
use serde::{Deserialize, Serialize};

/// The path of the list. The pages of the feature are below it.
pub const PATH: &str = "/demandes";

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
        let mut all = Self::ALL.into_iter();
        all.find_map(|(state, of, _)| (of == name).then_some(state))
    }
}

/// The fields of the form, as the agent typed them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Typed {
    /// The subject.
    pub subject: String,
    /// The establishment concerned.
    pub siret: String,
    /// The description.
    pub description: String,
}

/// A request to file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRequest {
    /// 3 to 120 characters on one line.
    pub subject: String,
    /// 14 digits.
    pub siret: String,
    /// 1 to 2 000 characters.
    pub description: String,
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

/// Reads the form. The browser and the server share this function.
///
/// # Errors
/// All mistakes at once.
pub fn parse(typed: &Typed) -> Result<NewRequest, Mistakes> {
    let subject = parse_text(&typed.subject, 3..=120, Lines::One);
    let siret = parse_siret(&typed.siret);
    let description = parse_text(&typed.description, 1..=2000, Lines::Several);
    match (subject, siret, description) {
        (Ok(subject), Ok(siret), Ok(description)) => Ok(NewRequest {
            subject,
            siret,
            description,
        }),
        (subject, siret, description) => Err(Mistakes {
            subject: subject.err(),
            siret: siret.err(),
            description: description.err(),
        }),
    }
}

/// The message about the subject.
pub fn about_subject(mistake: TextMistake) -> &'static str {
    match mistake {
        TextMistake::Empty => "Saisissez l’objet de la demande.",
        TextMistake::TooShort => "L’objet est trop court\u{a0}: 3\u{a0}caractères au moins.",
        TextMistake::TooLong => "L’objet est trop long\u{a0}: 120\u{a0}caractères au plus.",
        TextMistake::ControlCharacter => {
            "L’objet contient un caractère invisible\u{a0}: saisissez-le au clavier."
        }
    }
}

/// The message about the description.
pub fn about_description(mistake: TextMistake) -> &'static str {
    match mistake {
        TextMistake::Empty | TextMistake::TooShort => "Décrivez votre demande.",
        TextMistake::TooLong => {
            "La description est trop longue\u{a0}: 2\u{a0}000\u{a0}caractères au plus."
        }
        TextMistake::ControlCharacter => {
            "La description contient un caractère invisible\u{a0}: saisissez-la au clavier."
        }
    }
}

/// The decision of an administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The request is accepted; a reason may follow.
    Accept,
    /// The request is refused; a reason must follow.
    Refuse,
}

impl Verdict {
    /// The state after the decision.
    pub fn state(self) -> State {
        match self {
            Self::Accept => State::Accepted,
            Self::Refuse => State::Refused,
        }
    }
}

/// Why a decision is not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DecisionMistake {
    /// In the reason, 1 to 1 000 characters.
    Reason(TextMistake),
    /// The request is no more as the page showed it.
    Changed,
}

/// Reads the reason of a decision.
///
/// # Errors
/// The mistake, or the missing reason of a refusal.
pub fn parse_reason(verdict: Verdict, typed: &str) -> Result<Option<String>, DecisionMistake> {
    match parse_text(typed, 1..=1000, Lines::Several) {
        Err(TextMistake::Empty) if verdict == Verdict::Accept => Ok(None),
        reason => reason.map(Some).map_err(DecisionMistake::Reason),
    }
}

/// The message about the reason.
pub fn about_reason(mistake: TextMistake) -> &'static str {
    match mistake {
        TextMistake::Empty | TextMistake::TooShort => "Indiquez le motif du refus.",
        TextMistake::TooLong => "Le motif est trop long\u{a0}: 1\u{a0}000\u{a0}caractères au plus.",
        TextMistake::ControlCharacter => {
            "Le motif contient un caractère invisible\u{a0}: saisissez-le au clavier."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(subject: &str, siret: &str, description: &str) -> Typed {
        let [subject, siret, description] = [subject, siret, description].map(str::to_owned);
        Typed {
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
        assert_eq!(right.siret, "13002526500013");
    }

    #[test]
    fn a_state_has_one_name() {
        for (state, name, _) in State::ALL {
            assert_eq!((State::from_name(name), state.name()), (Some(state), name));
        }
        assert_eq!(State::from_name("other"), None);
    }
}
