use maud::{Markup, html};
use url::Url;

use crate::client::Client;
use crate::issuer::Issuer;

/// The registered relying parties, with the settings of each.
pub fn section(issuer: &Issuer) -> Markup {
    html! {
        section aria-labelledby="services" {
            h2 id="services" { "Services enregistrés" }
            @for client in &issuer.clients {
                (registration(&issuer.url, client))
            }
        }
    }
}

fn registration(issuer: &str, client: &Client) -> Markup {
    html! {
        h3 { bdi { (client.name) } }
        @if let Some(origin) = origin(client) {
            p { a.button href=(origin) { "Ouvrir le service" } " " span.detail { (origin) } }
        }
        p { "Réglages à copier dans le service\u{a0}:" }
        pre { code { (variables(issuer, client)) } }
        dl {
            (addresses("Adresses de retour d’une connexion", &client.redirect_uris))
            (addresses("Adresses de retour d’une déconnexion", &client.post_logout_redirect_uris))
            @if client.is_for_public_agents {
                dt { "Personnes admises" }
                dd { "agents du secteur public" }
            }
            @if !client.email_domains.is_empty() {
                dt { "Domaines de courriel admis" }
                dd { (client.email_domains.join(", ")) }
            }
        }
    }
}

fn addresses(title: &str, uris: &[String]) -> Markup {
    html! {
        dt { (title) }
        @for uri in uris {
            dd { code { (uri) } }
        }
        @if uris.is_empty() {
            dd { "aucune" }
        }
    }
}

/// The site of the relying party.
pub fn origin(client: &Client) -> Option<String> {
    let uri = Url::parse(client.redirect_uris.first()?).ok()?;
    Some(uri.origin().ascii_serialization())
}

/// The variables of a service made with this library. The secret is absent: a page that any program
/// of the machine can read is no place for it, and a file of clients may hold one that serves
/// elsewhere.
fn variables(issuer: &str, client: &Client) -> String {
    let first = |uris: &[String]| uris.first().cloned().unwrap_or_default();
    let userinfo_alg = client.userinfo_signed_response_alg;
    [
        ("DOMAIN", issuer.to_owned()),
        ("CLIENT_ID", client.client_id.clone()),
        ("REDIRECT_URI", first(&client.redirect_uris)),
        (
            "POST_LOGOUT_REDIRECT_URI",
            first(&client.post_logout_redirect_uris),
        ),
        ("SCOPES", format!("\"{}\"", client.scopes.join(" "))),
        (
            "ID_TOKEN_SIGNED_RESPONSE_ALG",
            client.id_token_signed_response_alg.to_string(),
        ),
        (
            "USERINFO_SIGNED_RESPONSE_ALG",
            userinfo_alg.map_or_else(|| "none".to_owned(), |alg| alg.to_string()),
        ),
    ]
    .map(|(name, value)| format!("PROCONNECT_{name}={value}\n"))
    .into_iter()
    .chain([
        "# Le secret n’est pas affiché : celui du drapeau --client-secret (sans drapeau, celui du README).\n"
            .to_owned(),
        "PROCONNECT_CLIENT_SECRET=\n".to_owned(),
    ])
    .collect()
}
