//! The number of an establishment: the rule that it follows, and its form on a page.

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

#[cfg(test)]
mod tests {
    use super::*;

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
