//! The report as one page: nothing to load, no script, and a policy that permits neither.

mod cases;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::tally::{Tally, families};
use super::{Report, words};
use crate::audit::outcome::Trial;
use crate::audit::text::{Language, Text};

const STYLE: &str = include_str!("../../assets/audit-report.css");

pub fn render(report: &Report) -> String {
    let of = |text: Text| text.of(report.language);
    let language = match report.language {
        Language::Fr => "fr",
        Language::En => "en",
    };
    let page = html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(content_security_policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (of(words::TITLE)) " - " (report.header.start) }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                header { h1 { (of(words::TITLE)) } }
                main {
                    (summary(report))
                    (families_table(report))
                    (findings(report))
                    (baseline(report))
                    (cases::section(report))
                }
            }
        }
    };
    page.into_string()
}

fn content_security_policy() -> String {
    let hash = BASE64_STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
}

fn summary(report: &Report) -> Markup {
    html! {
        dl.summary {
            @for (label, value) in report.summary() {
                div { dt { (label) } dd { (value) } }
            }
        }
    }
}

fn families_table(report: &Report) -> Markup {
    let of = |text: Text| text.of(report.language);
    let all = Tally::of(&report.trials);
    html! {
        // A narrow window scrolls the table, with the keyboard too.
        div.scroll tabindex="0" role="region" aria-labelledby="by-family" {
            table {
                caption id="by-family" { (of(words::BY_FAMILY)) }
                thead {
                    tr {
                        th scope="col" { (of(words::FAMILY)) }
                        @for head in words::COLUMNS { th scope="col" { (of(head)) } }
                    }
                }
                tbody {
                    @for (family, trials) in families(&report.trials) {
                        tr {
                            th scope="row" {
                                a href={ "#family-" (family) } { (of(family.title())) }
                            }
                            @for count in Tally::of(trials).cells() { td { (count) } }
                        }
                    }
                }
                tfoot {
                    tr {
                        th scope="row" { (of(words::ALL)) }
                        @for count in all.cells() { td { (count) } }
                    }
                }
            }
        }
        @if all.not_told > 0 { p.note { (of(words::NOT_TOLD)) } }
    }
}

/// Links to the findings, the worst first.
fn findings(report: &Report) -> Markup {
    let of = |text: Text| text.of(report.language);
    let (faults, unclean) = (report.faults(), report.unclean());
    html! {
        h2 { (of(words::FINDINGS)) }
        @if faults.is_empty() && unclean.is_empty() { p { (of(words::NO_FINDING)) } }
        ul.findings {
            @for trial in faults {
                li {
                    (badge(report, trial)) " " (link(trial))
                    p { (report.happened(trial)) }
                }
            }
        }
        @for (happened, trials) in unclean {
            details {
                summary {
                    span.badge.unclean { (of(words::COLUMNS[6])) } " "
                    (happened) " (" (trials.len()) ")"
                }
                ul.names { @for trial in trials { li { (link(trial)) } } }
            }
        }
    }
}

fn link(trial: &Trial) -> Markup {
    html! { a href={ "#case-" (trial.case.id) } { (trial.case.id) } }
}

fn badge(report: &Report, trial: &Trial) -> Markup {
    html! { span.badge.(cases::class(trial)) { (report.label(trial)) } }
}

fn baseline(report: &Report) -> Markup {
    let lines = report.about_the_baseline();
    html! {
        @if !lines.is_empty() {
            h2 { (words::BASELINE.of(report.language)) }
            ul { @for line in lines { li { (line) } } }
        }
    }
}

#[cfg(test)]
mod tests;
