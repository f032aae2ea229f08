use super::severity::Severity;
use leptos::prelude::*;

/// [Alerte](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/alerte): what
/// happened, in its small form, whose text is the children. It is there from the beginning, so that
/// it has no role: a page is read from its top.
#[component]
pub fn Alert(severity: Severity, children: Children) -> impl IntoView {
    view! { <div class=format!("fr-alert fr-alert--sm fr-alert--{}", severity.name())>{children()}</div> }
}
