//! The report in Markdown, as forges render it.

use std::fmt::Write;

use super::plain::plain;
use super::tally::{Tally, families};
use super::{Report, words};
use crate::audit::text::Text;

pub fn render(report: &Report) -> String {
    let of = |text: Text| text.of(report.language);
    let colon = words::colon(report.language);
    let mut out = format!("# {}\n\n", of(words::TITLE));
    for (label, value) in report.summary() {
        let _ = writeln!(out, "- **{label}**{colon}{}", escape(&value));
    }
    families_table(report, &mut out);
    let _ = writeln!(out, "\n## {}", of(words::FINDINGS));
    let (faults, unclean) = (report.faults(), report.unclean());
    if faults.is_empty() && unclean.is_empty() {
        let _ = writeln!(out, "\n{}", of(words::NO_FINDING));
    }
    for trial in faults {
        let _ = writeln!(
            out,
            "\n### {} ({})\n",
            escape(&trial.case.id),
            report.label(trial)
        );
        for (label, value) in report.explanation(trial) {
            let _ = writeln!(out, "- **{}**{colon}{}", of(label), escape(&value));
        }
    }
    for (happened, trials) in unclean {
        let _ = writeln!(
            out,
            "\n### {}{colon}{}\n",
            of(words::COLUMNS[6]),
            escape(&happened)
        );
        for trial in trials {
            let _ = writeln!(out, "- {}", escape(&report.name(trial)));
        }
    }
    let about_the_baseline = report.about_the_baseline();
    if !about_the_baseline.is_empty() {
        let _ = writeln!(out, "\n## {}\n", of(words::BASELINE));
    }
    for line in about_the_baseline {
        let _ = writeln!(out, "- {}", escape(&line));
    }
    cases_table(report, &mut out);
    out
}

fn families_table(report: &Report, out: &mut String) {
    let of = |text: Text| text.of(report.language);
    let _ = writeln!(out, "\n## {}\n", of(words::BY_FAMILY));
    let heads = words::COLUMNS.map(of).join(" | ");
    let _ = writeln!(out, "| {} | {heads} |", of(words::FAMILY));
    let _ = writeln!(out, "|---|{}", "--:|".repeat(words::COLUMNS.len()));
    let all = Tally::of(&report.trials);
    let rows = families(&report.trials)
        .into_iter()
        .map(|(family, trials)| (of(family.title()).to_owned(), Tally::of(trials)))
        .chain([(format!("**{}**", of(words::ALL)), all)]);
    for (title, tally) in rows {
        let cells = tally.cells().map(|count| count.to_string()).join(" | ");
        let _ = writeln!(out, "| {title} | {cells} |");
    }
    if all.not_told > 0 {
        let _ = writeln!(out, "\n{}", escape(of(words::NOT_TOLD)));
    }
}

fn cases_table(report: &Report, out: &mut String) {
    let of = |text: Text| text.of(report.language);
    let _ = writeln!(out, "\n## {}\n", of(words::CASES));
    let heads = [words::CASE, words::TOLD, words::EXPECTED, words::HAPPENED].map(of);
    let _ = writeln!(out, "| {} |", heads.join(" | "));
    let _ = writeln!(out, "|---|---|---|---|");
    for trial in &report.trials {
        let case = &trial.case;
        let cells = [
            escape(&case.id),
            escape(case.told.of(report.language)),
            case.expectation().of(report.language).to_owned(),
            escape(&report.happened(trial)),
        ];
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}

/// `text` as text: neither markup nor HTML, and on one line.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in plain(text).chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '|' | '&' | '~'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn texts_are_neither_markup_nor_html() {
        assert_eq!(
            escape("<b>&amp; *c*\n[d](e)|\\"),
            r"\<b\>\&amp; \*c\* \[d\](e)\|\\"
        );
        let text = render(&sample::report());
        let row = text
            .lines()
            .find(|line| line.starts_with("| sample-impossible"));
        assert_eq!(row.unwrap().matches(" | ").count(), 3);
        assert!(!text.replace("\\<", "").contains('<'));
    }

    #[test]
    fn it_has_the_summary_the_families_the_findings_and_all_cases() {
        let report = sample::with_baseline("sample-forged");
        let text = render(&report);
        for expected in [
            "# Audit d’un service par mock-proconnect\n",
            "- **Durée**\u{a0}: 1\u{a0}min 2\u{a0}s\n",
            "| ID token | 2 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 |\n",
            "| **Toutes** | 7 | 1 | 1 | 1 | 0 | 1 | 1 | 1 | 1 |\n",
            "### sample-forged (critique, connu)\n",
            "- **Source**\u{a0}: OpenID Connect Core 1.0, 3.1.3.7",
            "### À revoir\u{a0}: erreur du serveur\u{a0}: HTTP 500, une page montre un jeton\n\n- sample-crash\n",
        ] {
            assert!(text.contains(expected), "{expected}: {text}");
        }
        for trial in &report.trials {
            assert!(text.contains(&format!("\n| {} | ", trial.case.id)));
        }
    }
}
