//! The document of a page, of a limited depth.

use html5ever::driver::{ParseOpts, Parser, parse_document};
use html5ever::tendril::TendrilSink;
use scraper::{Html, HtmlTreeSink};

/// In elements, as in Chromium.
const DEEPEST: usize = 512;

/// Tags between two looks at the depth.
const TAGS: usize = 128;

/// The document of `html`. A document of more than 512 elements inside each other is taken as an empty one: the
/// time of the parser grows as the square of the depth, and 50 KB of nested elements would stop the audit.
pub fn parse(html: &str) -> Html {
    let sink = HtmlTreeSink::new(Html::new_document());
    let mut parser = parse_document(sink, ParseOpts::default());
    let mut seen = 0;
    // The depth of the tree is exact, where a count of the tags in the text is not: HTML closes many elements
    // without a tag, and ignores many tags.
    for (place, piece) in html.split_inclusive('>').enumerate() {
        parser.process(piece.into());
        if place % TAGS == 0 && is_too_deep(&parser, &mut seen) {
            return Html::parse_document("");
        }
    }
    if is_too_deep(&parser, &mut seen) {
        return Html::parse_document("");
    }
    parser.finish()
}

/// Whether a node after the first `seen` ones is too deep.
fn is_too_deep(parser: &Parser<HtmlTreeSink>, seen: &mut usize) -> bool {
    let document = parser.tokenizer.sink.sink.0.borrow();
    let nodes = document.tree.nodes();
    let new = nodes.len() - std::mem::replace(seen, nodes.len());
    nodes
        .rev()
        .take(new)
        .any(|node| node.value().is_element() && node.ancestors().count() > DEEPEST)
}

#[cfg(test)]
mod tests {
    use crate::audit::browser::Page;
    use std::time::{Duration, Instant};

    /// The number of links, forms and buttons.
    fn elements(body: String) -> usize {
        let url = "http://localhost/home".parse().unwrap();
        let page = Page {
            url,
            status: 200,
            body,
        };
        let begun = Instant::now();
        let elements = page.elements().len();
        assert!(begun.elapsed() < Duration::from_secs(1));
        elements
    }

    #[test]
    fn a_page_that_is_too_deep_is_taken_as_an_empty_one() {
        assert_eq!(elements("<div>".repeat(10_000) + "<a href=/>"), 0);
        assert_eq!(elements("<div role=button>".repeat(3_000)), 0);
        let misnested = "<div><table><td></div></table><b></x><p></b><!-- </div></div> -->";
        assert_eq!(elements(misnested.repeat(3_000) + "<a href=/>"), 0);
    }

    #[test]
    fn a_long_page_is_not_deep() {
        assert_eq!(
            elements("<a href=/>Suite</a><li><p>Un".repeat(3_000)),
            3_000
        );
        let icons = "<svg><path d='M0 0'/><g/></svg><img><br><a href=/></a>";
        assert_eq!(elements(icons.repeat(2_000)), 2_000);
        assert_eq!(elements("<div>".repeat(500) + "<a href=/>"), 1);
    }
}
