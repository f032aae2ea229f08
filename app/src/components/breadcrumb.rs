use super::link::PageLink;
use crate::page::Page;
use leptos::prelude::*;

/// [Fil
/// d’Ariane](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/fil-d-ariane):
/// the home page, then the page itself. It is always open, since it is short enough for a small
/// screen.
#[component]
pub fn Breadcrumb() -> impl IntoView {
    Page::current().map(|page| {
        view! {
            <nav role="navigation" class="fr-breadcrumb" aria-label="Vous êtes ici">
                <ol class="fr-breadcrumb__list">
                    <li>
                        <PageLink path="/" class="fr-breadcrumb__link"/>
                    </li>
                    <li>
                        <a class="fr-breadcrumb__link" aria-current="page">{page.title}</a>
                    </li>
                </ol>
            </nav>
        }
    })
}
