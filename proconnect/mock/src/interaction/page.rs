use maud::{Markup, html};
use strum::{EnumMessage, IntoEnumIterator};

use crate::fault::Fault;
use crate::page::{Script, page};
use crate::personas::{Group, Persona};

const REFUSAL: &str = "error=access_denied&error_description=user%20authentication%20aborted";

/// One button per persona, and one to cancel. `path` is that of the interaction.
pub fn login(client_name: &str, path: &str, personas: &[&Persona]) -> Markup {
    let title = format!("Se connecter à {client_name}");
    let content = html! {
        h1 { (title) }
        p { "Choisissez la personne qui se connecte. Aucun mot de passe n’est demandé." }
        p { a.button href={ (path) "/error?" (REFUSAL) } { "Refuser" } }
        form method="post" action=(path) {
            (faults())
            @for group in Group::iter() {
                (self::group(group, personas))
            }
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
    html! {
        @if let Some(title) = group.get_message() {
            @if !members.is_empty() {
                details open[members.len() == personas.len()] {
                    summary { (title) " (" (members.len()) ")" }
                    (buttons(&members))
                }
            }
        } @else {
            (buttons(&members))
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

/// Asks for the `code`, and shows the e-mail that would have contained it. `wait` is the time until
/// another one may be requested at `resend`, in seconds.
pub fn email_code(email: &str, code: &str, resend: &str, wait: u64) -> Markup {
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
        @if wait == 0 {
            form method="post" action=(resend) {
                button type="submit" { "Recevoir un autre code" }
            }
        } @else {
            p.detail { "Un autre code pourra être demandé dans " (minutes(wait)) "." }
        }
    };
    page("Vérification", Script::None, &content)
}

/// Rounded up, in French.
fn minutes(seconds: u64) -> String {
    match seconds.div_ceil(60) {
        1 => "une minute".to_owned(),
        minutes => format!("{minutes}\u{a0}minutes"),
    }
}

/// The faults that can be chosen for this login only.
fn faults() -> Markup {
    let all = Fault::all();
    let places = all.chunk_by(|one, next| one.place() == next.place());
    html! {
        details {
            summary { "Simuler une panne ou un mensonge de ProConnect" }
            div {
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
}
