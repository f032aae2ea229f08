use crate::parameters::Parameters;

/// The name of the query parameter of a search.
pub const PARAMETER: &str = "recherche";

/// A search by words, whatever their case, their accents and their order.
#[derive(Default)]
pub struct Search {
    typed: String,
    words: Vec<String>,
}

impl Search {
    pub fn new(typed: &str) -> Self {
        Self {
            typed: typed.trim().to_owned(),
            words: plain(typed).split_whitespace().map(String::from).collect(),
        }
    }

    /// The search of a page's query.
    pub fn of_query(query: Option<String>) -> Self {
        let query = Parameters::parse(query.unwrap_or_default().as_bytes());
        Self::new(query.received(PARAMETER).unwrap_or_default())
    }

    /// The search as it was typed; empty when everything is shown.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// True when `texts` together contain every word.
    pub fn matches(&self, texts: &[&str]) -> bool {
        let texts = plain(&texts.join(" "));
        self.words.iter().all(|word| texts.contains(word))
    }
}

/// `text` in lower case, without the accents of French.
fn plain(text: &str) -> String {
    let letters = text.to_lowercase();
    letters.chars().fold(String::new(), |mut plain, letter| {
        match letter {
            'à' | 'â' | 'ä' => plain.push('a'),
            'ç' => plain.push('c'),
            'é' | 'è' | 'ê' | 'ë' => plain.push('e'),
            'î' | 'ï' => plain.push('i'),
            'ô' | 'ö' => plain.push('o'),
            'ù' | 'û' | 'ü' => plain.push('u'),
            'œ' => plain.push_str("oe"),
            '’' => plain.push('\''),
            other => plain.push(other),
        }
        plain
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_match_without_case_accents_and_order() {
        let texts = ["Clés publiques", "Échange d’un CODE", "œuvre"];
        for found in [
            "",
            "  ",
            "cles",
            "CLÉS échange",
            "code publiques",
            "d'un",
            "oeuvre",
        ] {
            assert!(Search::new(found).matches(&texts), "{found}");
        }
        assert!(!Search::new("clés privées").matches(&texts));
        assert!(Search::new(" \u{a0} ").is_empty());
    }
}
