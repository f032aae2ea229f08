use crate::{page::Pages, service};
use leptos::prelude::*;

/// [Lien](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/lien) to another
/// site. It opens a new window, and its title announces it.
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
    /// The page's path, as in the table.
    path: &'static str,
    #[prop(default = "fr-link")] class: &'static str,
) -> impl IntoView {
    view! { <a class=class href=path>{Pages::current().title(path)}</a> }
}

/// A `mailto:` link to the team, or to the given address.
#[component]
pub fn MailLink(#[prop(default = service::CONTACT_EMAIL)] to: &'static str) -> impl IntoView {
    view! { <a class="fr-link" href=format!("mailto:{to}")>{to}</a> }
}
