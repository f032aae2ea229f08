use crate::{page::Pages, service};
use leptos::prelude::*;

/// [Lien](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/lien) to another
/// site, in a new window, which its title says.
#[component]
pub fn ExternalLink(
    href: &'static str,
    text: &'static str,
    #[prop(default = "fr-link")] class: &'static str,
) -> impl IntoView {
    view! {
        <a
            class=class
            href=href
            target="_blank"
            rel="noopener external"
            title=format!("{text} - nouvelle fenêtre")
        >
            {text}
        </a>
    }
}

/// A link to a page of this site, whose text is the page's title.
#[component]
pub fn PageLink(
    /// The page's path in the table.
    path: &'static str,
    #[prop(default = "fr-link")] class: &'static str,
) -> impl IntoView {
    view! { <a class=class href=path>{Pages::current().title(path)}</a> }
}

/// A way to write to the team, or to the address given.
#[component]
pub fn MailLink(#[prop(default = service::CONTACT_EMAIL)] to: &'static str) -> impl IntoView {
    view! { <a class="fr-link" href=format!("mailto:{to}")>{to}</a> }
}
