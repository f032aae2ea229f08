use crate::site_map::{HOME, Page};
use leptos::prelude::*;

/// [Fil d’Ariane](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/fil-d-ariane):
/// the home page, then the page itself. Always open: there is little of it, even on a small screen.
#[component]
pub fn Breadcrumb(page: Page) -> impl IntoView {
    view! {
        <nav role="navigation" class="fr-breadcrumb" aria-label="Vous êtes ici">
            <ol class="fr-breadcrumb__list">
                <li>
                    <a class="fr-breadcrumb__link" href=HOME.path>{HOME.title}</a>
                </li>
                <li>
                    <a class="fr-breadcrumb__link" aria-current="page">{page.title}</a>
                </li>
            </ol>
        </nav>
    }
}
