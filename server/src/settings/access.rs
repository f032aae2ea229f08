//! Who may enter: the rules for the whole service, and the policies of a first login and of a changed subject.

mod list;
mod warnings;

use app::accounts::policy::{ChangedSubject, FirstLogin, Policy};
use list::Written;
use proconnect::{
    config::Variables,
    web::{AccessRule, RuleKind},
};
pub use warnings::{of_tables, warnings};

/// The variable of the rule of each kind.
const ENTRY: [(&str, RuleKind); 5] = [
    ("ACCESS_EMAIL_DOMAINS", RuleKind::EmailDomain),
    ("ACCESS_ORGANISATIONS", RuleKind::Organisation),
    ("ACCESS_ROLES", RuleKind::Role),
    ("ACCESS_IDENTITY_PROVIDERS", RuleKind::IdentityProvider),
    ("ACCESS_EMAILS", RuleKind::Email),
];

const FIRST_LOGIN: &str = "FIRST_LOGIN";

/// The variables of the rules of a first login, with `FIRST_LOGIN=listed`.
const LISTED: [(&str, RuleKind); 2] = [
    ("FIRST_LOGIN_EMAIL_DOMAINS", RuleKind::EmailDomain),
    ("FIRST_LOGIN_ORGANISATIONS", RuleKind::Organisation),
];

const CHANGED_SUBJECT: &str = "CHANGED_SUBJECT";

/// The settings of access.
#[derive(Debug, Clone, Default)]
pub struct AccessSettings {
    /// The rules for the whole service: an agent must be admitted by each of them.
    pub entry_rules: Vec<AccessRule>,
    /// The policies of a login.
    pub policy: Policy,
}

/// Reads the settings of access. A variable that is set and empty is a mistake: where a deployment fills it from
/// another variable that is missing, the service would be open to everybody.
pub fn read(read: &mut Variables<'_>, variable: &dyn Fn(&str) -> Option<String>) -> AccessSettings {
    let mut entry_rules = Vec::new();
    for (name, kind) in ENTRY {
        match list::read(read, name, kind) {
            Some(values) => entry_rules.push(AccessRule::of_setting(kind, values)),
            None if variable(name).is_some() => {
                let expected = format!(
                    "{}, or remove the variable: an empty list would admit nobody, and no list admits everybody",
                    kind.expected()
                );
                read.mistakes.note(name, None, expected);
            }
            None => {}
        }
    }
    let first_login = first_login(read, variable);
    let changed_subject = word(
        read,
        variable,
        CHANGED_SUBJECT,
        &[
            ("attach", ChangedSubject::Attach),
            ("refuse", ChangedSubject::Refuse),
        ],
    );
    AccessSettings {
        entry_rules,
        policy: Policy {
            first_login,
            changed_subject: changed_subject.unwrap_or_default(),
        },
    }
}

fn first_login(read: &mut Variables<'_>, variable: &dyn Fn(&str) -> Option<String>) -> FirstLogin {
    let names = [
        ("open", FirstLogin::Open),
        ("listed", FirstLogin::Listed(Vec::new())),
        ("invitation", FirstLogin::Invitation),
    ];
    let chosen = word(read, variable, FIRST_LOGIN, &names).unwrap_or_default();
    let mut rules = Vec::new();
    for (name, kind) in LISTED {
        let Some(values) = list::read(read, name, kind) else {
            continue;
        };
        if !matches!(chosen, FirstLogin::Listed(_)) {
            let expected =
                format!("nothing, or {FIRST_LOGIN}=listed: no other policy reads this list");
            read.mistakes.note(name, Some(&values.join(" ")), expected);
        }
        rules.push(AccessRule::of_setting(kind, values));
    }
    if !matches!(chosen, FirstLogin::Listed(_)) {
        return chosen;
    }
    if rules.is_empty() {
        let expected = format!(
            "at least one e-mail domain here, or one SIRET or SIREN in {}: {FIRST_LOGIN}=listed admits by these lists",
            LISTED[1].0
        );
        read.mistakes.note(LISTED[0].0, None, expected);
    }
    FirstLogin::Listed(rules)
}

/// Reads one of these words; `None` where the variable is not set. Another word, or none, is a mistake.
fn word<T: Clone>(
    read: &mut Variables<'_>,
    variable: &dyn Fn(&str) -> Option<String>,
    name: &'static str,
    words: &[(&str, T)],
) -> Option<T> {
    let text = read.value(name);
    let found = words
        .iter()
        .find(|(word, _)| Some(*word) == text.as_deref());
    if found.is_none() && variable(name).is_some() {
        let words: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        let expected = format!("{} (default {})", words.join(" or "), words[0]);
        read.mistakes.note(name, text.as_deref(), expected);
    }
    found.map(|(_, value)| value.clone())
}

#[cfg(test)]
mod tests;
