use axum::extract::State;
use maud::{Markup, html};
use std::sync::Arc;

use crate::client::Client;
use crate::fault::PlannedFault;
use crate::issuer::Issuer;
use crate::page::{Script, page};

/// `GET /`: the settings and the registered clients, at the address that the program prints.
pub async fn get(State(issuer): State<Arc<Issuer>>) -> Markup {
    let title = "Un ProConnect simulé";
    let content = html! {
        h1 { (title) }
        p { "Émetteur\u{a0}: " code { (issuer.url) } }
        ul {
            li { a href="/api/v2/.well-known/openid-configuration" { "Métadonnées" } }
            li { a href="/mock/settings" { "Réglages" } }
            li { a href="/mock/faults" { "Mensonges et pannes" } }
        }
        h2 { "Services enregistrés" }
        @for client in &issuer.clients {
            (registration(client))
        }
        h2 { "Mensonges et pannes qui attendent" }
        (planned(&issuer.faults.planned()))
    };
    page(title, Script::None, &content)
}

/// The registration, without the secret.
fn registration(client: &Client) -> Markup {
    html! {
        section {
            h3 { bdi { (client.name) } }
            dl {
                dt { "client_id" }
                dd { code { (client.client_id) } }
                dt { "redirect_uri" }
                (addresses(&client.redirect_uris))
                dt { "post_logout_redirect_uri" }
                (addresses(&client.post_logout_redirect_uris))
                dt { "scope" }
                dd { (client.scopes.join(" ")) }
            }
        }
    }
}

fn addresses(uris: &[String]) -> Markup {
    html! {
        @for uri in uris {
            dd { code { (uri) } }
        }
        @if uris.is_empty() {
            dd { "aucune" }
        }
    }
}

fn planned(faults: &[PlannedFault]) -> Markup {
    html! {
        @if faults.is_empty() {
            p { "Aucun\u{a0}: cet émetteur est honnête." }
        } @else {
            ul {
                @for planned in faults {
                    li {
                        code { (planned.fault) } "\u{a0}: " (planned.fault.description())
                    }
                }
            }
        }
    }
}
