use super::page_head::PageHead;
use crate::{
    agent::Agent,
    components::{badge::Badge, severity::Severity},
    pages::log_in::LogInPrompt,
    site_map::MY_ACCOUNT,
};
use leptos::prelude::*;

/// What ProConnect said of the agent. The server guards the path; without a user there is nothing
/// to show here but the way in.
#[component]
pub fn MyAccountPage() -> impl IntoView {
    match use_context::<Agent>() {
        Some(user) => view! { <Account user/> }.into_any(),
        None => view! { <LogInPrompt return_to=MY_ACCOUNT.path.parse().ok()/> }.into_any(),
    }
}

#[component]
fn Account(user: Agent) -> impl IntoView {
    let acr_gloss = user.acr.as_deref().and_then(acr_gloss);
    view! {
        <PageHead page=MY_ACCOUNT/>
        <p class="fr-text--lead">
            "Voici ce que ProConnect a transmis à votre sujet. Une erreur\u{a0}? Elle se corrige \
            auprès de votre organisation, pas ici."
        </p>
        <dl class="app-details">
            <Detail term="Prénom" value=user.given_name/>
            <Detail term="Nom" value=user.usual_name/>
            <Detail term="Adresse électronique" value=user.email/>
            <Detail term="Organisation" value=user.organization_label/>
            <Detail term="SIRET" value=user.siret.as_deref().map(grouped_siret)/>
            <Roles roles=user.roles known=user.roles_known/>
            <Detail term="Fournisseur d’identité" value=user.idp_id/>
            <Detail term="Niveau d’authentification" value=user.acr gloss=acr_gloss/>
        </dl>
        <p class="fr-hint-text">{session_end(user.session_seconds_left)}</p>
    }
}

/// `agent_public` and the like, as ProConnect writes them: nobody has named them better yet.
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
        Some(value) => view! { <bdi>{value}</bdi> }.into_any(),
        None => view! { <span class="app-absent">"non communiqué"</span> }.into_any(),
    };
    view! {
        <div>
            <dt>{term}</dt>
            <dd>{value} {gloss.map(|gloss| view! { <span class="fr-hint-text">{gloss}</span> })}</dd>
        </div>
    }
}

/// A SIRET as it is printed: SIREN in threes, then the establishment's five digits.
pub fn grouped_siret(siret: &str) -> String {
    match (
        siret.len(),
        siret.get(..3),
        siret.get(3..6),
        siret.get(6..9),
        siret.get(9..),
    ) {
        (14, Some(a), Some(b), Some(c), Some(establishment)) => {
            format!("{a}\u{a0}{b}\u{a0}{c}\u{a0}{establishment}")
        }
        _ => siret.to_owned(),
    }
}

/// The meaning of a level, in French and no more than `ProConnect` says: without verification an
/// identity is presumed, and a code by e-mail or SMS is a weak second factor. ProConnect renames them now and then: a value that is not known
/// here is shown as it is.
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
    fn a_siret_is_grouped_with_spaces_that_do_not_break() {
        assert_eq!(
            grouped_siret("13002526500013"),
            "130\u{a0}025\u{a0}265\u{a0}00013"
        );
        for other in ["", "1300252650001", "ééééééé"] {
            assert_eq!(grouped_siret(other), other);
        }
    }

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
    fn only_eidas2_and_eidas3_are_said_to_verify_anything() {
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
    fn the_end_of_the_session_is_told_in_minutes() {
        assert!(session_end(1800).contains("dans 30\u{a0}minutes."));
        assert!(session_end(30).contains("dans 1\u{a0}minute."));
    }
}
