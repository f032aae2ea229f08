//! Variables that are set and never read. A misspelt name has no effect, and its author believes
//! that it has.

use proconnect::config::Warning;
use std::collections::BTreeSet;

/// Prefixes of this server's own variables. They are long enough not to match a variable of the
/// system (`SESSION_MANAGER`). `LEPTOS_` is absent: cargo-leptos sets more variables than the
/// server reads.
const PREFIXES: [&str; 15] = [
    "PROCONNECT_",
    "SESSION_STORE",
    "SESSION_IDLE",
    "SESSION_ABS",
    "COOKIE_SECRET",
    "SECURITY_CONTACT",
    "SECURITY_TXT",
    "TRUSTED_PROX",
    "METRICS_ADDR",
    "ACCESS_EMAIL",
    "ACCESS_ORGANI",
    "ACCESS_ROLE",
    "ACCESS_IDENTITY",
    "FIRST_LOGIN",
    "CHANGED_SUBJECT",
];

/// Returns a warning for each name of `set` that has one of the prefixes and is not in `asked`.
pub fn warnings(set: impl Iterator<Item = String>, asked: &BTreeSet<String>) -> Vec<Warning> {
    let ours = set.filter(|name| PREFIXES.iter().any(|prefix| name.starts_with(prefix)));
    let unread = ours.filter(|name| !asked.contains(name));
    unread
        .map(|name| Warning {
            variable: name.into(),
            sentence: "no setting has this name, so the value has no effect: compare it with \
                       docs/configuration.md"
                .to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_is_warned_of() {
        let asked = ["PROCONNECT_ACR_VALUES", "SESSION_STORE_URL"];
        let asked = asked.map(str::to_owned).into();
        let set = [
            "PROCONNECT_ACR_VALUE",
            "PROCONNECT_ACR_VALUES",
            "SESSION_STORE_URL",
            "SESSION_STORE",
            "SESSION_MANAGER",
            "ACCESS_ROLE",
            "ACCESS_TOKEN",
            "FIRST_LOGIN_DOMAINS",
            "HOME",
        ];
        let warnings = warnings(set.map(str::to_owned).into_iter(), &asked);
        let names: Vec<_> = warnings.iter().map(|of| of.variable.as_ref()).collect();
        let ours = [
            "PROCONNECT_ACR_VALUE",
            "SESSION_STORE",
            "ACCESS_ROLE",
            "FIRST_LOGIN_DOMAINS",
        ];
        assert_eq!(names, ours);
    }
}
