//! The first lines of a report: the run as a whole.

use std::time::Duration;
use time::OffsetDateTime;

use super::Report;
use super::plain::plain;
use super::words;
use crate::audit::outcome::{duration, size};
use crate::audit::service::Recognition;
use crate::audit::text::{Language, Text};

/// The run as a whole.
#[derive(Clone, Debug)]
pub struct Header {
    /// The page of the service.
    pub start: String,
    /// In seconds since the Unix epoch.
    pub begun_at: u64,
    pub duration: Duration,
    /// The sign of somebody who is signed in.
    pub recognition: Recognition,
    /// The highest resident memory of the service between two cases, in bytes, if its process is known.
    pub memory: Option<u64>,
}

impl Header {
    /// The version of this program.
    pub const VERSION: &'static str = env!("CARGO_PKG_VERSION");

    /// The beginning in UTC: `2026-11-27T19:18:35Z`.
    pub fn timestamp(&self) -> String {
        let [date, time] = self.date_and_time();
        format!("{date}T{time}Z")
    }

    fn date_and_time(&self) -> [String; 2] {
        let seconds = i64::try_from(self.begun_at).unwrap_or_default();
        let at = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
        let (hour, minute, second) = at.to_hms();
        [
            format!("{year:04}-{month:02}-{day:02}"),
            format!("{hour:02}:{minute:02}:{second:02}"),
        ]
    }
}

impl Report {
    /// The header as labels and values.
    pub fn summary(&self) -> Vec<(&'static str, String)> {
        let language = self.language;
        let header = &self.header;
        let [date, time] = header.date_and_time();
        let mut rows = vec![
            (words::SERVICE, plain(&header.start)),
            (words::BEGUN, format!("{date} {time} UTC")),
            (words::DURATION, duration(header.duration, language)),
            (words::VERSION, Header::VERSION.to_owned()),
            (words::SIGN, sign(&header.recognition, language)),
        ];
        if let Some(bytes) = header.memory {
            rows.push((words::MEMORY, size(bytes, language)));
        }
        rows.push((words::COUNTS, self.counts()));
        let verdict = self.verdict();
        let code = verdict.exit_code();
        let verdict = match language {
            Language::Fr => format!("{} (code de sortie {code})", verdict.text().fr),
            Language::En => format!("{} (exit code {code})", verdict.text().en),
        };
        rows.push((words::VERDICT, verdict));
        let of = |(label, value): (Text, String)| (label.of(language), value);
        rows.into_iter().map(of).collect()
    }

    fn counts(&self) -> String {
        let cases = self.trials.len();
        let [new, known] = self.new_and_known();
        match self.language {
            Language::Fr => {
                format!("cas\u{a0}: {cases}, constats nouveaux\u{a0}: {new}, connus\u{a0}: {known}")
            }
            Language::En => format!("cases: {cases}, new findings: {new}, known: {known}"),
        }
    }

    /// Lines about the baseline.
    pub fn about_the_baseline(&self) -> Vec<String> {
        let Some(baseline) = &self.baseline else {
            return Vec::new();
        };
        let language = self.language;
        let file = plain(&baseline.path.display().to_string());
        if baseline.is_new {
            return vec![match language {
                Language::Fr => format!(
                    "{file} n’existait pas\u{a0}: les constats de ce passage y sont notés, et n’échoueront plus"
                ),
                Language::En => format!(
                    "{file} did not exist: the findings of this run are written there, and fail no other run"
                ),
            }];
        }
        let mended = baseline
            .mended(&self.trials)
            .into_iter()
            .map(|id| match language {
                Language::Fr => {
                    format!("{id}\u{a0}: la faute est corrigée, retirez la ligne de {file}")
                }
                Language::En => format!("{id}: mended, remove the line from {file}"),
            });
        let strangers = baseline.strangers(&self.trials).into_iter().map(|id| {
            let id = plain(&id);
            match language {
                Language::Fr => {
                    format!("{id}\u{a0}: aucun cas n’a ce nom, retirez la ligne de {file}")
                }
                Language::En => format!("{id}: no case has this name, remove the line from {file}"),
            }
        });
        mended.chain(strangers).collect()
    }
}

fn sign(recognition: &Recognition, language: Language) -> String {
    match (recognition, language) {
        (Recognition::Text(text), Language::Fr) => {
            format!("la page contient «\u{a0}{}\u{a0}»", plain(text))
        }
        (Recognition::Text(text), Language::En) => format!("the page contains “{}”", plain(text)),
        (Recognition::Status(status), Language::Fr) => format!("le statut HTTP est {status}"),
        (Recognition::Status(status), Language::En) => format!("the HTTP status is {status}"),
        (Recognition::Path(path), Language::Fr) => format!("l’adresse devient {}", plain(path)),
        (Recognition::Path(path), Language::En) => format!("the address becomes {}", plain(path)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn the_header_names_the_service_the_sign_and_the_verdict() {
        let rows = sample::report().summary();
        let value = |label: &str| {
            let row = rows.iter().find(|(name, _)| *name == label);
            row.map(|(_, value)| value.as_str()).unwrap_or_default()
        };
        assert_eq!(value("Service"), "http://localhost:3000/");
        assert_eq!(value("Début"), "2026-11-27 19:18:35 UTC");
        assert_eq!(value("Durée"), "1\u{a0}min 2\u{a0}s");
        assert_eq!(
            value("Signe d’une session"),
            "la page contient «\u{a0}<Déconnexion>\u{a0}»"
        );
        assert_eq!(value("Mémoire la plus haute"), "84\u{a0}Mo");
        assert_eq!(value("Résultat"), "de nouveaux constats (code de sortie 1)");
    }

    #[test]
    fn the_baseline_is_told_what_to_remove() {
        let mut report = sample::with_baseline(&format!("{}\nno-such-case", sample::AS_EXPECTED));
        report.language = crate::audit::Language::En;
        let lines = report.about_the_baseline();
        let expected = [
            format!(
                "{}: mended, remove the line from known.txt",
                sample::AS_EXPECTED
            ),
            "no-such-case: no case has this name, remove the line from known.txt".to_owned(),
        ];
        assert_eq!(lines, expected);
    }
}
