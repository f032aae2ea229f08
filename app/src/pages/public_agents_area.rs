use super::page_head::PageHead;
use crate::{
    agent::Agent,
    components::{alert::Alert, severity::Severity},
};
use leptos::prelude::*;

/// A page for agents of the public sector. It checks no role itself: its row in
/// [`PAGES`](crate::pages::PAGES) names the role, and the guard enforces it.
#[component]
pub fn PublicAgentsAreaPage(agent: Agent) -> impl IntoView {
    view! {
        <PageHead/>
        <div class="app-prose">
            <p class="fr-text--lead">
                "Bonjour " <bdi>{agent.name}</bdi> ", cet espace est réservé aux agents du secteur public."
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
                vérifie ce rôle à chaque page, avant d’en montrer quoi que ce soit. Un compte dont \
                les rôles ne sont pas connus n’y accède pas."
            </p>
        </div>
    }
}
