use leptos::prelude::*;

/// [Liens
/// d’évitement](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/liens-d-evitement):
/// the first links of the document, visible when they have the focus. Their targets are in the
/// frame of every page.
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
