//! Every case of the suite.

use super::act::Act;
use super::case::{Case, Expected, Family, Severity};
use super::flow;
use super::lesson::Lesson;
use super::preparation::Obstacle;
use super::text::Text;
use crate::fault::{Fault, Place};

static TODO: Lesson = Lesson {
    why: Text::new("", ""),
    source: "",
    mend: Text::new("", ""),
};

/// All cases, in the order in which they are run.
pub fn all() -> Vec<Case> {
    let faults = Fault::all().into_iter().filter_map(|fault| {
        let family = match fault.place() {
            Place::Callback => Family::Callback,
            Place::Token => Family::Token,
            Place::IdToken => Family::IdToken,
            Place::Jwks => Family::Keys,
            Place::Userinfo => Family::Userinfo,
            Place::Discovery => Family::Discovery,
            _ => return None,
        };
        Some(Case {
            id: fault.to_string(),
            family,
            act: Act::Fault(fault),
            told: Text::new(fault.description(), fault.description()),
            expected: Expected::Refused,
            severity: Severity::Medium,
            lesson: &TODO,
        })
    });
    let mut all: Vec<Case> = flow::cases().into_iter().chain(faults).collect();
    all.sort_by_key(|case| case.family);
    all
}

/// The cases that `only` names, or all, without those that `except` names: by case, by family, or by the
/// beginning of names with a star.
///
/// # Errors
/// When a selection names no case.
pub fn selected(only: &[String], except: &[String]) -> Result<Vec<Case>, Obstacle> {
    let all = all();
    for name in only.iter().chain(except) {
        if !all.iter().any(|case| is_named(case, name)) {
            return Err(Obstacle(format!(
                "no case is named {name}: --list shows all"
            )));
        }
    }
    let is_in = |case: &Case, names: &[String]| names.iter().any(|name| is_named(case, name));
    let is_selected = |case: &Case| (only.is_empty() || is_in(case, only)) && !is_in(case, except);
    Ok(all.into_iter().filter(is_selected).collect())
}

fn is_named(case: &Case, name: &str) -> bool {
    match name.strip_suffix('*') {
        Some(beginning) => case.id.starts_with(beginning),
        None => case.id == name || case.family.to_string() == name,
    }
}
