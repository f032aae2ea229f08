//! Every case of the suite.

mod agents;
mod callback;
mod discovery;
mod id_token;
mod keys;
mod token;
mod transport;
mod userinfo;

use strum::IntoEnumIterator;

use super::act::Act;
use super::case::{Case, Expected, Family, Severity};
use super::flow;
use super::lesson::Lesson;
use super::preparation::Obstacle;
use super::text::{Language, Text};
use crate::fault::Fault;

/// One line of a table: the lie, the reaction that it deserves, how bad another is, and why.
type Row<F> = (F, Expected, Severity, &'static Lesson);

/// All cases, in the order in which they are run.
pub fn all() -> Vec<Case> {
    let faults = callback::cases()
        .chain(token::cases())
        .chain(id_token::cases())
        .chain(userinfo::cases())
        .chain(keys::cases())
        .chain(discovery::cases());
    let flows = flow::cases().into_iter();
    let mut all: Vec<Case> = flows.chain(faults).chain(agents::cases()).collect();
    all.sort_by_key(|case| case.family);
    all
}

/// The cases of a table: its faults are of `family`.
fn of<F: Copy>(
    family: Family,
    rows: &'static [Row<F>],
    fault: impl Fn(F) -> Fault,
) -> impl Iterator<Item = Case> {
    let case = move |(told, expected, severity, lesson): &Row<F>| {
        lie(family, fault(*told), (*expected, *severity, lesson))
    };
    rows.iter().map(case)
}

fn lie(
    family: Family,
    fault: Fault,
    (expected, severity, lesson): (Expected, Severity, &'static Lesson),
) -> Case {
    Case {
        id: fault.to_string(),
        family,
        act: Act::Fault(fault),
        told: Text::new(fault.description(), fault.description_in_english()),
        expected,
        severity,
        lesson,
    }
}

/// The cases that `only` names, or all, without those that `except` names: by case, by family, or by the
/// beginning of names with a star.
///
/// # Errors
/// When a selection names no case, or leaves none: a run without cases would always succeed.
pub fn selected(
    only: &[String],
    except: &[String],
    language: Language,
) -> Result<Vec<Case>, Obstacle> {
    let all = all();
    for name in only.iter().chain(except) {
        if !all.iter().any(|case| is_named(case, name)) {
            return Err(Obstacle(unknown(name, language)));
        }
    }
    let is_in = |case: &Case, names: &[String]| names.iter().any(|name| is_named(case, name));
    let is_selected = |case: &Case| (only.is_empty() || is_in(case, only)) && !is_in(case, except);
    let selected: Vec<Case> = all.into_iter().filter(is_selected).collect();
    if selected.is_empty() {
        return Err(Obstacle(NONE_LEFT.of(language).to_owned()));
    }
    Ok(selected)
}

fn is_named(case: &Case, name: &str) -> bool {
    match name.strip_suffix('*') {
        Some(beginning) => case.id.starts_with(beginning),
        None => case.id == name || case.family.to_string() == name,
    }
}

const NONE_LEFT: Text = Text::new(
    "--except retire tous les cas que --only choisit",
    "--except leaves out every case that --only selects",
);

fn unknown(name: &str, language: Language) -> String {
    let families: Vec<String> = Family::iter().map(|family| family.to_string()).collect();
    let families = families.join(", ");
    match language {
        Language::Fr => format!(
            "{name} n’est le nom d’aucun cas ni d’aucune famille ({families})\u{a0}: --list montre tous les cas"
        ),
        Language::En => {
            format!("no case and no family ({families}) is named {name}: --list shows all cases")
        }
    }
}

#[cfg(test)]
mod tests;
