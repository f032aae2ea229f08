//! The report on the standard output.

use std::fmt::Write;

use super::plain::{Paint, plain, wrap};
use super::tally::{Tally, families};
use super::{Report, words};
use crate::audit::outcome::{Outcome, Trial};
use crate::audit::text::Text;

/// Longest line of text, in characters.
const WIDTH: usize = 100;

/// Where the texts of a finding begin.
const INDENT: usize = 20;

pub fn render(report: &Report, paint: Paint) -> String {
    let printer = Printer { report, paint };
    let mut text = String::from("\n");
    printer.table(&mut text);
    printer.findings(&mut text);
    printer.not_run(&mut text);
    printer.baseline(&mut text);
    printer.summary(&mut text);
    text
}

struct Printer<'a> {
    report: &'a Report,
    paint: Paint,
}

impl Printer<'_> {
    fn of(&self, text: Text) -> &'static str {
        text.of(self.report.language)
    }

    fn title(&self, title: Text, out: &mut String) {
        let _ = writeln!(out, "\n{}", self.paint.bold(self.of(title)));
    }

    /// A row per family. A long head stands above its column on lines of its own.
    fn table(&self, out: &mut String) {
        let heads = words::COLUMNS.map(|head| wrap(self.of(head), 1));
        let width = |head: &Vec<String>| head.iter().map(|word| word.chars().count()).max();
        let widths = heads.each_ref().map(|head| width(head).unwrap_or(0).max(3));
        let height = heads.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..height {
            let first = if line + 1 == height {
                self.of(words::FAMILY)
            } else {
                ""
            };
            let mut row = format!("{first:<22}");
            for (head, width) in heads.iter().zip(widths) {
                let word = (line + head.len())
                    .checked_sub(height)
                    .and_then(|at| head.get(at));
                let _ = write!(row, "  {:>width$}", word.map_or("", String::as_str));
            }
            let _ = writeln!(out, "{}", self.paint.bold(row.trim_end()));
        }
        for (family, trials) in families(&self.report.trials) {
            let title = self.of(family.title());
            let _ = writeln!(out, "{}", row(title, Tally::of(trials), widths));
        }
        let all = Tally::of(&self.report.trials);
        let total = row(self.of(words::ALL), all, widths);
        let _ = writeln!(out, "{}", self.paint.bold(&total));
        if all.not_told > 0 {
            let note = wrap(self.of(words::NOT_TOLD), WIDTH);
            let _ = writeln!(out, "\n{}", note.join("\n"));
        }
    }

    fn findings(&self, out: &mut String) {
        self.title(words::FINDINGS, out);
        let (faults, unclean) = (self.report.faults(), self.report.unclean());
        if faults.is_empty() && unclean.is_empty() {
            let _ = writeln!(out, "{}", self.of(words::NO_FINDING));
        }
        for trial in faults {
            self.finding(trial, out);
        }
        for (happened, trials) in unclean {
            let outcome = self.of(words::COLUMNS[6]);
            let colon = words::colon(self.report.language);
            let title = format!("{outcome}{colon}{happened} ({})", trials.len());
            let _ = writeln!(out, "\n{}", self.paint.bold(&title));
            let names: Vec<String> = trials.iter().map(|trial| self.report.name(trial)).collect();
            for line in wrap(&names.join(", "), WIDTH - 2) {
                let _ = writeln!(out, "  {line}");
            }
        }
    }

    fn finding(&self, trial: &Trial, out: &mut String) {
        let case = &trial.case;
        let name = format!("{} ({})", case.id, self.report.label(trial));
        let _ = writeln!(out, "\n{}", self.paint.severity(case.severity, &name));
        for (label, value) in self.report.explanation(trial) {
            let first = format!("  {}{}", self.of(label), words::colon(self.report.language));
            let lines = wrap(&plain(&value), WIDTH - INDENT);
            for (number, line) in lines.iter().enumerate() {
                let label = if number == 0 { first.as_str() } else { "" };
                let _ = writeln!(out, "{label:<INDENT$} {line}");
            }
        }
    }

    fn not_run(&self, out: &mut String) {
        let mut trials = self.report.not_run().peekable();
        if trials.peek().is_some() {
            self.title(words::NOT_RUN, out);
        }
        for trial in trials {
            if let Outcome::NotRun(reason) = &trial.outcome {
                let _ = writeln!(out, "  {}: {}", trial.case.id, plain(reason));
            }
        }
    }

    fn baseline(&self, out: &mut String) {
        let lines = self.report.about_the_baseline();
        if !lines.is_empty() {
            self.title(words::BASELINE, out);
        }
        for line in lines {
            let _ = writeln!(out, "  {line}");
        }
    }

    fn summary(&self, out: &mut String) {
        out.push('\n');
        for (label, value) in self.report.summary() {
            let label = format!("{label}{}", words::colon(self.report.language));
            let _ = writeln!(out, "{label:<29}{value}");
        }
    }
}

fn row(title: &str, tally: Tally, widths: [usize; 9]) -> String {
    let mut row = format!("{title:<22}");
    for (count, width) in tally.cells().into_iter().zip(widths) {
        let count = if count == 0 {
            "·".to_owned()
        } else {
            count.to_string()
        };
        let _ = write!(row, "  {count:>width$}");
    }
    row
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::audit::Language;

    fn rendered(report: &Report) -> String {
        render(report, Paint::NONE)
    }

    /// The numbers of the row that begins with `title`.
    fn numbers<'a>(text: &'a str, title: &str) -> Vec<&'a str> {
        let row = text.lines().find_map(|line| line.strip_prefix(title));
        row.unwrap_or_default().split_whitespace().collect()
    }

    #[test]
    fn the_table_has_a_row_per_family_and_a_total() {
        let text = rendered(&sample::report());
        let row = numbers(&text, "ID token ");
        assert_eq!(row, ["2", "1", "1", "·", "·", "·", "·", "·", "·"]);
        let total = numbers(&text, "Toutes ");
        assert_eq!(total, ["7", "1", "1", "1", "·", "1", "1", "1", "1"]);
        assert!(!text.contains("Userinfo"));
    }

    #[test]
    fn a_finding_is_explained() {
        let mut report = sample::report();
        report.language = Language::En;
        let text = rendered(&report);
        let finding = text
            .split("\n\n")
            .find(|part| part.starts_with("sample-forged"));
        let finding = finding.unwrap_or_default();
        for expected in [
            "sample-forged (critical)",
            "Told or done:",
            "Expected:          nobody is signed in",
            "Happened:          somebody is signed in",
            "Without a verified signature, anybody writes an ID token.",
            "OpenID Connect Core 1.0, 3.1.3.7",
            "Verify the signature with the issuer's keys.",
        ] {
            assert!(finding.contains(expected), "{expected}: {finding}");
        }
        assert!(text.contains(
            "Unclean: server error: HTTP 500, a page shows a token (1)\n  sample-crash\n"
        ));
    }

    /// A service that fails at each refusal: one line, after the faults, in the file of a browser too.
    #[test]
    fn the_same_failure_of_many_cases_is_one_line_after_the_faults() {
        let mut report = sample::report();
        let mut trials = report.trials.iter();
        let unclean = trials.find(|trial| trial.case.id == sample::UNCLEAN);
        let unclean = unclean.unwrap().clone();
        report.trials.splice(..0, [unclean.clone(), unclean]);
        report.language = Language::En;
        let page = super::super::html::render(&report);
        for text in [rendered(&report), page.replace("</span> ", ": ")] {
            let line = "Unclean: server error: HTTP 500, a page shows a token (3)";
            assert_eq!(text.matches(line).count(), 1, "{text}");
            let place = |part: &str| text.find(part).unwrap();
            assert!(
                sample::FAULTS
                    .iter()
                    .all(|fault| place(fault) < place(line))
            );
        }
    }

    #[test]
    fn no_text_of_the_service_reaches_the_terminal_as_it_is() {
        let text = rendered(&sample::report());
        assert!(text.contains("sample-impossible: </script>"));
        assert!(!text.contains('\x1b'));
    }
}
