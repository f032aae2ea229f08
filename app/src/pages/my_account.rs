use super::page_head::PageHead;
use crate::{
    agent::Agent,
    components::link::mailto,
    copy_button::{CopyButton, TEXT_TO_COPY},
    paris_time, request, role, service,
    session::account_change::AccountChange,
    siret,
};
use chrono::DateTime;
use leptos::{either::Either, prelude::*};
use proconnect::AcrLevel;
use std::fmt::Write;

/// The identity that ProConnect sent, in words; then what the agent can do about it.
#[component]
pub fn MyAccountPage(agent: Agent) -> impl IntoView {
    let level = agent.acr.as_deref();
    let level = level.map(|acr| acr_gloss(acr).unwrap_or(acr).to_owned());
    let second_factor = if agent.has_second_factor {
        "oui"
    } else {
        "non"
    };
    view! {
        <PageHead/>
        <p class="fr-text--lead">
            "Voici ce que ProConnect a transmis à votre sujet. Une erreur\u{a0}? Elle se corrige \
            auprès de votre organisation, pas ici."
        </p>
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
        <Session agent=agent.clone()/>
        <Actions/>
        <SupportDetails agent/>
    }
}

#[component]
fn Detail(
    term: &'static str,
    value: Option<String>,
    #[prop(default = "non communiqué")] absent: &'static str,
    #[prop(optional_no_strip)] gloss: Option<&'static str>,
) -> impl IntoView {
    let value = match value.filter(|value| !value.trim().is_empty()) {
        Some(value) => Either::Left(view! { <bdi>{value}</bdi> }),
        None => Either::Right(view! { <span class="app-absent">{absent}</span> }),
    };
    view! {
        <div>
            <dt>{term}</dt>
            <dd>{value} {gloss.map(|gloss| view! { <span class="fr-hint-text">{gloss}</span> })}</dd>
        </div>
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

#[component]
fn Session(agent: Agent) -> impl IntoView {
    let began = DateTime::from_timestamp(agent.session_began_at, 0);
    let began = began.map(paris_time::in_words).unwrap_or_default();
    view! {
        <h2>"Votre session"</h2>
        <p>
            "Votre session s’est ouverte le " {began} ". "
            {session_end(agent.session_ends_at, agent.session_seconds_left)}
        </p>
    }
}

/// The logout is in the header of every page: a second button of the same name would be ambiguous.
#[component]
fn Actions() -> impl IntoView {
    let report = mailto(
        service::CONTACT_EMAIL,
        "Une information me concernant est fausse",
        &format!(
            "Bonjour,\n\nSur la page «\u{a0}Mon compte\u{a0}», cette information est fausse\u{a0}:\n\n\n\
             Référence de la page\u{a0}: {}\n",
            request::id()
        ),
    );
    view! {
        <section class="app-screen-only">
            <h2>"Que souhaitez-vous faire\u{a0}?"</h2>
            <ul class="app-ways-on">
                <li><a class="fr-btn fr-btn--secondary" href=report>"Signaler une erreur"</a></li>
            </ul>
            <details class="fr-accordion">
                <summary class="fr-accordion__btn">
                    <h3 class="fr-accordion__title">"Changer de compte"</h3>
                </summary>
                <div class="app-accordion__content">
                    <p>
                        "Une autre adresse professionnelle\u{a0}? Saisissez-la\u{a0}: la session de ce \
                        compte remplacera la session actuelle."
                    </p>
                    <AccountChange return_to="/mon-compte".parse().ok() level=AcrLevel::Site/>
                </div>
            </details>
        </section>
    }
}

/// The values as ProConnect writes them. Without JavaScript a click selects them all.
#[component]
fn SupportDetails(agent: Agent) -> impl IntoView {
    view! {
        <details class="fr-accordion">
            <summary class="fr-accordion__btn">
                <h3 class="fr-accordion__title">"Détails pour l’assistance"</h3>
            </summary>
            <div class="app-accordion__content">
                <p>
                    "Si l’assistance vous les demande, copiez ces valeurs, telles que ProConnect les a \
                    transmises."
                </p>
                <pre class="app-to-copy" id=TEXT_TO_COPY>{technical_values(&agent)}</pre>
                <CopyButton/>
            </div>
        </details>
    }
}

fn technical_values(agent: &Agent) -> String {
    let or_dash = |value: Option<&String>| value.map_or("—", String::as_str).to_owned();
    let roles = match agent.roles_known {
        true => format!("[{}]", agent.roles.join(", ")),
        false => "—".to_owned(),
    };
    let mut text = String::new();
    for (name, value) in [
        ("Service", service::NAME.to_owned()),
        ("Référence", request::id()),
        ("idp_id", or_dash(agent.idp_id.as_ref())),
        ("acr", or_dash(agent.acr.as_ref())),
        ("roles", roles),
    ] {
        let _ = writeln!(text, "{name}\u{a0}: {value}");
    }
    text
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

fn session_end(ends_at: i64, seconds_left: u64) -> String {
    let ends_at = DateTime::from_timestamp(ends_at, 0).unwrap_or_default();
    let minutes = seconds_left.div_ceil(60);
    let plural = if minutes > 1 { "s" } else { "" };
    format!(
        "Sans nouvelle action de votre part, elle se terminera à {}, dans {minutes}\u{a0}minute{plural}.",
        paris_time::hour(ends_at),
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
    fn the_end_of_the_session_is_given_in_minutes_and_by_the_hour() {
        assert!(session_end(0, 1800).contains("dans 30\u{a0}minutes."));
        assert!(session_end(0, 30).contains("dans 1\u{a0}minute."));
        assert!(session_end(0, 30).contains("à 1\u{a0}h\u{a0}00,"));
    }
}
