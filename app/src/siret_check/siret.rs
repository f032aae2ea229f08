use crate::siret::{LENGTH, is_valid};

/// Why the typed text is not a SIRET.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiretMistake {
    /// Empty, or only spaces.
    Empty,
    /// Other characters than digits and spaces.
    NotDigits,
    /// Fewer than 14 digits.
    TooShort,
    /// More than 14 digits.
    TooLong,
    /// The check digit does not match the other digits.
    CheckDigit,
}

impl SiretMistake {
    /// The message to the agent.
    pub fn message(self) -> &'static str {
        match self {
            Self::Empty => "Saisissez un numéro SIRET.",
            Self::NotDigits => "Un numéro SIRET ne comporte que des chiffres.",
            Self::TooShort => "Il manque des chiffres\u{a0}: un numéro SIRET en comporte 14.",
            Self::TooLong => "Il y a trop de chiffres\u{a0}: un numéro SIRET en comporte 14.",
            Self::CheckDigit => {
                "Ce numéro comporte une erreur\u{a0}: un de ses chiffres est sans doute mal recopié."
            }
        }
    }
}

/// Returns the 14 digits of a SIRET, without the spaces that an agent may type. The browser and the
/// server share this function.
///
/// # Errors
/// The mistake, when the text is not a SIRET.
pub fn parse_siret(typed: &str) -> Result<String, SiretMistake> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.is_empty() {
        return Err(SiretMistake::Empty);
    }
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(SiretMistake::NotDigits);
    }
    if digits.len() < LENGTH {
        return Err(SiretMistake::TooShort);
    }
    if digits.len() > LENGTH {
        return Err(SiretMistake::TooLong);
    }
    is_valid(&digits)
        .then_some(digits)
        .ok_or(SiretMistake::CheckDigit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_siret_is_fourteen_digits_with_or_without_spaces() {
        for typed in [
            "13002526500013",
            "130 025 265 00013",
            " 130\u{a0}025\u{202f}265\t00013 ",
        ] {
            assert_eq!(parse_siret(typed), Ok("13002526500013".to_owned()));
        }
        for (typed, mistake) in [
            ("", SiretMistake::Empty),
            (" \u{a0}", SiretMistake::Empty),
            ("1300252650001x", SiretMistake::NotDigits),
            ("130.025.265.00013", SiretMistake::NotDigits),
            ("-13002526500013", SiretMistake::NotDigits),
            ("١٣٠٠٢٥٢٦٥٠٠٠١٣", SiretMistake::NotDigits),
            ("1300252650001", SiretMistake::TooShort),
            ("130025265000130", SiretMistake::TooLong),
        ] {
            assert_eq!(parse_siret(typed), Err(mistake), "{typed:?}");
        }
    }

    #[test]
    fn a_wrong_digit_is_a_mistake_of_the_check_digit() {
        assert_eq!(parse_siret("13002526500014"), Err(SiretMistake::CheckDigit));
    }
}
