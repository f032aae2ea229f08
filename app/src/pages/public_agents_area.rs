use super::page_head::PageHead;
use crate::{
    agent::Agent,
    components::{alert::Alert, severity::Severity},
    pages::log_in::LogInPrompt,
    site_map::PUBLIC_AGENTS_AREA,
};
use leptos::prelude::*;

/// A page for agents of the public sector. It checks no role: its row in
/// [`PAGES`](crate::site_map::PAGES) names the role, and the server lets nobody else come here.
#[component]
pub fn PublicAgentsAreaPage() -> impl IntoView {
    match use_context::<Agent>() {
        Some(user) => view! { <Area user/> }.into_any(),
        None => view! { <LogInPrompt return_to=PUBLIC_AGENTS_AREA.path.parse().ok()/> }.into_any(),
    }
}

#[component]
fn Area(user: Agent) -> impl IntoView {
    view! {
        <PageHead page=PUBLIC_AGENTS_AREA/>
        <div class="app-prose">
            <p class="fr-text--lead">
                "Bonjour " <bdi>{user.name}</bdi> ", cet espace est réservé aux agents du secteur public."
            </p>
            <Alert severity=Severity::Success>
                <p>
                    "ProConnect indique que vous travaillez pour une administration\u{a0}: l’accès vous \
                    est ouvert."
                </p>
            </Alert>
            <h2>"Comment l’accès est décidé"</h2>
            <p>
                "ProConnect déduit le secteur de votre organisation de son numéro SIRET. Le service \
                vérifie ce rôle à chaque page, avant d’en montrer quoi que ce soit. Un agent dont le \
                rôle n’est pas connu n’entre pas."
            </p>
        </div>
    }
}
