use maud::{Markup, html};

use super::{agents, attack, clients, faults};
use crate::fault::Fault;
use crate::issuer::Issuer;
use crate::page::{Script, page, search_field};
use crate::personas::Persona;
use crate::search::Search;

/// The home page. A search leaves the agents and the faults that it finds, and hides the clients.
pub fn home(issuer: &Issuer, search: &Search) -> Markup {
    let title = "Un ProConnect simulé";
    let agents: Vec<&Persona> = agents::matching(issuer, search);
    let places = Fault::matching(search);
    let content = html! {
        h1 { (title) }
        @if search.is_empty() {
            (introduction(&issuer.url))
            (clients::section(issuer))
            (attack::section(issuer))
        }
        (faults::planned(issuer, search))
        section aria-labelledby="chercher" {
            h2 id="chercher" { "Chercher une personne ou une panne" }
            (search_field("/#chercher", "Un nom, une adresse, un rôle, «\u{a0}signature\u{a0}», «\u{a0}state\u{a0}»…", search))
        }
        (agents::section(&agents, !search.is_empty()))
        (faults::section(&places, search))
    };
    page(title, Script::None, &content)
}

fn introduction(issuer: &str) -> Markup {
    html! {
        p {
            "Ce programme tient lieu de ProConnect pendant le développement\u{a0}: mêmes adresses, mêmes \
             refus, mêmes jetons, sans compte ni mot de passe. Il oublie tout quand il s’arrête."
        }
        p { "Émetteur\u{a0}: " code { (issuer) } }
        nav aria-label="Sommaire" {
            ul.inline {
                li { a href="#services" { "Services" } }
                li { a href="#attaquer" { "Attaquer" } }
                li { a href="#prevues" { "Pannes prévues" } }
                li { a href="#chercher" { "Chercher" } }
                li { a href="#personnes" { "Personnes" } }
                li { a href="#pannes" { "Pannes" } }
                li { a href="/api/v2/.well-known/openid-configuration" { "Métadonnées" } }
                li { a href="/api/v2/jwks" { "Clés publiques" } }
                li { a href="/mock/settings" { "Réglages" } }
            }
        }
    }
}
