//! `RUST_LOG`: the filter of the logs. The audit trail does not pass through it.

use proconnect::config::Variables;
use tracing_subscriber::filter::{EnvFilter, LevelFilter};

pub const RUST_LOG: &str = "RUST_LOG";

/// The filter when `RUST_LOG` is not set. `tower-sessions` warns of every expired session, which is
/// ordinary: its warnings are left out.
pub const DEFAULT: &str = "info,tower_sessions=warn,tower_sessions_core=error";

/// Returns the directives of `RUST_LOG`. For an invalid filter, notes the mistake and returns the
/// default ones.
pub fn read(read: &mut Variables<'_>) -> String {
    let Some(text) = read.value(RUST_LOG) else {
        return DEFAULT.to_owned();
    };
    if let Some(wrong) = mistyped(&text) {
        let expected = format!(
            "error, warn, info, debug or trace; or TARGET=LEVEL, several separated by commas, as in \
             {DEFAULT} (“{}” is neither)",
            wrong.escape_debug()
        );
        read.mistakes.note(RUST_LOG, Some(&text), expected);
        return DEFAULT.to_owned();
    }
    text
}

fn directives(text: &str) -> impl Iterator<Item = &str> {
    let trimmed = text.split(',').map(str::trim);
    trimmed.filter(|directive| !directive.is_empty())
}

/// Returns the first invalid directive. `EnvFilter` would accept any word as a target, and thereby
/// silence all other targets.
fn mistyped(text: &str) -> Option<&str> {
    let is_level = |text: &str| !text.is_empty() && text.parse::<LevelFilter>().is_ok();
    let is_target = |text: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "_:-.".contains(c);
        text.chars().all(plain)
    };
    let is_directive = |text: &str| {
        let (target, span) = text.split_at(text.find('[').unwrap_or(text.len()));
        let (target, level) = match (span, target.split_once('=')) {
            ("", Some((target, level))) => (target, Some(level)),
            ("", None) => return is_level(text),
            // With a span, the level is optional.
            _ => (target, span.rsplit_once("]=").map(|(_, level)| level)),
        };
        is_target(target) && level.is_none_or(is_level) && EnvFilter::try_new(text).is_ok()
    };
    directives(text).find(|directive| !is_directive(directive))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(text: &str) -> Result<String, String> {
        let variable = |_: &str| Some(text.to_owned());
        let mut variables = Variables::new(&variable);
        let filter = read(&mut variables);
        match variables.mistakes.0.first() {
            None => Ok(filter),
            Some(mistake) => {
                assert_eq!((mistake.variable, filter.as_str()), (RUST_LOG, DEFAULT));
                Err(mistake.expected.clone())
            }
        }
    }

    #[test]
    fn f8_a_mistyped_filter_is_reported_and_silences_nothing() {
        for wrong in [
            "info;debug",
            "[[[",
            "inof",
            "warning",
            "info,audit=inof",
            "info audit=warn",
            "info,tower sessions=warn",
            "audit",
            "server=",
            "info,é=debug",
        ] {
            assert!(filter(wrong).is_err(), "{wrong}");
        }
        assert!(
            filter("info;debug")
                .unwrap_err()
                .contains("“info;debug” is neither")
        );
    }

    #[test]
    fn a_filter_may_name_spans_and_fields() {
        for text in [
            "info,[request]=debug",
            "warn,server[request{id=\"a\"}]=trace",
            "my-crate::part=5",
        ] {
            assert!(filter(text).is_ok(), "{text}");
        }
    }
}
