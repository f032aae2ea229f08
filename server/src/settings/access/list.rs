//! The lists of values that a rule admits.

use proconnect::{config::Variables, web::RuleKind};

/// How the values of a kind are written in a setting.
pub trait Written {
    /// The form of the list, in words.
    fn expected(self) -> &'static str;

    /// Whether this is a value of the kind.
    fn accepts(self, text: &str) -> bool;
}

impl Written for RuleKind {
    fn expected(self) -> &'static str {
        match self {
            Self::EmailDomain => {
                "the domains of e-mail addresses without @, each of them whole, in the ASCII form (xn--…) where they \
                 have accents, separated by spaces or commas: ministere.gouv.fr ville.example.fr"
            }
            Self::Organisation => {
                "the 14 digits of a SIRET or the 9 digits of a SIREN, without spaces inside, separated by spaces or \
                 commas: 13002526500013 130025265"
            }
            Self::Role => {
                "the roles of ProConnect, as it names them, separated by spaces or commas: agent_public_etat"
            }
            Self::IdentityProvider => {
                "the idp_id of identity providers, as ProConnect sends them, separated by spaces or commas"
            }
            Self::Email => {
                "whole e-mail addresses, separated by spaces or commas: prenom.nom@ministere.gouv.fr"
            }
        }
    }

    fn accepts(self, text: &str) -> bool {
        match self {
            Self::EmailDomain => is_domain(text),
            Self::Organisation => {
                matches!(text.len(), 9 | 14) && text.bytes().all(|byte| byte.is_ascii_digit())
            }
            // ProConnect's roles and identifiers have letters, digits and these signs. Others come from a slip: a
            // semicolon as the separator, a quote.
            Self::Role | Self::IdentityProvider => text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_-.:".contains(&byte)),
            Self::Email => text.split_once('@').is_some_and(|(local, domain)| {
                !local.is_empty() && !local.contains([';', '<', '"']) && is_domain(domain)
            }),
        }
    }
}

/// Two labels or more, of ASCII letters, digits and inner hyphens (RFC 5890 2.3.1).
fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !label.is_empty()
            && label.bytes().all(is_inner)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.contains('.') && text.len() <= 253 && text.split('.').all(is_label)
}

/// Reads a list; `None` where the variable is not set or has no value. A value in another form is a mistake.
pub fn read(read: &mut Variables<'_>, name: &'static str, kind: RuleKind) -> Option<Vec<String>> {
    // The addresses of persons do not go to the log.
    let is_personal = kind == RuleKind::Email;
    let text = if is_personal {
        read.secret(name)?
    } else {
        read.value(name)?
    };
    let values = text.split(|c: char| c == ',' || c.is_whitespace());
    let values: Vec<_> = values
        .filter(|value| !value.is_empty())
        .map(str::to_owned)
        .collect();
    if let Some(place) = values.iter().position(|value| !kind.accepts(value)) {
        let (rank, count) = (place + 1, values.len());
        if is_personal {
            let expected = format!("{} (value {rank} of {count} is none)", kind.expected());
            read.mistakes.note_secret(name, Some(&text), &expected);
        } else {
            let wrong = values[place].escape_debug();
            let expected = format!("{} (“{wrong}” is none)", kind.expected());
            read.mistakes.note(name, Some(&text), expected);
        }
    }
    (!values.is_empty()).then_some(values)
}
