use maud::{Markup, html};
use url::Url;

use super::clients::origin;
use crate::client::Client;
use crate::issuer::Issuer;

/// The command that attacks the first registered service, and the files to read.
pub fn section(issuer: &Issuer) -> Markup {
    html! {
        section aria-labelledby="attaquer" {
            h2 id="attaquer" { "Attaquer votre service" }
            p {
                "La suite d’attaques essaie des centaines de cas sur un service, quel que soit son langage\u{a0}: \
                 jetons falsifiés, réponses fausses, pages d’un autre site, agents inhabituels. Elle rend un \
                 rapport. Elle démarre son propre émetteur, à l’adresse de celui-ci\u{a0}: arrêtez d’abord ce \
                 programme. Le service garde ses réglages."
            }
            @if let Some(client) = issuer.clients.first() {
                pre { code { (command(&issuer.url, client)) } }
            }
            p.detail {
                "À lancer seulement sur un service dont vous avez la charge, avec des données d’essai. \
                 Installation, options et lecture du rapport\u{a0}: "
                code { "proconnect/mock/README.fr.md" }
                ". Réglages avec Django, Rails, Node, Flask, PHP et Spring\u{a0}: "
                code { "proconnect/mock/docs/use-it-with.fr.md" }
                "."
            }
        }
    }
}

/// The flags that differ from their defaults. The secret is absent, as in the settings to copy.
fn command(issuer: &str, client: &Client) -> String {
    let standard = Client::development();
    let start = origin(client).unwrap_or_default();
    let mut command = format!("mock-proconnect audit --start {start}/");
    let mut add = |flag: &str, value: &str| {
        command.push_str(" \\\n  --");
        command.push_str(flag);
        if !value.is_empty() {
            command.push(' ');
            command.push_str(value);
        }
    };
    if let Ok(url) = Url::parse(issuer) {
        let port = url.port_or_known_default().unwrap_or_default();
        let host = url.host_str().unwrap_or_default();
        if port != 3100 {
            add("address", &format!("127.0.0.1:{port}"));
        }
        if host != "localhost" {
            add("host", host);
        }
        if url.scheme() == "https" {
            add("https", "");
        }
    }
    if client.client_id != standard.client_id {
        add("client-id", &client.client_id);
        add("client-secret", "…");
    }
    if client.redirect_uris != standard.redirect_uris {
        client
            .redirect_uris
            .iter()
            .for_each(|uri| add("redirect-uri", uri));
    }
    if client.post_logout_redirect_uris != standard.post_logout_redirect_uris {
        let uris = client.post_logout_redirect_uris.iter();
        uris.for_each(|uri| add("post-logout-redirect-uri", uri));
    }
    command
}
