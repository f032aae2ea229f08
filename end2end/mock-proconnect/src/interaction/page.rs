use maud::{Markup, html};

use crate::page::{Script, page};
use crate::personas::Persona;

const REFUSAL: &str = "error=access_denied&error_description=user%20authentication%20aborted";

/// One button per persona, and a way out; `path` is the interaction's.
pub fn login<'a>(
    client_name: &str,
    path: &str,
    personas: impl Iterator<Item = &'a Persona>,
) -> Markup {
    let title = format!("Se connecter à {client_name}");
    let content = html! {
        h1 { (title) }
        p { "Choisissez la personne qui se connecte. Aucun mot de passe n’est demandé." }
        form method="post" action=(path) {
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
        a.button href={ (path) "/error?" (REFUSAL) } { "Refuser" }
    };
    page(&title, Script::None, &content)
}
