//! Rules that are valid but may not admit whom the operator means.

use super::{AccessSettings, ENTRY, LISTED};
use app::{access::Access, accounts::policy::FirstLogin, functions, role};
use proconnect::{
    config::{Config, Environment, Warning},
    web::{AccessRule, RuleKind},
};

/// Warns of each rule of the settings that admits nobody, or by a claim that is unreliable for some agents.
pub fn warnings(access: &AccessSettings, config: &Config) -> Vec<Warning> {
    let listed = match &access.policy.first_login {
        FirstLogin::Listed(rules) => &rules[..],
        _ => &[],
    };
    let entry = access.entry_rules.iter().map(|rule| (rule, &ENTRY[..]));
    let rules = entry.chain(listed.iter().map(|rule| (rule, &LISTED[..])));
    rules
        .filter_map(|(rule, variables)| {
            let (name, _) = variables.iter().find(|(_, kind)| *kind == rule.kind())?;
            Some((*name, rule))
        })
        .flat_map(|(name, rule)| {
            sentences(rule, config).map(move |sentence| Warning {
                variable: name.into(),
                sentence,
            })
        })
        .collect()
}

/// Warns of each kind of rule in the tables of pages and functions whose claim is not requested.
pub fn of_tables(config: &Config) -> Vec<Warning> {
    let rules = functions::accesses().filter_map(|access| match access {
        Access::Rule(rule) => Some(rule.kind()),
        _ => None,
    });
    let mut scopes: Vec<_> = rules.map(RuleKind::scope).collect();
    scopes.sort_unstable();
    scopes.dedup();
    scopes.retain(|scope| !config.asks_for(scope));
    let warning = |scope| Warning {
        variable: "PROCONNECT_SCOPES".into(),
        sentence: format!(
            "a page has a rule about {scope}, which is not requested: no agent can open it"
        ),
    };
    scopes.into_iter().map(warning).collect()
}

fn sentences(rule: &AccessRule, config: &Config) -> impl Iterator<Item = String> {
    let kind = rule.kind();
    let scope = kind.scope();
    let missing = (!config.asks_for(scope)).then(|| {
        format!(
            "the rule admits nobody: PROCONNECT_SCOPES does not request {scope}. Add it, once ProConnect has granted it"
        )
    });
    let environment = config.environment();
    let is_rie = environment.is_some_and(Environment::is_rie);
    let unreliable = match kind {
        RuleKind::Role if is_rie => Some(
            "ProConnect does not compute roles correctly on the RIE: the rule may admit or refuse the wrong agents"
                .to_owned(),
        ),
        RuleKind::Organisation if environment.is_some() => Some(
            "the SIRET is not reliable for the agents of some ministries (the Interior among them): ask ProConnect \
             before you rely on it"
                .to_owned(),
        ),
        _ => None,
    };
    let is_unknown = |value: &str| kind == RuleKind::Role && role::label(value).is_none();
    let unknown: Vec<_> = rule.values().filter(|value| is_unknown(value)).collect();
    let unknown = (!unknown.is_empty()).then(|| {
        format!(
            "ProConnect documents no role {}: an agent has it only if ProConnect sends it to the letter",
            unknown.join(" and no role ")
        )
    });
    [missing, unreliable, unknown].into_iter().flatten()
}
