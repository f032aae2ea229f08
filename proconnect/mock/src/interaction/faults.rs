use maud::{Markup, html};

use crate::fault::Fault;
use crate::page::{fold, search_field};
use crate::search::Search;

/// The faults that can be chosen for one login, as radio buttons of the form `form`. The search
/// shows the page at `path` again, with the matching faults.
pub fn choice(path: &str, form: &str, search: &Search) -> Markup {
    let places = Fault::matching(search);
    html! {
        details #pannes open[!search.is_empty()] {
            summary { "Simuler une panne ou un mensonge de ProConnect" }
            (search_field(&format!("{path}#pannes"), "Chercher une panne", search))
            fieldset {
                legend { "Pour cette connexion seulement" }
                p.detail {
                    "Choisissez une panne, puis la personne, plus haut. Une panne des métadonnées, des clés ou \
                     de la déconnexion se produit à la première requête de ce genre après la connexion."
                }
                (radio(form, None))
                @for (place, faults) in &places {
                    (fold(place.title(), faults.len(), !search.is_empty(), &html! {
                        @for fault in faults { (radio(form, Some(*fault))) }
                    }))
                }
                @if places.is_empty() {
                    p { "Aucune panne ne correspond à cette recherche." }
                }
            }
        }
    }
}

fn radio(form: &str, fault: Option<Fault>) -> Markup {
    html! {
        label.choice {
            @if let Some(fault) = fault {
                input type="radio" name="fault" form=(form) value=(fault);
                " " (fault.description()) " " code { (fault) }
            } @else {
                input type="radio" name="fault" form=(form) value="" checked;
                " Aucune panne"
            }
        }
    }
}
