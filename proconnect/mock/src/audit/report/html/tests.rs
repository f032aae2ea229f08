use scraper::{ElementRef, Html, Selector};

use super::*;
use crate::audit::report::sample;

fn page(report: &Report) -> Html {
    Html::parse_document(&render(report))
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect()
}

#[test]
fn it_loads_nothing_and_its_policy_permits_the_style_alone() {
    let page = page(&sample::report());
    assert!(all(&page, "script, img, iframe, link[rel=stylesheet], [style]").is_empty());
    let style = text(all(&page, "style")[0]);
    let hash = BASE64_STANDARD.encode(Sha256::digest(&style));
    let policy = all(&page, "meta[http-equiv]")[0].attr("content").unwrap();
    let expected = format!("default-src 'none'; style-src 'sha256-{hash}'; ");
    assert!(policy.starts_with(&expected), "{policy}");
    assert!(!style.contains("url("));
}

#[test]
fn no_text_of_the_service_is_markup() {
    let page = page(&sample::report());
    assert!(all(&page, "b").is_empty());
    let reason = all(&page, "#case-sample-impossible dd[lang=en]")[0];
    // HTML has no such characters either: the parser keeps them, and they show nothing.
    assert_eq!(text(reason), sample::HOSTILE);
}

#[test]
fn every_case_is_folded_but_the_faults() {
    let page = page(&sample::report());
    let ids = |selector: &str| -> Vec<String> {
        let ids = all(&page, selector).into_iter();
        ids.map(|case| case.attr("id").unwrap().replace("case-", ""))
            .collect()
    };
    assert_eq!(ids("details[id]").len(), sample::trials().len());
    let mut open = ids("details[open]");
    open.sort();
    let mut faults = sample::FAULTS;
    faults.sort_unstable();
    assert_eq!(open, faults);
    let case = text(all(&page, "#case-sample-forged")[0]);
    for expected in [
        "critique",
        "personne n’a de session",
        "une personne est connectée",
        "RFC 8725",
    ] {
        assert!(case.contains(expected), "{expected}: {case}");
    }
}

#[test]
fn every_link_has_its_target() {
    let page = page(&sample::report());
    let links = all(&page, "a");
    assert!(links.len() > sample::trials().len());
    for link in links {
        let target = link.attr("href").unwrap();
        assert_eq!(all(&page, target).len(), 1, "{target}");
    }
}

#[test]
fn a_reader_of_the_screen_finds_the_language_the_headings_and_the_table() {
    for (language, code, heads) in [
        (Language::Fr, "fr", "Famille"),
        (Language::En, "en", "Family"),
    ] {
        let report = Report {
            language,
            ..sample::report()
        };
        let page = page(&report);
        assert_eq!(all(&page, "html")[0].attr("lang"), Some(code));
        assert_eq!(all(&page, "h1").len(), 1);
        assert_eq!(all(&page, "table caption").len(), 1);
        assert_eq!(text(all(&page, "thead th[scope=col]")[0]), heads);
        assert_eq!(
            all(&page, "tbody tr").len(),
            all(&page, "tbody th[scope=row]").len()
        );
        assert_eq!(all(&page, "nav[aria-label] a").len(), 6);
    }
}
