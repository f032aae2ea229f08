use crate::{components::detail::Detail, siret};
use leptos::prelude::*;
use proconnect::web::ReceivedIdentity;
use std::borrow::Cow;

/// The rule that an agent does not meet, and the agent as `ProConnect` knows them. `ProConnect` requires
/// this of a service that refuses by the role: the rule, the roles, the SIRET and the name of the
/// organisation. A refusal by any other rule shows the same.
#[component]
pub fn KnownAgent(
    /// The rule in words; `None` where the explanation has said it.
    rule: Option<Cow<'static, str>>,
    received: ReceivedIdentity,
) -> impl IntoView {
    let absent = if received.roles.is_some() {
        "aucun"
    } else {
        "non communiqués par ProConnect"
    };
    let roles = received.roles.unwrap_or_default().join(", ");
    let heading = if rule.is_some() {
        "Pourquoi l’accès reste fermé"
    } else {
        "Le compte de cette connexion"
    };
    view! {
        <h2>{heading}</h2>
        {rule.map(|rule| view! { <p><strong>{rule}</strong> "."</p> })}
        <p>"ProConnect connaît ainsi ce compte\u{a0}:"</p>
        <dl class="app-details">
            <Detail term="Rôles" value=Some(roles) absent/>
            <Detail term="Organisation" value=received.organization_label absent="non communiquée"/>
            <Detail term="SIRET" value=received.siret.as_deref().map(siret::grouped)/>
            <Detail term="Adresse électronique" value=received.email absent="non communiquée"/>
        </dl>
    }
}
