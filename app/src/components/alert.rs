use super::severity::Severity;
use leptos::prelude::*;

/// [Alerte](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/alerte), in its
/// small form. The children are its text. It has no ARIA role: it is part of the page from the
/// beginning, and is read in its place.
#[component]
pub fn Alert(severity: Severity, children: Children) -> impl IntoView {
    view! { <div class=format!("fr-alert fr-alert--sm fr-alert--{}", severity.name())>{children()}</div> }
}
