//! A variable that is true or false.

use super::Mistakes;

pub(super) fn flag(
    name: &'static str,
    value: Option<String>,
    default: bool,
    mistakes: &mut Mistakes,
) -> bool {
    match value.as_deref() {
        None => default,
        Some("true") => true,
        Some("false") => false,
        other => {
            mistakes.note(name, other, format!("true or false (default {default})"));
            default
        }
    }
}
