use crate::{
    request,
    site_map::{HOME, MY_ACCOUNT, PUBLIC_AGENTS_AREA, Page, SENSITIVE_AREA},
};
use leptos::prelude::*;

/// The pages of the first rank.
const ENTRIES: [Page; 4] = [HOME, MY_ACCOUNT, PUBLIC_AGENTS_AREA, SENSITIVE_AREA];

/// [Navigation principale](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/navigation-principale),
/// in a `<details>` that a small screen shows as a menu button and a wide one as a row of links.
#[component]
pub fn Navigation() -> impl IntoView {
    let path = request::path();
    let entries = ENTRIES.map(|page| {
        let current = (page.path == path).then_some("page");
        view! {
            <li class="fr-nav__item">
                <a class="fr-nav__link" href=page.path aria-current=current>{page.title}</a>
            </li>
        }
    });
    view! {
        <div class="fr-header__menu">
            <div class="fr-container">
                <details class="app-menu">
                    <summary class="app-menu__button">"Menu"</summary>
                    <nav class="fr-nav" role="navigation" aria-label="Menu principal">
                        <ul class="fr-nav__list">{entries.collect_view()}</ul>
                    </nav>
                </details>
            </div>
        </div>
    }
}
