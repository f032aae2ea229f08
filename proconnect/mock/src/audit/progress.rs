//! The run on the standard error: on a terminal, one line that is rewritten and a line for each finding;
//! elsewhere, a line for each case.

use std::io::IsTerminal;

use super::case::{Case, Family};
use super::outcome::{Trial, duration};
use super::report::plain::{Paint, plain};
use super::text::{Language, Text};

/// Longest line that is rewritten, in characters: a line that wraps cannot be rewritten.
const WIDTH: usize = 78;

/// Back to the beginning of the line, which is erased.
const REWRITE: &str = "\r\x1b[2K";

/// Shows that a signal was received.
pub fn show_stop(language: Language) {
    let text = Text::new(
        "Arrêt demandé\u{a0}: l’audit garde les cas terminés. Un second signal l’arrête sans rapport.",
        "Stopping: the audit keeps the finished cases. A second signal stops it without a report.",
    );
    let rewrite = if std::io::stderr().is_terminal() {
        REWRITE
    } else {
        ""
    };
    eprintln!("{rewrite}{}", text.of(language));
}

pub struct Progress {
    all: usize,
    done: usize,
    findings: usize,
    language: Language,
    is_rewritten: bool,
    paint: Paint,
}

impl Progress {
    pub fn new(all: usize, language: Language) -> Self {
        let stderr = std::io::stderr();
        Self {
            all,
            done: 0,
            findings: 0,
            language,
            is_rewritten: stderr.is_terminal(),
            paint: Paint::of(&stderr),
        }
    }

    /// Shows the number of cases, and how many of `cases` need a service that is started again.
    pub fn warn_without_command(&self, cases: &[Case]) {
        let is_of_a_document =
            |case: &&Case| matches!(case.family, Family::Keys | Family::Discovery);
        let of_documents = cases.iter().filter(is_of_a_document).count();
        let all = cases.len();
        if of_documents == 0 {
            return;
        }
        match self.language {
            Language::Fr => eprintln!(
                "Nombre de cas\u{a0}: {all}. Sans --command, l’audit ne peut pas relancer le service\u{a0}: la plupart \
                 des cas sur les clés et les métadonnées ({of_documents}) ne seront pas transmis."
            ),
            Language::En => eprintln!(
                "Number of cases: {all}. Without --command, the audit cannot restart the service: most of the cases \
                 about the keys and the metadata ({of_documents}) will not be told."
            ),
        }
    }

    /// Shows the case under way, on a terminal.
    pub fn begin(&self, case: &Case) {
        if self.is_rewritten {
            eprint!("{REWRITE}{}", self.under_way(case));
        }
    }

    pub fn show(&mut self, trial: &Trial) {
        self.done += 1;
        self.findings += usize::from(trial.outcome.is_against());
        if !self.is_rewritten {
            eprintln!("{:>3}/{} {}", self.done, self.all, self.line(trial));
        } else if trial.outcome.is_against() {
            eprintln!("{REWRITE}{}", self.line(trial));
        }
    }

    /// Erases the line that was rewritten.
    pub fn finish(&self) {
        if self.is_rewritten {
            eprint!("{REWRITE}");
        }
    }

    fn under_way(&self, case: &Case) -> String {
        let findings = match (self.findings, self.language) {
            (0, _) => String::new(),
            (count, Language::Fr) => format!(", constats\u{a0}: {count}"),
            (count, Language::En) => format!(", findings: {count}"),
        };
        let line = format!("{}/{}{findings} · {}", self.done + 1, self.all, case.id);
        line.chars().take(WIDTH).collect()
    }

    fn line(&self, trial: &Trial) -> String {
        let events = trial.outcome.events(self.language);
        let events: Vec<String> = events.iter().map(|event| plain(&event.text)).collect();
        let colon = Text::new("\u{a0}: ", ": ").of(self.language);
        let events = match events.as_slice() {
            [] => String::new(),
            events => format!("{colon}{}", events.join(", ")),
        };
        let word = format!("{:<12}", trial.outcome.word().of(self.language));
        format!(
            "{} {} ({}){events}",
            self.paint.outcome(&trial.outcome, &word),
            trial.case.id,
            duration(trial.duration, self.language)
        )
    }
}
