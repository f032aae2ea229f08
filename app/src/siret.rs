//! The number of an establishment, as pages show it.

/// A SIRET as it is printed: SIREN in threes, then the establishment's five digits.
pub fn grouped(siret: &str) -> String {
    match (
        siret.len(),
        siret.get(..3),
        siret.get(3..6),
        siret.get(6..9),
        siret.get(9..),
    ) {
        (14, Some(a), Some(b), Some(c), Some(establishment)) => {
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
}
