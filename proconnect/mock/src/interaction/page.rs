use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::faults;
use crate::page::{Script, fold, page};
use crate::personas::{Group, Persona};
use crate::search::Search;

const REFUSAL: &str = "error=access_denied&error_description=user%20authentication%20aborted";

/// One button per persona, the faults that `search` finds, and the link to cancel. `path` is that of
/// the interaction.
pub fn login(client_name: &str, path: &str, personas: &[&Persona], search: &Search) -> Markup {
    let title = format!("Se connecter à {client_name}");
    let content = html! {
        h1 { (title) }
        p { "Choisissez la personne qui se connecte. Aucun mot de passe n’est demandé." }
        form id="login" method="post" action=(path) {
            p.armed {
                "Une panne est choisie\u{a0}: elle touche la connexion de la prochaine personne choisie."
            }
            @for group in Group::iter() {
                (self::group(group, personas))
            }
        }
        (faults::choice(path, "login", search))
        section aria-labelledby="abandon" {
            h2 id="abandon" { "Abandonner la connexion" }
            p id="abandon-detail" {
                "ProConnect n’a pas ce bouton. Il simule une personne qui renonce\u{a0}: le service reçoit "
                code { "access_denied" } "."
            }
            a.button href={ (path) "/error?" (REFUSAL) } aria-describedby="abandon-detail" { "Refuser" }
        }
    };
    page(&title, Script::None, &content)
}

/// The personas of `group`: visible for the common group, folded behind its title otherwise.
fn group(group: Group, personas: &[&Persona]) -> Markup {
    let members: Vec<&Persona> = personas
        .iter()
        .copied()
        .filter(|persona| persona.group == group)
        .collect();
    let buttons = buttons(&members);
    html! {
        @if group == Group::Common {
            (buttons)
        } @else if !members.is_empty() {
            (fold(group.title(), members.len(), members.len() == personas.len(), &buttons))
        }
    }
}

fn buttons(personas: &[&Persona]) -> Markup {
    html! {
        ul {
            @for persona in personas {
                li {
                    button type="submit" name="persona" value=(persona.id) {
                        bdi.name { (persona.full_name()) }
                        " "
                        span.description { (persona.description) }
                    }
                }
            }
        }
    }
}

/// One button per organisation or identity provider. The fault that was chosen before is kept.
pub fn choices(path: &str, variants: &[&Persona], fault: Option<&str>) -> Markup {
    let content = html! {
        h1 { "Au nom de qui\u{a0}?" }
        p { "Choisissez l’organisation ou le fournisseur d’identité de cette connexion." }
        form method="post" action=(path) {
            @if let Some(fault) = fault {
                input type="hidden" name="fault" value=(fault);
            }
            (buttons(variants))
        }
    };
    page("Choix de l’organisation", Script::None, &content)
}
