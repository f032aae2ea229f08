/// Writes a name in capitals with one capital for each of its words: `DE LA TOUR-D’AIGUES` becomes
/// `De La Tour-D’Aigues`. A name that has a small letter (`McDonald`, `de La Tour`) stays as it is: its
/// own capitals are known, whereas those of a name in capitals are not.
pub fn in_reading_case(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut is_inside = false;
    let letters = name.chars().flat_map(|letter| {
        let written: Vec<char> = if is_inside {
            letter.to_lowercase().collect()
        } else {
            vec![letter]
        };
        is_inside = letter.is_alphabetic() || is_combining(letter);
        written
    });
    letters.collect()
}

/// True for an accent that follows its letter as a character of its own.
fn is_combining(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_capitals_is_written_in_reading_case_and_any_other_stays() {
        for (received, read) in [
            ("DUBOIS", "Dubois"),
            ("LEFÈVRE", "Lefèvre"),
            ("LEFE\u{300}VRE", "Lefe\u{300}vre"),
            ("DE LA TOUR-D’AIGUES", "De La Tour-D’Aigues"),
            ("D'ARTAGNAN", "D'Artagnan"),
            ("ŒUVRARD", "Œuvrard"),
            ("N", "N"),
            ("McDonald", "McDonald"),
            ("de La Tour", "de La Tour"),
            ("DUBOIS épouse MARTIN", "DUBOIS épouse MARTIN"),
            ("李明", "李明"),
            ("", ""),
        ] {
            assert_eq!(in_reading_case(received), read);
        }
    }
}
