//! The report in JSON, for programs. docs/report.md documents its members.

use serde::Serialize;

use super::tally::{Tally, families};
use super::{Header, Report};
use crate::audit::outcome::Trial;
use crate::audit::service::Recognition;
use crate::audit::text::Language;

/// Changes when a member is removed or has another meaning; not when one is added.
const SCHEMA: u32 = 1;

pub fn render(report: &Report) -> String {
    let json = serde_json::to_string_pretty(&Document::of(report)).unwrap_or_default();
    json + "\n"
}

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    mock_proconnect: &'static str,
    language: &'static str,
    service: Service<'a>,
    begun_at: String,
    duration_ms: u128,
    verdict: String,
    exit_code: u8,
    counts: Counts,
    families: Vec<Family>,
    cases: Vec<Case<'a>>,
    baseline: Option<Baseline>,
}

#[derive(Serialize)]
struct Service<'a> {
    start: &'a str,
    signed_in: String,
    highest_memory_bytes: Option<u64>,
}

#[derive(Serialize)]
struct Counts {
    cases: usize,
    as_expected: usize,
    critical: usize,
    high: usize,
    medium: usize,
    low: usize,
    unclean: usize,
    not_told: usize,
    not_run: usize,
}

#[derive(Serialize)]
struct Family {
    family: String,
    counts: Counts,
}

#[derive(Serialize)]
struct Case<'a> {
    id: &'a str,
    family: String,
    severity: String,
    outcome: String,
    is_known: bool,
    happened: Vec<Event>,
    told: &'static str,
    expected: &'static str,
    why: &'static str,
    source: &'static str,
    mend: &'static str,
    duration_ms: u128,
}

#[derive(Serialize)]
struct Event {
    kind: String,
    text: String,
}

#[derive(Serialize)]
struct Baseline {
    path: String,
    is_new: bool,
    mended: Vec<String>,
    strangers: Vec<String>,
}

impl<'a> Document<'a> {
    fn of(report: &'a Report) -> Self {
        let header = &report.header;
        let verdict = report.verdict();
        let families = families(&report.trials).into_iter();
        Self {
            schema: SCHEMA,
            mock_proconnect: Header::VERSION,
            language: match report.language {
                Language::Fr => "fr",
                Language::En => "en",
            },
            service: Service {
                start: &header.start,
                signed_in: flag(&header.recognition),
                highest_memory_bytes: header.memory,
            },
            begun_at: header.timestamp(),
            duration_ms: header.duration.as_millis(),
            verdict: verdict.to_string(),
            exit_code: verdict.exit_code(),
            counts: Tally::of(&report.trials).into(),
            families: families
                .map(|(family, trials)| Family {
                    family: family.to_string(),
                    counts: Tally::of(trials).into(),
                })
                .collect(),
            cases: report
                .trials
                .iter()
                .map(|trial| Case::of(report, trial))
                .collect(),
            baseline: report.baseline.as_ref().map(|baseline| Baseline {
                path: baseline.path.display().to_string(),
                is_new: baseline.is_new,
                mended: baseline.mended(&report.trials),
                strangers: baseline.strangers(&report.trials),
            }),
        }
    }
}

impl<'a> Case<'a> {
    fn of(report: &Report, trial: &'a Trial) -> Self {
        let case = &trial.case;
        let language = report.language;
        let events = trial.outcome.events(language).into_iter();
        Self {
            id: &case.id,
            family: case.family.to_string(),
            severity: case.severity.to_string(),
            outcome: trial.outcome.to_string(),
            is_known: report.is_known(trial),
            happened: events
                .map(|event| Event {
                    kind: event.kind,
                    text: event.text,
                })
                .collect(),
            told: case.told.of(language),
            expected: case.expectation().of(language),
            why: case.lesson.why.of(language),
            source: case.lesson.source,
            mend: case.lesson.mend.of(language),
            duration_ms: trial.duration.as_millis(),
        }
    }
}

impl From<Tally> for Counts {
    fn from(tally: Tally) -> Self {
        let [critical, high, medium, low] = tally.faults;
        Self {
            cases: tally.cases,
            as_expected: tally.as_expected,
            critical,
            high,
            medium,
            low,
            unclean: tally.unclean,
            not_told: tally.not_told,
            not_run: tally.not_run,
        }
    }
}

/// The sign as `--signed-in` has it.
fn flag(recognition: &Recognition) -> String {
    match recognition {
        Recognition::Text(text) => format!("text:{text}"),
        Recognition::Status(status) => format!("status:{status}"),
        Recognition::Path(path) => format!("url:{path}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use serde_json::{Value, json};

    fn parsed(report: &Report) -> Value {
        serde_json::from_str(&render(report)).unwrap()
    }

    #[test]
    fn it_has_the_run_and_its_counts() {
        let json = parsed(&sample::report());
        assert_eq!(json["schema"], 1);
        assert_eq!(json["begun_at"], "2026-11-27T19:18:35Z");
        assert_eq!(json["duration_ms"], 62_000);
        assert_eq!(json["service"]["signed_in"], "text:<Déconnexion>");
        assert_eq!(json["verdict"], "new-findings");
        assert_eq!(json["exit_code"], 1);
        let counts = json!({
            "cases": 7, "as_expected": 1, "critical": 1, "high": 1, "medium": 0, "low": 1,
            "unclean": 1, "not_told": 1, "not_run": 1,
        });
        assert_eq!(json["counts"], counts);
        assert_eq!(json["families"][0]["family"], "token");
        assert_eq!(json["baseline"], Value::Null);
    }

    #[test]
    fn it_has_every_case_in_the_order_of_the_run() {
        let report = sample::with_baseline("sample-forged\nsample-refused\nno-such-case");
        let json = parsed(&report);
        let case = |number: usize| &json["cases"][number];
        assert_eq!(case(1)["outcome"], "as-expected");
        assert_eq!(case(1)["happened"], json!([]));
        assert_eq!(case(2)["id"], "sample-forged");
        assert_eq!(case(2)["is_known"], true);
        let happened = json!([{ "kind": "signed-in", "text": "une personne est connectée" }]);
        assert_eq!(case(2)["happened"], happened);
        assert_eq!(case(3)["happened"][1]["kind"], "internals");
        assert_eq!(case(6)["happened"][0]["text"], sample::HOSTILE);
        assert_eq!(json["baseline"]["mended"], json!(["sample-refused"]));
        assert_eq!(json["baseline"]["strangers"], json!(["no-such-case"]));
    }

    #[test]
    fn every_member_is_documented() {
        const PAGE: &str = include_str!("../../../docs/report.md");
        fn members(json: &Value, names: &mut Vec<String>) {
            match json {
                Value::Object(object) => {
                    names.extend(object.keys().cloned());
                    object.values().for_each(|value| members(value, names));
                }
                Value::Array(array) => array.iter().for_each(|value| members(value, names)),
                _ => {}
            }
        }
        let mut names = Vec::new();
        members(&parsed(&sample::with_baseline("")), &mut names);
        for name in names {
            assert!(PAGE.contains(&format!("`{name}`")), "{name}");
        }
    }
}
