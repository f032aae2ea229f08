use crate::{page::Pages, service};
use leptos::prelude::*;
use url::form_urlencoded::byte_serialize;

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
            rel="noopener noreferrer external"
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

/// The address of a link that begins a message to the team, with a subject and a text (`mailto:`, RFC 6068).
pub fn mailto(subject: &str, text: &str) -> String {
    // A form writes a space as a plus sign, which the message would show.
    let encoded = |text: &str| {
        let encoded: String = byte_serialize(text.as_bytes()).collect();
        encoded.replace('+', "%20")
    };
    // RFC 6068 5: a line of the text ends with both characters.
    let text = text.replace('\n', "\r\n");
    format!(
        "mailto:{}?subject={}&body={}",
        service::CONTACT_EMAIL,
        encoded(subject),
        encoded(&text)
    )
}

/// A `mailto:` link to the team, or to the given address.
#[component]
pub fn MailLink(#[prop(default = service::CONTACT_EMAIL)] to: &'static str) -> impl IntoView {
    view! { <a class="fr-link" href=format!("mailto:{to}")>{to}</a> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_and_the_text_of_a_message_are_encoded() {
        let message = mailto("Une erreur ?", "1 + 1\n& \"é\"");
        let fields = "?subject=Une%20erreur%20%3F&body=1%20%2B%201%0D%0A%26%20%22%C3%A9%22";
        assert_eq!(
            message,
            format!("mailto:{}{fields}", service::CONTACT_EMAIL)
        );
    }
}
