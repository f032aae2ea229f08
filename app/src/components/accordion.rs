use super::heading::{Heading, HeadingLevel};
use leptos::prelude::*;

/// [Accordéons](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/accordeon):
/// a group of [`Accordion`].
#[component]
pub fn AccordionsGroup(children: Children) -> impl IntoView {
    view! { <div class="fr-accordions-group">{children()}</div> }
}

/// A title that opens its content. A `<details>` element, which needs neither script nor
/// identifiers.
#[component]
pub fn Accordion(title: &'static str, level: HeadingLevel, children: Children) -> impl IntoView {
    view! {
        <details class="fr-accordion">
            <summary class="fr-accordion__btn">
                <Heading level class="fr-accordion__title">{title}</Heading>
            </summary>
            <div class="app-accordion__content">{children()}</div>
        </details>
    }
}
