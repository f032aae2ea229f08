use super::heading::{Heading, HeadingLevel};
use crate::page::Page;
use leptos::prelude::*;

/// A list of [`Tile`], side by side where there is room.
#[component]
pub fn Tiles(children: Children) -> impl IntoView {
    view! { <ul class="app-tiles">{children()}</ul> }
}

/// [Tuile](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/tuile): a link to a
/// page, clickable as a whole, with the page's summary.
#[component]
pub fn Tile(page: &'static Page, level: HeadingLevel) -> impl IntoView {
    view! {
        <li class="fr-tile fr-tile--horizontal fr-enlarge-link">
            <div class="fr-tile__body">
                <div class="fr-tile__content">
                    <Heading level class="fr-tile__title">
                        <a href=page.path>{page.title}</a>
                    </Heading>
                    <p class="fr-tile__desc">{page.summary}</p>
                </div>
            </div>
        </li>
    }
}
