//! The sign by which one sees that somebody is signed in.

use std::str::FromStr;

use crate::audit::browser::{self, Page};

/// In characters: longer texts are scripts, styles and paragraphs.
const LONGEST: usize = 80;

/// A property of the checked page that it has only when somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognition {
    /// The page contains this text.
    Text(String),
    Status(u16),
    /// The path of the address at which the browser arrives.
    Path(String),
}

impl Recognition {
    pub fn is_seen_on(&self, page: &Page) -> bool {
        match self {
            Self::Text(text) => page.body.contains(text) || is_read_on(page, text),
            Self::Status(status) => page.status == *status,
            Self::Path(path) => page.url.path() == path,
        }
    }

    /// A sign that tells `signed_in` from `signed_out`, two views of the checked page. The address and the
    /// status come first: unlike a name, no lie changes them.
    pub fn between(signed_out: &Page, signed_in: &Page, candidates: &[String]) -> Option<Self> {
        if signed_in.url.origin() != signed_out.url.origin()
            || signed_in.url.path() != signed_out.url.path()
        {
            return Some(Self::Path(signed_in.url.path().to_owned()));
        }
        if signed_in.status != signed_out.status {
            return Some(Self::Status(signed_in.status));
        }
        let is_new =
            |text: &&String| signed_in.body.contains(*text) && !signed_out.body.contains(*text);
        candidates.iter().find(is_new).cloned().map(Self::Text)
    }
}

/// Whether a person reads `text` on `page`, where its markup is escaped.
fn is_read_on(page: &Page, text: &str) -> bool {
    let document = browser::parse(&page.body);
    document.root_element().text().any(|it| it.contains(text))
}

/// The texts that the pages of two agents share, in the order of the page: a heading, a label, a button. A text
/// with a digit may be a date.
pub fn shared_texts(one: &Page, other: &Page) -> Vec<String> {
    let document = browser::parse(&one.body);
    let texts = document.root_element().text().map(str::trim);
    let is_sign = |text: &&str| {
        text.chars().filter(|c| c.is_alphabetic()).count() > 3
            && text.chars().count() <= LONGEST
            && !text.contains(|c: char| c.is_ascii_digit())
            && other.body.contains(*text)
    };
    texts.filter(is_sign).map(str::to_owned).collect()
}

impl FromStr for Recognition {
    type Err = String;

    fn from_str(sign: &str) -> Result<Self, Self::Err> {
        let sign = sign.split_once(':').and_then(|(kind, value)| match kind {
            "text" => Some(Self::Text(value.to_owned())),
            "status" => value.parse().ok().map(Self::Status),
            "url" => Some(Self::Path(value.to_owned())),
            _ => None,
        });
        sign.ok_or_else(|| "expected text:…, status:200 or url:/path".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(body: &str) -> Page {
        Page {
            url: "http://localhost/".parse().unwrap(),
            status: 200,
            body: body.to_owned(),
        }
    }

    #[test]
    fn a_heading_that_all_agents_see_is_a_sign_and_what_differs_or_may_change_is_none() {
        let of = |name: &str| {
            let body = format!(
                "<h1>Démarches</h1><h2>Vos dossiers</h2><p>Le 27 novembre</p><b>{name}</b><a>OK</a>"
            );
            page(&body)
        };
        let (one, other) = (of("Angela DUBOIS"), of("Jean MARTIN"));
        let texts = shared_texts(&one, &other);
        assert_eq!(texts, ["Démarches", "Vos dossiers"]);
        let visitor = page("<h1>Démarches</h1>");
        let sign = Recognition::between(&visitor, &one, &texts);
        assert_eq!(sign, Some(Recognition::Text("Vos dossiers".into())));
    }

    #[test]
    fn a_name_is_read_where_its_markup_is_escaped() {
        let sign = Recognition::Text("<b>O’Neil</b> & fils".into());
        assert!(sign.is_seen_on(&page("<p>&lt;b&gt;O&rsquo;Neil&lt;/b&gt; &amp; fils</p>")));
        assert!(!sign.is_seen_on(&page("<p>fils</p>")));
    }
}
