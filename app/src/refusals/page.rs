use super::{
    Explanation, explain,
    known_agent::KnownAgent,
    next_steps::NextSteps,
    support::{Occurrence, Support},
};
use crate::{
    access::Access,
    agent::Agent,
    components::{alert::Alert, link::ExternalLink},
    document::title::Title,
    request,
};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use proconnect::web::Refused;

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
    let known = requirement
        .zip(use_context::<Agent>())
        .map(|(requirement, agent)| {
            let access = Access::from(requirement);
            view! { <KnownAgent access agent/> }
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
