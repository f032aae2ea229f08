use super::page_head::PageHead;
use crate::{
    agent::Agent,
    components::{badge::Badge, severity::Severity},
    siret,
};
use leptos::{either::Either, prelude::*};

/// The claims that ProConnect sent about the agent.
#[component]
pub fn MyAccountPage(agent: Agent) -> impl IntoView {
    let acr_gloss = agent.acr.as_deref().and_then(acr_gloss);
    view! {
        <PageHead/>
        <p class="fr-text--lead">
            "Voici ce que ProConnect a transmis à votre sujet. Une erreur\u{a0}? Elle se corrige \
            auprès de votre organisation, pas ici."
        </p>
        // Another claim is one more line: `value=agent.claim("phone_number")`, with its scope.
        <dl class="app-details">
            <Detail term="Prénom" value=agent.given_name.clone()/>
            <Detail term="Nom" value=agent.usual_name.clone()/>
            <Detail term="Adresse électronique" value=agent.email.clone()/>
            <Detail term="Organisation" value=agent.organization_label.clone()/>
            <Detail term="SIRET" value=agent.siret.as_deref().map(siret::grouped)/>
            <Roles roles=agent.roles.clone() known=agent.roles_known/>
            <Detail term="Fournisseur d’identité" value=agent.idp_id.clone()/>
            <Detail term="Niveau d’authentification" value=agent.acr.clone() gloss=acr_gloss/>
        </dl>
        <p class="fr-hint-text">{session_end(agent.session_seconds_left)}</p>
    }
}

/// The roles as ProConnect writes them (`agent_public`…): no labels are published for them.
#[component]
fn Roles(roles: Vec<String>, known: bool) -> impl IntoView {
    let value = if !known {
        view! { <span class="app-absent">"non communiqué"</span> }.into_any()
    } else if roles.is_empty() {
        view! { <span class="app-absent">"aucun"</span> }.into_any()
    } else {
        let badges = roles.into_iter().map(|role| {
            view! { <li><Badge severity=Severity::Info><bdi>{role}</bdi></Badge></li> }
        });
        view! { <ul class="app-badges">{badges.collect_view()}</ul> }.into_any()
    };
    view! {
        <div>
            <dt>"Rôles"</dt>
            <dd>{value}</dd>
        </div>
    }
}

#[component]
fn Detail(
    term: &'static str,
    value: Option<String>,
    #[prop(optional_no_strip)] gloss: Option<&'static str>,
) -> impl IntoView {
    let value = match value.filter(|value| !value.trim().is_empty()) {
        Some(value) => Either::Left(view! { <bdi>{value}</bdi> }),
        None => Either::Right(view! { <span class="app-absent">"non communiqué"</span> }),
    };
    view! {
        <div>
            <dt>{term}</dt>
            <dd>{value} {gloss.map(|gloss| view! { <span class="fr-hint-text">{gloss}</span> })}</dd>
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
            "Qualité de dirigeant d’entreprise certifiée"
        }
        _ => return None,
    })
}

fn session_end(seconds_left: u64) -> String {
    let minutes = seconds_left.div_ceil(60);
    let plural = if minutes > 1 { "s" } else { "" };
    format!(
        "Sans nouvelle action de votre part, votre session se terminera dans \
         {minutes}\u{a0}minute{plural}."
    )
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

    #[test]
    fn the_end_of_the_session_is_given_in_minutes() {
        assert!(session_end(1800).contains("dans 30\u{a0}minutes."));
        assert!(session_end(30).contains("dans 1\u{a0}minute."));
    }
}
