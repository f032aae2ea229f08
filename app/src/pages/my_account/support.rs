use crate::{
    agent::Agent,
    clipboard::{CopyButton, TEXT_TO_COPY},
    document::kept::kept,
    request, service,
};
use leptos::prelude::*;

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
    let roles = if agent.roles_known {
        format!("[{}]", agent.roles.join(", "))
    } else {
        "—".to_owned()
    };
    format!(
        "Service\u{a0}: {}\nRéférence\u{a0}: {}\nidp_id\u{a0}: {}\nacr\u{a0}: {}\nroles\u{a0}: {roles}\n",
        service::NAME,
        request::id(),
        agent.idp_id.as_deref().unwrap_or("—"),
        agent.acr.as_deref().unwrap_or("—"),
    )
}
