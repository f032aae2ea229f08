//! The glossary, which every page and every refusal follows: `docs/glossaire.md`.

use super::{agent, answer, options, page, paths};
use app::{agent::Agent, error_document, refusals::explain};
use http::StatusCode;
use proconnect::error::Refusal;

const GLOSSARY: &str = include_str!("../../../docs/glossaire.md");

/// The words to avoid: in the second column of the table, each between guillemets.
fn avoided() -> Vec<String> {
    let rows = GLOSSARY.lines().filter(|line| line.starts_with("| "));
    let cells = rows.skip(1).filter_map(|row| row.split('|').nth(2));
    let words = cells.flat_map(|cell| cell.split('«').skip(1));
    words
        .filter_map(|word| word.split('»').next())
        .map(|word| word.trim_matches([' ', '\u{a0}']).to_lowercase())
        .collect()
}

/// The words of a document that a reader sees, in lower case.
fn text(html: &str) -> String {
    let parts = html
        .split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let text: String = parts.collect::<Vec<_>>().join(" ");
    text.replace('\u{a0}', " ").to_lowercase()
}

/// Whether the text holds the word, and not only a longer one.
fn holds(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let first = word.chars().next();
        (!is_letter(first) || !is_letter(before)) && !is_letter(after)
    })
}

#[test]
fn a_word_is_found_whole() {
    assert!(holds("un e-mail.", "e-mail"));
    assert!(!holds("les e-mails", "e-mail"));
    assert!(holds("agent·e", "·e"));
    assert!(!holds("agent·es", "·e"));
}

#[tokio::test]
async fn no_page_and_no_refusal_uses_a_word_that_the_glossary_avoids() {
    let strong = Agent {
        has_second_factor: true,
        ..agent()
    };
    let mut texts: Vec<(String, String)> = Vec::new();
    for path in paths() {
        for user in [None, Some(agent()), Some(strong.clone())] {
            texts.push((path.to_owned(), text(&page(path, user).await.html)));
        }
    }
    for refusal in Refusal::all() {
        let page = explain(refusal);
        let words = [
            page.title,
            page.what_happened,
            page.what_to_do,
            page.contact,
        ]
        .join(" ");
        texts.push((refusal.to_string(), text(&words)));
    }
    for status in [400, 401, 403, 404, 405, 413, 500, 503] {
        let status = StatusCode::from_u16(status).unwrap();
        let html = answer("/x", move || error_document(options(), status))
            .await
            .html;
        texts.push((status.to_string(), text(&html)));
    }
    let avoided = avoided();
    assert!(avoided.len() > 20, "{avoided:?}");
    let mut found = Vec::new();
    for (place, text) in texts {
        found.extend(
            avoided
                .iter()
                .filter(|word| holds(&text, word))
                .map(|word| format!("{place}: {word}")),
        );
    }
    found.dedup();
    assert!(found.is_empty(), "{found:#?}");
}
