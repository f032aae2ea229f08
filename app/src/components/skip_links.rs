use leptos::prelude::*;

/// The first links of the document; they show when they receive focus.
#[component]
pub fn SkipLinks() -> impl IntoView {
    view! {
        <div class="fr-skiplinks">
            <nav class="fr-container" role="navigation" aria-label="Accès rapide">
                <ul class="fr-skiplinks__list">
                    <li><a class="fr-link" href="#content">"Contenu"</a></li>
                    <li><a class="fr-link" href="#footer">"Pied de page"</a></li>
                </ul>
            </nav>
        </div>
    }
}
