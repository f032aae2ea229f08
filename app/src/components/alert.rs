use super::severity::Severity;
use leptos::prelude::*;

/// [Alerte](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/alerte), in its
/// small form. The children are its text. The stylesheet draws an icon for its severity, and a screen reader
/// reads a word for it. It has no ARIA role: it is part of the page from the beginning, and is read in its
/// place.
#[component]
pub fn Alert(severity: Severity, children: Children) -> impl IntoView {
    view! {
        <div class=format!("fr-alert fr-alert--sm fr-alert--{}", severity.name())>
            <p class="fr-sr-only">{severity.word()} "\u{a0}:"</p>
            {children()}
        </div>
    }
}
