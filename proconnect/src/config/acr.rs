//! The four variables of [`AcrPolicy`].

use super::{
    Mistakes, Variables,
    flag::flag,
    names::{ACR_VALUES, MFA_ACR_VALUES},
};
use crate::{
    acr_policy::{AcrAlias, AcrPolicy, AcrRequirement, DIRECTOR_CERTIFICATE},
    identity::Acr,
};

const ACR_ESSENTIAL: &str = "PROCONNECT_ACR_ESSENTIAL";
const ACR_ALIASES: &str = "PROCONNECT_ACR_ALIASES";

/// Greatest length of a list, in bytes: the authorization request contains it.
const MAX_LENGTH: usize = 256;

/// The values that the variables hold.
pub(super) struct Given {
    site: Option<String>,
    essential: Option<String>,
    mfa: Option<String>,
    aliases: Option<String>,
}

impl Given {
    pub(super) fn read(read: &mut Variables<'_>) -> Self {
        Self {
            site: read.value(ACR_VALUES),
            essential: read.value(ACR_ESSENTIAL),
            mfa: read.value(MFA_ACR_VALUES),
            aliases: read.value(ACR_ALIASES),
        }
    }
}

pub(super) fn policy(given: Given, mistakes: &mut Mistakes) -> AcrPolicy {
    let mfa_values = given.mfa.clone();
    let policy = AcrPolicy {
        values: values(ACR_VALUES, given.site, mistakes),
        essential: flag(ACR_ESSENTIAL, given.essential, true, mistakes),
        mfa_values: match given.mfa {
            None => AcrPolicy::default().mfa_values,
            given => values(MFA_ACR_VALUES, given, mistakes),
        },
        aliases: aliases(given.aliases.as_deref(), mistakes),
    };
    some_second_factor_is_accepted(&policy, mfa_values.as_deref(), mistakes);
    no_old_name_is_asked_for(&policy, given.aliases.as_deref(), mistakes);
    policy
}

fn values(name: &'static str, value: Option<String>, mistakes: &mut Mistakes) -> Vec<Acr> {
    let text = value.unwrap_or_default();
    if text.len() > MAX_LENGTH {
        let expected = format!("values separated by spaces, {MAX_LENGTH} bytes at most");
        mistakes.note(name, Some(&text), expected);
    }
    text.split_whitespace().map(acr).collect()
}

fn aliases(value: Option<&str>, mistakes: &mut Mistakes) -> Vec<AcrAlias> {
    let text = value.unwrap_or_default();
    let parsed: Option<Vec<AcrAlias>> = text.split_whitespace().map(alias).collect();
    parsed.unwrap_or_else(|| {
        let expected = "OLD=NEW, several separated by spaces, for instance \
                    https://proconnect.gouv.fr/assurance/consistency-checked-2fa=eidas1-mfa";
        mistakes.note(ACR_ALIASES, Some(text), expected);
        Vec::new()
    })
}

fn alias(text: &str) -> Option<AcrAlias> {
    let (old, new) = text.rsplit_once('=')?;
    let whole = !old.is_empty() && !new.is_empty() && old != new;
    whole.then(|| AcrAlias {
        old: acr(old),
        new: acr(new),
    })
}

fn acr(text: &str) -> Acr {
    Acr(text.to_owned())
}

/// Notes a mistake when no login can bring a second factor: the pages that require one could never
/// be opened. A site for certified directors may have no such page, and gets a warning instead.
fn some_second_factor_is_accepted(
    policy: &AcrPolicy,
    value: Option<&str>,
    mistakes: &mut Mistakes,
) {
    let accepted = |acr: &Acr| policy.values.is_empty() || policy.values.contains(acr);
    let site = AcrRequirement::Essential(policy.values.clone());
    if policy.essential && !site.is_for_directors() && !policy.mfa_values.iter().any(accepted) {
        let expected = format!(
            "values of which {ACR_VALUES} accepts one at least; or add to {ACR_VALUES} those that \
             count as a second factor, since accepting only a weaker one refuses them (of a site \
             for certified directors, {ACR_VALUES} is {DIRECTOR_CERTIFICATE} alone)"
        );
        mistakes.note(MFA_ACR_VALUES, value, expected);
    }
}

/// Notes a mistake when an old name is requested. A received old name counts as the new one, so
/// that it could never meet the requirement.
fn no_old_name_is_asked_for(policy: &AcrPolicy, value: Option<&str>, mistakes: &mut Mistakes) {
    let is_asked_for = |alias: &AcrAlias| {
        let names = policy.aliases.iter().map(|other| &other.new);
        let mut asked = names.chain(&policy.values).chain(&policy.mfa_values);
        asked.any(|acr| *acr == alias.old)
    };
    if policy.aliases.iter().any(is_asked_for) {
        let expected = format!(
            "OLD=NEW where OLD is in neither {ACR_VALUES} nor {MFA_ACR_VALUES}, and is not a NEW itself"
        );
        mistakes.note(ACR_ALIASES, value, expected);
    }
}
