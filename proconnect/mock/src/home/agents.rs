use maud::{Markup, html};
use serde_json::Value;
use strum::{EnumMessage, IntoEnumIterator};

use crate::acr;
use crate::issuer::Issuer;
use crate::page::fold;
use crate::personas::{Group, Persona};
use crate::search::Search;

/// The agents that `search` finds.
pub fn matching<'a>(issuer: &'a Issuer, search: &Search) -> Vec<&'a Persona> {
    let personas = issuer.personas.iter();
    let agents = personas.filter(|persona| persona.choice_of.is_none());
    agents.filter(|persona| matches(search, persona)).collect()
}

/// `agents`, in the groups of the login page, all of them open if `open`.
pub fn section(agents: &[&Persona], open: bool) -> Markup {
    html! {
        section aria-labelledby="personnes" {
            h2 id="personnes" { "Personnes (" (agents.len()) ")" }
            @if agents.is_empty() {
                p { "Aucune personne ne correspond à cette recherche." }
            } @else {
                p {
                    "La page de connexion propose ces personnes. Un service les connecte sans page s’il \
                     envoie leur adresse dans " code { "login_hint" } "."
                }
            }
            @for group in Group::iter() {
                (self::group(group, agents, open))
            }
        }
    }
}

fn matches(search: &Search, persona: &Persona) -> bool {
    let name = persona.full_name();
    let group = persona.group.get_message().unwrap_or_default();
    let mut texts = vec![group, &name, &persona.description, &persona.id];
    let properties = properties(persona);
    texts.extend(
        properties
            .iter()
            .flat_map(|(name, value)| [*name, value.as_str()]),
    );
    search.matches(&texts)
}

fn group(group: Group, agents: &[&Persona], open: bool) -> Markup {
    let mut members = agents
        .iter()
        .filter(|persona| persona.group == group)
        .peekable();
    let count = members.clone().count();
    html! {
        @if members.peek().is_some() {
            (fold(group.title(), count, open || group == Group::Common, &html! {
                ul { @for persona in members { li { (agent(persona)) } } }
            }))
        }
    }
}

fn agent(persona: &Persona) -> Markup {
    html! {
        bdi.name { (persona.full_name()) }
        p.description { (persona.description) " (" code { (persona.id) } ")" }
        dl.properties {
            @for (name, value) in properties(persona) {
                div { dt { (name) } dd { bdi { (value) } } }
            }
        }
    }
}

/// The properties that a developer chooses an agent for, in French.
fn properties(persona: &Persona) -> Vec<(&'static str, String)> {
    let organization = match persona.text("organization_label") {
        "" => "nom absent",
        label => label,
    };
    let mut properties = vec![
        (
            "Organisation",
            format!("{organization}, SIRET {}", persona.text("siret")),
        ),
        ("Courriel", persona.text("email").to_owned()),
        ("Rôles", roles(persona)),
        ("Authentification", authentication(persona)),
    ];
    if !persona.choices.is_empty() {
        let choices = persona
            .choices
            .iter()
            .map(|choice| choice.description.as_str());
        properties.push(("Au choix", choices.collect::<Vec<_>>().join("\u{a0}; ")));
    }
    if persona.refusal.is_some() {
        let end = "sur une page d’erreur de ProConnect, sans retour au service";
        properties.push(("Fin de la connexion", end.to_owned()));
    }
    properties
}

fn roles(persona: &Persona) -> String {
    let roles = persona.claims.get("roles").and_then(Value::as_array);
    let roles: Vec<&str> = roles
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    if roles.is_empty() {
        return "aucun rôle".to_owned();
    }
    roles.join(", ")
}

fn authentication(persona: &Persona) -> String {
    let context = acr::supported(persona.text("idp_acr"));
    if let Some(step_up) = &persona.step_up {
        return format!(
            "simple ({context})\u{a0}; double ({}) si le service la demande",
            step_up.acr
        );
    }
    match context {
        "eidas0-mfa" | "eidas1-mfa" | "eidas2" | "eidas3" => format!("double ({context})"),
        _ if !persona.authentication(false).can_be_lifted => format!(
            "simple ({context})\u{a0}; aucun code par courriel, même si le service demande une double authentification"
        ),
        _ => format!(
            "simple ({context})\u{a0}; un code par courriel si le service demande une double authentification"
        ),
    }
}
