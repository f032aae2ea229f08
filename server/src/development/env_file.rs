//! The `.env` file of a development build.

use std::{fs, path::Path};

/// Why the file cannot be used. The message gives a line's number, not its text, which may hold a
/// secret.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum EnvFileError {
    /// A line that is not `NAME=value`.
    #[error(
        "{path}, line {line} is not NAME=value. A value with spaces, # or $ goes between quotes, \
         and a variable stands on one line (`openssl rand -base64 64` prints two: add `| tr -d '\\n'`)"
    )]
    Line {
        /// The file.
        path: String,
        /// The line's number, from 1; 0 when unknown.
        line: usize,
    },
    /// The file cannot be read.
    #[error("{path} cannot be read: {reason}")]
    Unreadable {
        /// The file.
        path: String,
        /// The system's error.
        reason: String,
    },
}

/// Reads the `.env` of this folder, or of the nearest parent, into the environment. Variables that
/// are already set keep their value.
///
/// # Errors
/// When the file cannot be read to its end.
pub fn read() -> Result<(), EnvFileError> {
    let here = std::env::current_dir().unwrap_or_default();
    let found = here.ancestors().map(|folder| folder.join(".env"));
    let Some(path) = found.into_iter().find(|path| path.is_file()) else {
        return Ok(());
    };
    dotenvy::from_path(&path).map_err(|error| map_error(&path, &error))
}

fn map_error(path: &Path, error: &dotenvy::Error) -> EnvFileError {
    let name = path.display().to_string();
    match error {
        dotenvy::Error::LineParse(rest, _) => {
            let text = fs::read_to_string(path).unwrap_or_default();
            let is_it = |line: &str| line.trim_end().ends_with(rest.trim_end());
            let line = text.lines().position(is_it).map_or(0, |index| index + 1);
            EnvFileError::Line { path: name, line }
        }
        other => EnvFileError::Unreadable {
            path: name,
            reason: other.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error_of(text: &str) -> Option<String> {
        let name = format!("{:016x}.env", rand::random::<u64>());
        let path = std::env::temp_dir().join(name);
        fs::write(&path, text).unwrap();
        let error = dotenvy::from_path(&path).map_err(|error| map_error(&path, &error));
        fs::remove_file(&path).unwrap();
        error.err().map(|error| error.to_string())
    }

    #[test]
    fn r09_a_malformed_line_is_reported_by_its_number_and_not_repeated() {
        for (text, line) in [
            ("# a\nTEST_ENV_FILE_A=b c\n", 2),
            ("TEST_ENV_FILE_B=c2VjcmV0\nc2Vjc+V0LWxpbmU==\n", 2),
            ("TEST_ENV_FILE_C='c2VjcmV0LWxpbmU\n", 1),
        ] {
            let error = error_of(text).unwrap();
            assert!(error.contains(&format!("line {line} ")), "{error}");
            assert!(!error.contains("c2Vjcm"), "{error}");
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_name() {
        assert_eq!(error_of("\u{feff}TEST_ENV_FILE_D=e\n"), None);
        assert_eq!(std::env::var("TEST_ENV_FILE_D").as_deref(), Ok("e"));
    }
}
