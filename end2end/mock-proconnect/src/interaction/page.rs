use maud::{Markup, html};

use crate::fault::Fault;
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
            (buttons(personas))
            (faults())
        }
        a.button href={ (path) "/error?" (REFUSAL) } { "Refuser" }
    };
    page(&title, Script::None, &content)
}

fn buttons<'a>(personas: impl Iterator<Item = &'a Persona>) -> Markup {
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

/// One button per organisation or identity provider; the fault chosen before comes along.
pub fn choices(path: &str, variants: &[&Persona], fault: Option<&str>) -> Markup {
    let content = html! {
        h1 { "Au nom de qui\u{a0}?" }
        p { "Choisissez l’organisation ou le fournisseur d’identité de cette connexion." }
        form method="post" action=(path) {
            @if let Some(fault) = fault {
                input type="hidden" name="fault" value=(fault);
            }
            (buttons(variants.iter().copied()))
        }
    };
    page("Choix de l’organisation", Script::None, &content)
}

/// Asks for the `code`, and shows the e-mail that would have brought it.
pub fn email_code(email: &str, code: &str) -> Markup {
    let content = html! {
        h1 { "Vérifier votre adresse électronique" }
        p { "Un code à huit chiffres a été envoyé à " bdi { (email) } "." }
        form method="post" {
            label for="code" { "Code reçu\u{a0}:" }
            input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required;
            " "
            button type="submit" { "Vérifier" }
        }
        p.detail data-testid="email" { "Message reçu\u{a0}: votre code est " (code) }
    };
    page("Vérification", Script::None, &content)
}

/// What the issuer may get wrong on purpose, for this login alone.
fn faults() -> Markup {
    let all = Fault::all();
    let places = all.chunk_by(|one, next| one.place() == next.place());
    html! {
        details {
            summary { "Simuler une panne ou un mensonge de ProConnect" }
            label for="fault" { "Pour cette connexion seulement\u{a0}:" }
            select id="fault" name="fault" {
                option value="" { "Aucun" }
                @for faults in places {
                    optgroup label=(faults.first().map(|fault| fault.place()).unwrap_or_default()) {
                        @for fault in faults {
                            option value=(fault) { (fault.description()) " (" (fault) ")" }
                        }
                    }
                }
            }
            p.detail {
                "Puis choisissez la personne. Ce qui touche aux métadonnées, aux clés et à la \
                 déconnexion se produit à la première requête de ce genre après la connexion."
            }
        }
    }
}
