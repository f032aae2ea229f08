//! The key by which a text is found: in lower case, without accents, with single spaces. As bytes, keys have the same
//! order in both databases, whatever the collation.

/// The byte that follows every key of a prefix: no UTF-8 text has it.
const AFTER: u8 = 0xff;

/// Returns the key of a text.
pub fn of(text: &str) -> Vec<u8> {
    let words: Vec<String> = text.split_whitespace().map(in_plain_letters).collect();
    words.join(" ").into_bytes()
}

/// Returns the first key of the texts that begin with `prefix`, and the first key after them.
pub fn range(prefix: &str) -> (Vec<u8>, Vec<u8>) {
    let from = of(prefix);
    let mut to = from.clone();
    to.push(AFTER);
    (from, to)
}

fn in_plain_letters(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for letter in word.chars().flat_map(char::to_lowercase) {
        match letter {
            'à' | 'â' | 'ä' | 'á' | 'ã' => plain.push('a'),
            'ç' => plain.push('c'),
            'é' | 'è' | 'ê' | 'ë' => plain.push('e'),
            'î' | 'ï' | 'í' => plain.push('i'),
            'ñ' => plain.push('n'),
            'ô' | 'ö' | 'ó' | 'õ' => plain.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => plain.push('u'),
            'ÿ' => plain.push('y'),
            'œ' => plain.push_str("oe"),
            'æ' => plain.push_str("ae"),
            '’' => plain.push('\''),
            // An accent by itself, as some systems write it after its letter.
            '\u{300}'..='\u{36f}' => {}
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_capitals_and_spaces_make_no_difference() {
        for same in [
            "Œuvre de l’État",
            "  oeuvre\u{a0}DE  l'etat ",
            "œuvre de l’e\u{301}tat",
        ] {
            assert_eq!(of(same), b"oeuvre de l'etat", "{same}");
        }
    }

    #[test]
    fn a_range_holds_the_texts_that_begin_with_the_prefix_and_no_other() {
        let (from, to) = range("Éta");
        let holds = |text| from <= of(text) && of(text) < to;
        for inside in ["Éta", "état", "ETAGE", "eta\u{10ffff}", "éta 日本"] {
            assert!(holds(inside), "{inside}");
        }
        for outside in ["Et", "été", "esta", "etb"] {
            assert!(!holds(outside), "{outside}");
        }
    }
}
