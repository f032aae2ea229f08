use super::page_head::PageHead;
use crate::agent::Agent;
use leptos::prelude::*;

/// A page for agents whose login had a second factor. It does not check this itself: its row in
/// [`PAGES`](crate::pages::PAGES) requires it, and the guard enforces it.
#[component]
pub fn SensitiveAreaPage(agent: Agent) -> impl IntoView {
    view! {
        <PageHead/>
        <div class="app-prose">
            <p class="fr-text--lead">
                "Vous y accédez parce que ProConnect a vérifié votre identité par une double \
                authentification."
            </p>
            <p>
                "Session ouverte\u{a0}: " <bdi>{agent.name}</bdi>
                ". Une équipe place ici ce qui ne doit pas s’ouvrir avec un simple mot de passe\u{a0}: \
                un export, une validation, un changement de droits."
            </p>
        </div>
    }
}
