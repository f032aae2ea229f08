//! Every case, folded unless it is a fault, and links that show only some of them.

use maud::{Markup, html};

use super::badge;
use crate::audit::outcome::{Outcome, Trial};
use crate::audit::report::tally::families;
use crate::audit::report::{Report, words};
use crate::audit::text::Text;

/// The id of the target and the class of the cases that it shows.
const FILTERS: [(&str, Text); 5] = [
    ("fault", words::FAULTS),
    ("unclean", words::COLUMNS[6]),
    ("not-run", words::COLUMNS[8]),
    ("not-told", words::COLUMNS[7]),
    ("as-expected", words::COLUMNS[1]),
];

pub fn section(report: &Report) -> Markup {
    let of = |text: Text| text.of(report.language);
    html! {
        section {
            // The targets of the filters precede the cases: the style sheet shows the cases by the target.
            @for (class, _) in FILTERS { span id={ "only-" (class) } {} }
            h2 id="cases" { (of(words::CASES)) }
            (filters(report))
            @for (family, trials) in families(&report.trials) {
                section.family {
                    h3 id={ "family-" (family) } { (of(family.title())) }
                    @for trial in trials { (case(report, trial)) }
                }
            }
        }
    }
}

fn filters(report: &Report) -> Markup {
    let of = |text: Text| text.of(report.language);
    let count = |name: &str| {
        let trials = report.trials.iter();
        trials
            .filter(|trial| trial.outcome.to_string() == name)
            .count()
    };
    html! {
        nav aria-label=(of(words::SHOW)) {
            ul {
                li { a href="#cases" { (of(words::ALL_CASES)) " (" (report.trials.len()) ")" } }
                @for (name, text) in FILTERS {
                    @let count = count(name);
                    @if count > 0 {
                        li { a href={ "#only-" (name) } { (of(text)) " (" (count) ")" } }
                    }
                }
            }
        }
    }
}

fn case(report: &Report, trial: &Trial) -> Markup {
    let of = |text: Text| text.of(report.language);
    let id = format!("case-{}", trial.case.id);
    let class = trial.outcome.to_string();
    html! {
        details id=(id) class=(class) open[matches!(trial.outcome, Outcome::Fault(_))] {
            summary { (badge(report, trial)) " " code { (trial.case.id) } }
            dl {
                @for (label, value) in report.explanation(trial) {
                    dt { (of(label)) }
                    // The reason of the browser is in English.
                    @if matches!(trial.outcome, Outcome::NotRun(_)) && label == words::HAPPENED {
                        dd lang="en" { (value) }
                    } @else {
                        dd { (value) }
                    }
                }
            }
        }
    }
}

/// The class that colours a badge: the severity of a fault, or the verdict.
pub fn class(trial: &Trial) -> String {
    match &trial.outcome {
        Outcome::Fault(_) => trial.case.severity.to_string(),
        outcome => outcome.to_string(),
    }
}
