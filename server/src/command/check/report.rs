//! The whole report, as text or as JSON.

use super::{
    finding::{Finding, Level},
    registration::Registration,
};
use serde_json::json;
use std::process::ExitCode;

/// The version of the JSON: a change that a program would notice increases it.
const VERSION: u32 = 1;

pub struct Report {
    pub findings: Vec<Finding>,
    /// `None` where the settings of `ProConnect` cannot be read.
    pub registration: Option<Registration>,
}

impl Report {
    pub fn exit_code(&self) -> ExitCode {
        if self.count(Level::Error) == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }

    fn count(&self, level: Level) -> usize {
        let of_level = self.findings.iter().filter(|of| of.level == level);
        of_level.count()
    }

    pub fn to_text(&self) -> String {
        let findings: Vec<_> = self.findings.iter().map(ToString::to_string).collect();
        let registration = self.registration.as_ref().map(Registration::to_text);
        let summary = match (self.count(Level::Error), self.count(Level::Warning)) {
            (0, 0) => "tout convient.".to_owned(),
            (0, warnings) => format!("{warnings} avertissement(s), aucune erreur."),
            (errors, warnings) => format!(
                "{errors} erreur(s), {warnings} avertissement(s). Les connexions échouent, ou le serveur \
                 ne démarre pas."
            ),
        };
        let parts = [
            Some(findings.join("\n")),
            registration,
            Some(format!("Résultat\u{a0}: {summary}\n")),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        parts.join("\n\n")
    }

    pub fn to_json(&self) -> String {
        let result = match (self.count(Level::Error), self.count(Level::Warning)) {
            (0, 0) => "ok",
            (0, _) => "warning",
            _ => "error",
        };
        let findings: Vec<_> = self.findings.iter().map(Finding::to_json).collect();
        let registration = self.registration.as_ref().map(Registration::to_json);
        let report = json!({
            "version": VERSION,
            "result": result,
            "findings": findings,
            "register": registration,
        });
        format!("{report:#}\n")
    }
}
