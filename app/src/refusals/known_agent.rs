use crate::{access::Access, agent::Agent, siret};
use leptos::{either::Either, prelude::*};

/// The rule that an agent does not meet, and the agent as `ProConnect` knows them. `ProConnect` requires
/// this of a service that refuses by the role: the rule, the roles, the SIRET and the name of the
/// organisation. A refusal by any other rule of [`Access`] shows the same.
#[component]
pub fn KnownAgent(access: Access, agent: Agent) -> impl IntoView {
    let rule = access.rule();
    let roles = if agent.roles_known {
        "aucun"
    } else {
        "non communiqués par ProConnect"
    };
    let organization = agent.organization_label.as_deref().map(str::trim);
    view! {
        <h2>"Pourquoi cette page reste fermée"</h2>
        {rule.map(|rule| view! { <p><strong>{rule}</strong> "."</p> })}
        <p>"ProConnect connaît ainsi le compte de votre session\u{a0}:"</p>
        <dl class="app-details">
            <Known term="Rôles" value=Some(agent.roles.join(", ")) absent=roles/>
            <Known term="Organisation" value=organization.map(str::to_owned) absent="non communiquée"/>
            <Known term="SIRET" value=agent.siret.as_deref().map(siret::grouped) absent="non communiqué"/>
            <Known term="Adresse électronique" value=agent.email absent="non communiquée"/>
        </dl>
    }
}

#[component]
fn Known(term: &'static str, value: Option<String>, absent: &'static str) -> impl IntoView {
    let value = match value.filter(|value| !value.is_empty()) {
        Some(value) => Either::Left(view! { <bdi>{value}</bdi> }),
        None => Either::Right(view! { <span class="app-absent">{absent}</span> }),
    };
    view! {
        <div>
            <dt>{term}</dt>
            <dd>{value}</dd>
        </div>
    }
}
