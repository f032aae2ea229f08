//! Where Chromium is on this machine.

use std::env;
use std::path::{Path, PathBuf};

use crate::audit::browser::BrowserError;

const NAMES: [&str; 6] = [
    "chromium",
    "chromium-browser",
    "chromium-headless-shell",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
];

const APPLICATIONS: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// Programs of Playwright's Chromium, in the folder of a revision.
const IN_PLAYWRIGHT: [&str; 6] = [
    "chrome-linux/chrome",
    "chrome-linux64/chrome",
    "chrome-linux/headless_shell",
    "chrome-headless-shell-linux64/chrome-headless-shell",
    "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
    "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
];

/// Returns `given`, a path or a name, if it is not empty; otherwise a browser of the system, then one of
/// Playwright.
///
/// # Errors
/// When there is none.
pub fn find(given: &str) -> Result<PathBuf, BrowserError> {
    if !given.is_empty() {
        let path = Path::new(given);
        let found = if path.components().count() > 1 {
            path.is_file().then(|| path.to_owned())
        } else {
            in_path(given)
        };
        return found.ok_or_else(|| BrowserError::Broken(format!("--browser: no program {given}")));
    }
    let of_system = NAMES.iter().find_map(|name| in_path(name));
    let application = || {
        APPLICATIONS
            .iter()
            .map(PathBuf::from)
            .find(|it| it.is_file())
    };
    let found = of_system.or_else(application).or_else(of_playwright);
    found.ok_or_else(|| {
        BrowserError::Broken(format!(
            "no Chromium was found, neither {} in PATH nor Playwright's: install one (apt-get install chromium, or \
             npx playwright install chromium), or give its path as --browser=/path/to/chrome",
            NAMES.join(", ")
        ))
    })
}

fn in_path(name: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

/// The newest revision: `chromium-1200`, for instance.
fn of_playwright() -> Option<PathBuf> {
    let named = env::var_os("PLAYWRIGHT_BROWSERS_PATH").map(PathBuf::from);
    let home = env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let folders = named.into_iter().chain([
        home.join(".cache/ms-playwright"),
        home.join("Library/Caches/ms-playwright"),
    ]);
    folders.into_iter().find_map(|folder| newest(&folder))
}

fn newest(folder: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder).ok()?.flatten();
    let revision = |path: PathBuf| {
        let name = path.file_name()?.to_str()?.strip_prefix("chromium")?;
        let number: u32 = name.rsplit('-').next()?.parse().ok()?;
        let mut programs = IN_PLAYWRIGHT.iter().map(|program| path.join(program));
        Some((number, programs.find(|program| program.is_file())?))
    };
    let revisions = entries.filter_map(|entry| revision(entry.path()));
    revisions.max().map(|(_, program)| program)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_of_playwright_is_taken() {
        let folder = env::temp_dir().join(format!("playwright-{}", uuid::Uuid::new_v4()));
        for revision in [
            "chromium-999",
            "chromium-1200",
            "firefox-2000",
            "chromium-3000",
        ] {
            std::fs::create_dir_all(folder.join(revision).join("chrome-linux")).unwrap();
        }
        for revision in ["chromium-999", "chromium-1200", "firefox-2000"] {
            std::fs::write(folder.join(revision).join("chrome-linux/chrome"), "").unwrap();
        }
        let program = newest(&folder);
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(
            program,
            Some(folder.join("chromium-1200/chrome-linux/chrome"))
        );
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = find("/no/such/chromium").unwrap_err().to_string();
        assert!(error.contains("/no/such/chromium"), "{error}");
    }
}
