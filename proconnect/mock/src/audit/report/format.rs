use std::path::Path;

use super::{Report, html, json, junit, markdown};
use crate::audit::preparation::Obstacle;

/// The kind of a report, by the extension of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Markdown,
    Json,
    JUnit,
    Html,
}

impl Format {
    /// # Errors
    /// When the extension is another.
    pub fn of(path: &Path) -> Result<Self, Obstacle> {
        let extension = path.extension().and_then(|extension| extension.to_str());
        match extension.map(str::to_lowercase).as_deref() {
            Some("md") => Ok(Self::Markdown),
            Some("json") => Ok(Self::Json),
            Some("xml") => Ok(Self::JUnit),
            Some("html") => Ok(Self::Html),
            _ => Err(Obstacle(format!(
                "--report {}: write a name that ends in .md, .json, .xml or .html",
                path.display()
            ))),
        }
    }

    pub fn render(self, report: &Report) -> String {
        match self {
            Self::Markdown => markdown::render(report),
            Self::Json => json::render(report),
            Self::JUnit => junit::render(report),
            Self::Html => html::render(report),
        }
    }
}
