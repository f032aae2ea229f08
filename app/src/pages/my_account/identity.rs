use crate::{agent::Agent, components::detail::Detail, role, siret};
use leptos::{either::Either, prelude::*};

/// Each claim with its name, in words.
pub fn identity(agent: &Agent) -> impl IntoView + use<> {
    let level = agent.acr.as_deref();
    let level = level.map(|acr| acr_gloss(acr).unwrap_or(acr).to_owned());
    let second_factor = if agent.has_second_factor {
        "oui"
    } else {
        "non"
    };
    view! {
        // Another claim is one more line: `value=agent.claim("phone_number")`, with its scope.
        <dl class="app-details">
            <Detail term="Prénoms" value=agent.given_name.clone() absent="non communiqués"/>
            <Detail term="Nom" value=agent.usual_name.clone()/>
            <Detail term="Adresse électronique" value=agent.email.clone() absent="non communiquée"/>
            <Detail term="Organisation" value=agent.organization_label.clone() absent="non communiquée"/>
            <Siret siret=agent.siret.clone()/>
            <Roles roles=role::in_words(&agent.roles) known=agent.roles_known/>
            <Detail term="Niveau d’authentification" value=level/>
            <Detail term="Double authentification" value=Some(second_factor.to_owned())/>
        </dl>
    }
}

/// The establishment. ProConnect passes on the number that the organisation gave, whatever it is.
#[component]
fn Siret(siret: Option<String>) -> impl IntoView {
    let is_wrong = siret
        .as_deref()
        .is_some_and(|siret| !siret::is_valid(siret));
    let gloss = is_wrong.then_some(
        "Ce numéro n’est pas valide\u{a0}: demandez à votre organisation de le corriger.",
    );
    view! { <Detail term="SIRET" value=siret.as_deref().map(siret::grouped) gloss/> }
}

#[component]
fn Roles(roles: Vec<String>, known: bool) -> impl IntoView {
    let value = if !known {
        Either::Left(view! { <span class="app-absent">"non communiqués"</span> })
    } else if roles.is_empty() {
        Either::Left(view! { <span class="app-absent">"aucun"</span> })
    } else {
        let roles = roles
            .into_iter()
            .map(|role| view! { <li><bdi>{role}</bdi></li> });
        Either::Right(view! { <ul class="app-plain-list">{roles.collect_view()}</ul> })
    };
    view! {
        <div>
            <dt>"Rôles"</dt>
            <dd>{value}</dd>
        </div>
    }
}

/// Explains a level in French, claiming no more than `ProConnect` documents: without verification
/// an identity is presumed, and a code by e-mail or SMS is a weak second factor. ProConnect renames
/// levels now and then; an unknown value is shown as received.
fn acr_gloss(acr: &str) -> Option<&'static str> {
    Some(match acr {
        "eidas0" => "Identité déclarée, authentification simple",
        "eidas0-mfa" => "Identité déclarée, double authentification faible",
        "eidas1" => "Identité présumée, authentification simple",
        "eidas1-mfa" => "Identité présumée, double authentification faible",
        "eidas2" => "Identité vérifiée, double authentification forte",
        "eidas3" => {
            "Identité vérifiée au niveau élevé, double authentification forte par clé ou carte"
        }
        "https://proconnect.gouv.fr/assurance/certification-dirigeant" => {
            "Fonction de direction d’une entreprise, certifiée"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_of_proconnect_has_a_gloss_and_no_other_has_one() {
        let known = [
            "eidas0",
            "eidas0-mfa",
            "eidas1",
            "eidas1-mfa",
            "eidas2",
            "eidas3",
            "https://proconnect.gouv.fr/assurance/certification-dirigeant",
        ];
        assert!(known.iter().all(|acr| acr_gloss(acr).is_some()));
        assert_eq!(acr_gloss("eidas4"), None);
    }

    #[test]
    fn only_eidas2_and_eidas3_claim_a_verified_identity() {
        for acr in ["eidas0", "eidas0-mfa", "eidas1", "eidas1-mfa"] {
            let gloss = acr_gloss(acr).unwrap();
            for word in ["vérifiée", "contrôlée", "forte"] {
                assert!(!gloss.contains(word), "{acr}: {gloss}");
            }
            assert_eq!(
                gloss.contains("double authentification faible"),
                acr.ends_with("-mfa")
            );
        }
    }
}
