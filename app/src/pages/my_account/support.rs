use crate::{
    agent::Agent,
    clipboard::{CopyButton, TEXT_TO_COPY},
    document::kept::kept,
    request, service,
};
use leptos::prelude::*;
use std::fmt::Write;

/// The values as ProConnect writes them. Without JavaScript a click selects them all.
pub fn support_details(agent: &Agent) -> impl IntoView + use<> {
    let values = technical_values(agent);
    view! {
        <details class="fr-accordion">
            <summary class="fr-accordion__btn">
                <h3 class="fr-accordion__title">"Détails pour l’assistance"</h3>
            </summary>
            <div class="app-accordion__content">
                <p>
                    "Si l’assistance vous les demande, copiez ces valeurs, telles que ProConnect les a \
                    transmises."
                </p>
                <pre class="app-to-copy" id=TEXT_TO_COPY>{values}</pre>
                {kept("copy button", || view! { <CopyButton/> })}
            </div>
        </details>
    }
}

fn technical_values(agent: &Agent) -> String {
    let or_dash = |value: Option<&String>| value.map_or("—", String::as_str).to_owned();
    let roles = if agent.roles_known {
        format!("[{}]", agent.roles.join(", "))
    } else {
        "—".to_owned()
    };
    let mut text = String::new();
    for (name, value) in [
        ("Service", service::NAME.to_owned()),
        ("Référence", request::id()),
        ("idp_id", or_dash(agent.idp_id.as_ref())),
        ("acr", or_dash(agent.acr.as_ref())),
        ("roles", roles),
    ] {
        let _ = writeln!(text, "{name}\u{a0}: {value}");
    }
    text
}
