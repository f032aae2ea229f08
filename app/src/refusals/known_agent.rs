use crate::{access::Access, agent::Agent, components::detail::Detail, siret};
use leptos::prelude::*;

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
    view! {
        <h2>"Pourquoi cette page reste fermée"</h2>
        {rule.map(|rule| view! { <p><strong>{rule}</strong> "."</p> })}
        <p>"ProConnect connaît ainsi le compte de votre session\u{a0}:"</p>
        <dl class="app-details">
            <Detail term="Rôles" value=Some(agent.roles.join(", ")) absent=roles/>
            <Detail term="Organisation" value=agent.organization_label absent="non communiquée"/>
            <Detail term="SIRET" value=agent.siret.as_deref().map(siret::grouped)/>
            <Detail term="Adresse électronique" value=agent.email absent="non communiquée"/>
        </dl>
    }
}
