//! The report in JUnit XML, as the forges' CI reads it: a suite per family. A new finding is a failure, a known
//! one is skipped, and a case that was not run is an error.

use std::fmt::Write;
use std::time::Duration;

use super::tally::families;
use super::{Report, words};
use crate::audit::case::Family;
use crate::audit::outcome::{Outcome, Trial};

pub fn render(report: &Report) -> String {
    let all: Vec<&Trial> = report.trials.iter().collect();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        "<testsuites name=\"mock-proconnect audit\"{}>",
        attributes(report, &all)
    );
    for (family, trials) in families(&report.trials) {
        suite(report, family, &trials, &mut out);
    }
    out.push_str("</testsuites>\n");
    out
}

fn suite(report: &Report, family: Family, trials: &[&Trial], out: &mut String) {
    let numbers = attributes(report, trials);
    let _ = writeln!(
        out,
        "  <testsuite name=\"{family}\"{numbers}>\n    <properties>"
    );
    for (label, value) in report.summary() {
        let (label, value) = (escape(label), escape(&value));
        let _ = writeln!(out, "      <property name=\"{label}\" value=\"{value}\"/>");
    }
    out.push_str("    </properties>\n");
    for trial in trials {
        let _ = writeln!(
            out,
            "    <testcase classname=\"audit.{family}\" name=\"{}\" time=\"{}\">",
            escape(&trial.case.id),
            seconds(trial.duration)
        );
        if let Some(element) = Element::of(report, trial) {
            let message = escape(&report.happened(trial));
            let kind = escape(&report.label(trial));
            let text = escape(&text(report, trial));
            let element = element.name();
            let _ = writeln!(
                out,
                "      <{element} message=\"{message}\" type=\"{kind}\">{text}</{element}>"
            );
        }
        out.push_str("    </testcase>\n");
    }
    out.push_str("  </testsuite>\n");
}

/// The element of a test that did not pass.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Element {
    Failure,
    Error,
    Skipped,
}

impl Element {
    fn of(report: &Report, trial: &Trial) -> Option<Self> {
        match trial.outcome {
            Outcome::AsExpected => None,
            Outcome::NotTold(_) => Some(Self::Skipped),
            Outcome::NotRun(_) => Some(Self::Error),
            _ if report.is_known(trial) => Some(Self::Skipped),
            _ => Some(Self::Failure),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Failure => "failure",
            Self::Error => "error",
            Self::Skipped => "skipped",
        }
    }
}

fn attributes(report: &Report, trials: &[&Trial]) -> String {
    let count = |element: Element| {
        let has = |trial: &&&Trial| Element::of(report, trial) == Some(element);
        trials.iter().filter(has).count()
    };
    format!(
        " tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{}\" timestamp=\"{}\"",
        trials.len(),
        count(Element::Failure),
        count(Element::Error),
        count(Element::Skipped),
        seconds(trials.iter().map(|trial| trial.duration).sum()),
        report.header.timestamp()
    )
}

fn text(report: &Report, trial: &Trial) -> String {
    let colon = words::colon(report.language);
    let line = |(label, value): (crate::audit::text::Text, String)| {
        format!("{}{colon}{value}", label.of(report.language))
    };
    let lines: Vec<String> = report.explanation(trial).into_iter().map(line).collect();
    lines.join("\n")
}

fn seconds(duration: Duration) -> String {
    format!("{:.3}", duration.as_secs_f64())
}

/// `text` for an element or an attribute: XML 1.0, sections 2.2 (the characters that it cannot have), 2.4, 3.3.3.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            '\0'..' ' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use scraper::{Html, Selector};

    /// The attribute of the elements that `selector` selects, unescaped.
    fn values(xml: &str, selector: &str, attribute: &str) -> Vec<String> {
        let document = Html::parse_document(xml);
        let selector = Selector::parse(selector).unwrap();
        let values = document.select(&selector);
        values
            .filter_map(|element| element.attr(attribute).map(str::to_owned))
            .collect()
    }

    /// Every tag is closed in its order, and no `<` or `&` is left in a text: XML 1.0, section 2.1.
    fn assert_well_formed(xml: &str) {
        let mut open: Vec<&str> = Vec::new();
        let (_, elements) = xml.split_once("?>").unwrap();
        for part in elements.split('<').skip(1) {
            let (tag, text) = part.split_once('>').unwrap();
            let name = tag.split([' ', '/']).next().unwrap();
            match tag.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name), "{part}"),
                None if tag.ends_with('/') => {}
                None => open.push(name),
            }
            assert!(
                tag.matches('"').count() % 2 == 0 && !text.contains('"'),
                "{part}"
            );
            for entity in part.split('&').skip(1) {
                let (name, _) = entity.split_once(';').unwrap();
                let known = ["amp", "lt", "gt", "quot", "#10", "#9", "#13"];
                assert!(known.contains(&name), "{part}");
            }
        }
        assert!(open.is_empty());
        assert!(!xml.contains(|c: char| c < ' ' && c != '\n' || c == '\u{fffe}'));
    }

    #[test]
    fn it_is_well_formed_whatever_the_service_answers() {
        let xml = render(&sample::report());
        assert_well_formed(&xml);
        let messages = values(&xml, "testcase[name=sample-impossible] error", "message");
        let expected = sample::HOSTILE.replace(['\x1b', '\u{fffe}'], "\u{fffd}");
        assert_eq!(messages, [expected]);
    }

    #[test]
    fn a_suite_per_family_counts_its_cases() {
        let xml = render(&sample::report());
        let names = values(&xml, "testsuite", "name");
        let expected = [
            "token",
            "id-token",
            "agents",
            "browser",
            "logout",
            "discovery",
        ];
        assert_eq!(names, expected);
        for (attribute, count) in [
            ("tests", "7"),
            ("failures", "4"),
            ("errors", "1"),
            ("skipped", "1"),
        ] {
            assert_eq!(
                values(&xml, "testsuites", attribute),
                [count],
                "{attribute}"
            );
        }
        assert_eq!(values(&xml, "testsuite[name=id-token]", "failures"), ["1"]);
        assert_eq!(values(&xml, "testsuite[name=id-token]", "time"), ["0.500"]);
        assert_eq!(
            values(&xml, "testsuites", "timestamp"),
            ["2026-11-27T19:18:35Z"]
        );
    }

    #[test]
    fn a_known_finding_is_skipped_and_a_new_one_fails() {
        let xml = render(&sample::with_baseline("sample-forged"));
        let kind = |element: &str| {
            values(
                &xml,
                &format!("testcase[name=sample-forged] {element}"),
                "type",
            )
        };
        assert_eq!(kind("failure"), Vec::<String>::new());
        assert_eq!(kind("skipped"), ["critique, connu"]);
        assert_eq!(values(&xml, "testsuites", "failures"), ["3"]);
        let csrf = values(&xml, "testcase[name=sample-csrf] failure", "message");
        assert_eq!(csrf, ["la victime est connectée au compte de l’attaquant"]);
    }
}
