//! The number of an establishment: the rule that it follows, and its form on a page.

use serde::{Deserialize, Serialize};

/// Digits of a SIRET: nine of the SIREN (the legal unit), five of the establishment.
pub const LENGTH: usize = 14;

/// The SIREN of La Poste, whose establishments follow another rule.
const LA_POSTE: &str = "356000000";

/// The head office of La Poste, which follows the common rule.
const LA_POSTE_HEAD_OFFICE: &str = "35600000000048";

/// True when the text is 14 digits of which the last one checks the others. It may still be the number of no
/// establishment.
pub fn is_valid(siret: &str) -> bool {
    if siret.len() != LENGTH || !siret.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    if siret.starts_with(LA_POSTE) && siret != LA_POSTE_HEAD_OFFICE {
        values(siret).sum::<u32>().is_multiple_of(5)
    } else {
        luhn_sum(siret).is_multiple_of(10)
    }
}

fn values(digits: &str) -> impl DoubleEndedIterator<Item = u32> {
    digits.bytes().map(|byte| u32::from(byte - b'0'))
}

/// Sums the digits, of which every second one from the right counts double, and as the sum of its
/// own digits when that is 10 or more (Luhn; ISO/IEC 7812-1).
fn luhn_sum(digits: &str) -> u32 {
    let weighed = |(place, value)| match (place % 2, value) {
        (0, value) => value,
        (_, value) if value < 5 => 2 * value,
        (_, value) => 2 * value - 9,
    };
    values(digits).rev().enumerate().map(weighed).sum()
}

/// A SIRET as it is printed: SIREN in threes, then the establishment's five digits. Any other text stays.
pub fn grouped(siret: &str) -> String {
    match (
        siret.len(),
        siret.get(..3),
        siret.get(3..6),
        siret.get(6..9),
        siret.get(9..),
    ) {
        (LENGTH, Some(a), Some(b), Some(c), Some(establishment)) => {
            format!("{a}\u{a0}{b}\u{a0}{c}\u{a0}{establishment}")
        }
        _ => siret.to_owned(),
    }
}

/// Why the typed text is not a SIRET.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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

    #[test]
    fn a_siret_is_grouped_with_spaces_that_do_not_break() {
        assert_eq!(
            grouped("13002526500013"),
            "130\u{a0}025\u{a0}265\u{a0}00013"
        );
        for other in ["", "1300252650001", "ééééééé"] {
            assert_eq!(grouped(other), other);
        }
    }

    #[test]
    fn one_wrong_digit_or_two_that_changed_places_are_found() {
        let right = "13002526500013";
        for place in 0..14 {
            for digit in '0'..='9' {
                let mut wrong: Vec<char> = right.chars().collect();
                wrong[place] = digit;
                let wrong: String = wrong.into_iter().collect();
                assert_eq!(is_valid(&wrong), wrong == right, "{wrong}");
            }
        }
        assert!(!is_valid("31002526500013"), "the first two changed places");
        for other in ["", "1300252650001", "130 025 265 00013", "ééééééé"] {
            assert!(!is_valid(other), "{other}");
        }
    }

    #[test]
    fn the_establishments_of_la_poste_follow_its_own_rule_and_its_head_office_the_common_one() {
        for right in ["35600000000048", "35600000049837", "35600000000010"] {
            assert!(is_valid(right), "{right}");
        }
        // The last one would pass by the common rule.
        for wrong in ["35600000000049", "35600000049838", "35600000000014"] {
            assert!(!is_valid(wrong), "{wrong}");
        }
        // The exception applies to La Poste only.
        assert!(!is_valid("13002526500001"));
    }
}
