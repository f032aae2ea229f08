use super::severity::Severity;
use leptos::prelude::*;

/// [Badge](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/badge): a state or
/// a category in a word. Without the icon, which would repeat the word.
#[component]
pub fn Badge(severity: Severity, children: Children) -> impl IntoView {
    let class = format!("fr-badge fr-badge--{} fr-badge--no-icon", severity.name());
    view! { <span class=class>{children()}</span> }
}
