use maud::{Markup, html};
use strum::{EnumMessage, IntoEnumIterator};

use crate::fault::{Fault, Place, PlannedFault, Until};
use crate::issuer::Issuer;
use crate::page::fold;
use crate::search::{self, Search};

/// The planned faults, and the button that removes them.
pub fn planned(issuer: &Issuer, search: &Search) -> Markup {
    let planned = issuer.faults.planned();
    html! {
        section aria-labelledby="prevues" {
            h2 id="prevues" { "Pannes prévues" }
            @if planned.is_empty() {
                p { "Aucune\u{a0}: cet émetteur est honnête." }
            } @else {
                ul {
                    @for planned in &planned {
                        li.planned { (plan(issuer, planned)) }
                    }
                }
                form method="post" action="/faults/clear" {
                    (kept(search))
                    button type="submit" { "Retirer toutes les pannes" }
                }
            }
        }
    }
}

fn plan(issuer: &Issuer, planned: &PlannedFault) -> Markup {
    let client = planned
        .client_id
        .as_deref()
        .and_then(|id| issuer.client(id));
    html! {
        code { (planned.fault) } "\u{a0}: "
        (planned.fault.place().title()) ", " (planned.fault.description())
        p.detail {
            (planned.until.get_message().unwrap_or_default())
            @if let Some(client) = client {
                ", pour " bdi { (client.name) }
            }
        }
    }
}

/// The search, which the answer to a form keeps.
fn kept(search: &Search) -> Markup {
    html! {
        @if !search.is_empty() {
            input type="hidden" name=(search::PARAMETER) value=(search.typed());
        }
    }
}

/// The faults that `search` has found, each with the button that plans it.
pub fn section(places: &[(Place, Vec<Fault>)], search: &Search) -> Markup {
    let count: usize = places.iter().map(|(_, faults)| faults.len()).sum();
    html! {
        section aria-labelledby="pannes" {
            h2 id="pannes" { "Pannes et mensonges (" (count) ")" }
            @if places.is_empty() {
                p { "Aucune panne ne correspond à cette recherche." }
            } @else {
                form method="post" action="/faults" {
                    p {
                        "Un bouton prévoit une panne, pour tous les services. Il peut y en avoir plusieurs."
                    }
                    (kept(search))
                    (durations())
                    @for (place, faults) in places {
                        (fold(place.title(), faults.len(), !search.is_empty(), &buttons(faults)))
                    }
                }
            }
        }
    }
}

fn durations() -> Markup {
    html! {
        fieldset {
            legend { "La panne se produit" }
            @for until in Until::iter() {
                label.choice {
                    input type="radio" name="until" value=(until) checked[until == Until::Once];
                    " " (until.get_message().unwrap_or_default())
                }
            }
        }
    }
}

fn buttons(faults: &[Fault]) -> Markup {
    html! {
        ul {
            @for fault in faults {
                li.fault {
                    span { (fault.description()) }
                    " "
                    button type="submit" name="fault" value=(fault) { "Prévoir " code { (fault) } }
                }
            }
        }
    }
}
