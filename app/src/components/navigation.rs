use crate::{
    agent::Agent,
    page::{Pages, Place},
    request,
};
use leptos::prelude::*;

/// [Navigation
/// principale](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/navigation-principale):
/// the pages that the visitor or the agent may open. A `<details>` element, shown as a menu button
/// on a small screen and as a row of links on a wide one.
#[component]
pub fn Navigation(agent: Option<Agent>) -> impl IntoView {
    let path = request::path();
    let entries = Pages::current()
        .offered(Place::Menu, agent.as_ref())
        .map(|page| {
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
