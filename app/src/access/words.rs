use crate::{
    role::{self, PUBLIC_AGENT},
    siret,
};
use leptos::context::use_context;
use proconnect::web::{AccessRule, ProConnect, RuleKind};
use std::borrow::Cow;

/// The greatest number of values that a sentence lists.
const LISTED: usize = 12;

/// The rule in words, as the login page announces it and a refusal repeats it. The values are in it where they are
/// neither personal, as addresses are, nor opaque, as the identifiers of identity providers are.
pub fn rule_in_words(rule: &AccessRule) -> Cow<'static, str> {
    let values: Vec<Cow<'_, str>> = rule.values().collect();
    if values.is_empty() {
        return kind_in_words(rule.kind()).into();
    }
    match rule.kind() {
        RuleKind::EmailDomain => {
            let domains = values.iter().map(|domain| format!("@{domain}"));
            format!("Réservé aux adresses en {}", alternatives(domains)).into()
        }
        RuleKind::Organisation => {
            let the = if values.len() == 1 {
                "de l’organisation"
            } else {
                "des organisations"
            };
            let numbers = values.iter().map(|number| numbered(number));
            format!("Réservé aux agents {the} {}", alternatives(numbers)).into()
        }
        RuleKind::Role if values == [PUBLIC_AGENT] => "Réservé aux agents publics".into(),
        RuleKind::Role => {
            let the = if values.len() == 1 {
                "le rôle"
            } else {
                "l’un des rôles"
            };
            let names = values.iter().map(|name| match role::label(name) {
                Some(label) => format!("«\u{a0}{label}\u{a0}» ({name})"),
                None => format!("«\u{a0}{name}\u{a0}»"),
            });
            format!("Réservé aux agents qui ont {the} {}", alternatives(names)).into()
        }
        kind @ (RuleKind::IdentityProvider | RuleKind::Email) => kind_in_words(kind).into(),
    }
}

/// A rule by the part of the identity that it reads.
pub(super) fn kind_in_words(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::EmailDomain => "Réservé aux adresses électroniques de certaines organisations",
        RuleKind::Organisation => "Réservé aux agents de certaines organisations",
        RuleKind::Role => "Réservé aux agents qui ont un rôle donné par ProConnect",
        RuleKind::IdentityProvider => {
            "Réservé aux agents qui se connectent par certains fournisseurs d’identité"
        }
        RuleKind::Email => "Réservé à une liste de personnes",
    }
}

/// The rules for the whole service, in words, of the document being rendered.
pub fn entry_rules_in_words() -> Vec<Cow<'static, str>> {
    let rules = use_context::<ProConnect>().map(|proconnect| proconnect.entry_rules);
    rules
        .iter()
        .flat_map(|rules| rules.iter().map(rule_in_words))
        .collect()
}

/// The SIREN or SIRET as it is printed.
fn numbered(number: &str) -> String {
    match (
        number.get(..3),
        number.get(3..6),
        number.get(6..9),
        number.len(),
    ) {
        (Some(a), Some(b), Some(c), 9) => format!("SIREN\u{a0}{a}\u{a0}{b}\u{a0}{c}"),
        _ => format!("SIRET\u{a0}{}", siret::grouped(number)),
    }
}

/// `a`, `a ou b`, `a, b ou c`. Of a long list, the first values and the number of the others.
fn alternatives(values: impl ExactSizeIterator<Item = String>) -> String {
    let others = values.len().saturating_sub(LISTED);
    let mut shown: Vec<_> = values.take(LISTED).collect();
    if others == 1 {
        shown.push("un autre".to_owned());
    } else if others > 1 {
        shown.push(format!("{others} autres"));
    }
    match shown.pop() {
        Some(last) if !shown.is_empty() => format!("{} ou {last}", shown.join(", ")),
        last => last.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(kind: RuleKind, values: &[&str]) -> String {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        let rule = rule_in_words(&AccessRule::of_setting(kind, values));
        rule.replace('\u{a0}', "_")
    }

    #[test]
    fn a_rule_is_worded_with_the_values_that_an_agent_can_compare() {
        for (kind, values, expected) in [
            (
                RuleKind::EmailDomain,
                &["gouv.fr"][..],
                "Réservé aux adresses en @gouv.fr",
            ),
            (
                RuleKind::EmailDomain,
                &["gouv.fr", "a.fr", "b.fr"],
                "Réservé aux adresses en @gouv.fr, @a.fr ou @b.fr",
            ),
            (
                RuleKind::Organisation,
                &["13002526500013"],
                "Réservé aux agents de l’organisation SIRET_130_025_265_00013",
            ),
            (
                RuleKind::Organisation,
                &["130025265", "41816609600069"],
                "Réservé aux agents des organisations SIREN_130_025_265 ou SIRET_418_166_096_00069",
            ),
            (
                RuleKind::Role,
                &[PUBLIC_AGENT],
                "Réservé aux agents publics",
            ),
            (
                RuleKind::Role,
                &["agent_public_etat", "chef"],
                "Réservé aux agents qui ont l’un des rôles «_Agent public de l’État_» (agent_public_etat) ou «_chef_»",
            ),
            (
                RuleKind::Email,
                &["a@gouv.fr"],
                "Réservé à une liste de personnes",
            ),
            (
                RuleKind::IdentityProvider,
                &["fia1v2"],
                "Réservé aux agents qui se connectent par certains fournisseurs d’identité",
            ),
        ] {
            assert_eq!(words(kind, values), expected);
        }
        for kind in [
            RuleKind::EmailDomain,
            RuleKind::Organisation,
            RuleKind::Role,
        ] {
            assert_eq!(words(kind, &[]), kind_in_words(kind));
        }
    }

    #[test]
    fn a_long_list_is_cut() {
        let domains: Vec<_> = (0..14).map(|rank| format!("d{rank}.fr")).collect();
        let domains: Vec<_> = domains.iter().map(String::as_str).collect();
        let of = |count: usize| words(RuleKind::EmailDomain, &domains[..count]);
        assert!(of(12).ends_with("@d10.fr ou @d11.fr"), "{}", of(12));
        assert!(of(13).ends_with("@d11.fr ou un autre"), "{}", of(13));
        assert!(of(14).ends_with("@d11.fr ou 2 autres"), "{}", of(14));
    }
}
