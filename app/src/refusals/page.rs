use super::{
    Explanation, explain,
    known_agent::KnownAgent,
    next_steps::NextSteps,
    support::{Occurrence, Support},
};
use crate::{
    access::{Access, rule_in_words},
    agent::Agent,
    components::{alert::Alert, link::ExternalLink},
    document::title::Title,
    request,
};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use proconnect::{
    error::Refusal,
    web::{ProConnect, ReceivedIdentity, Refused, Requirement},
};
use std::borrow::Cow;

/// The address of the page that shows a refusal on the way of a login or a logout.
pub const PATH: &str = "/connexion/refus";

/// The address of ProConnect's help for agents.
pub const PROCONNECT_HELP: &str = "https://proconnect.crisp.help/fr/";

/// The page of a refusal: the explanation, the next steps, and the contact. Where a rule of [`Access`] keeps
/// the agent out, also the rule, and the agent as `ProConnect` knows them.
#[component]
pub fn RefusalPage(
    refused: Refused,
    reference: String,
    at: Option<DateTime<Utc>>,
) -> impl IntoView {
    let Refused {
        refusal,
        return_to,
        level,
        requirement,
        received,
    } = refused;
    let Explanation {
        title,
        what_happened,
        what_to_do,
        contact,
        severity,
        at_proconnect,
        next_steps,
    } = *explain(refusal);
    let received = received.map(|received| *received);
    let received = received.or_else(|| use_context::<Agent>().map(|agent| as_received(&agent)));
    let is_about_the_agent = matches!(refusal, Refusal::Access(_));
    let known = received.filter(|_| is_about_the_agent).map(|received| {
        let rule = requirement.and_then(rule_of);
        view! { <KnownAgent rule received/> }
    });
    let help = at_proconnect.then(|| {
        view! {
            <p><ExternalLink href=PROCONNECT_HELP text="Centre d’aide de ProConnect"/></p>
        }
    });
    let code = refusal.code();
    let return_to = return_to.or_else(request::page_before);
    view! {
        <Title text=title/>
        <div class="app-narrow">
            <h1>{title}</h1>
            <Alert severity>
                <p>{what_happened}</p>
            </Alert>
            {known}
            <h2>"Que faire\u{a0}?"</h2>
            <p>{what_to_do}</p>
            <NextSteps steps=next_steps return_to level/>
            <h2>"À qui demander de l’aide\u{a0}?"</h2>
            <p>{contact}</p>
            {help}
            <Support of=Occurrence { reference, code, at }/>
        </div>
    }
}

/// The rule in words. That of the settings is worded with the values that it has now.
fn rule_of(requirement: Requirement) -> Option<Cow<'static, str>> {
    if let (Requirement::Entry(kind), Some(proconnect)) = (requirement, use_context::<ProConnect>())
    {
        let mut rules = proconnect.entry_rules.iter();
        if let Some(rule) = rules.find(|rule| rule.kind() == kind) {
            return Some(rule_in_words(rule));
        }
    }
    Access::from(requirement).rule()
}

/// The agent of the session, as the issuer described them at the login.
fn as_received(agent: &Agent) -> ReceivedIdentity {
    ReceivedIdentity {
        email: agent.email.clone(),
        siret: agent.siret.clone(),
        organization_label: agent.organization_label.clone(),
        roles: agent.roles_known.then(|| agent.roles.clone()),
    }
}
