use crate::{
    components::link::{MailLink, PageLink},
    document::title::Title,
    refusals::support::{Occurrence, Support},
    request,
    session::log_in::ProConnectButton,
};
use http::StatusCode;
use leptos::{either::Either, prelude::*};
use leptos_axum::ResponseOptions;

/// Explains the status to the agent, with links to go on.
#[component]
pub fn ErrorPage(status: StatusCode) -> impl IntoView {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
    let (title, what_happened) = words(status);
    let needs_login = status == StatusCode::UNAUTHORIZED;
    let login = needs_login.then(|| view! { <ProConnectButton return_to=request::page_before()/> });
    let home = if needs_login { "fr-link" } else { "fr-btn" };
    // A fault of the service can be found in the logs by its reference.
    let contact = if status.is_server_error() {
        let (reference, code) = (request::id(), format!("erreur {}", status.as_u16()));
        let of = Occurrence {
            reference,
            code,
            at: request::time(),
        };
        Either::Left(view! { <Support of/> })
    } else {
        Either::Right(view! {
            <p class="fr-hint-text">"Si la difficulté persiste, écrivez à " <MailLink/> "."</p>
        })
    };
    view! {
        <Title text=title/>
        <div class="app-narrow">
            <p class="app-kicker">"Erreur " {status.as_u16()}</p>
            <h1>{title}</h1>
            <p class="fr-text--lead">{what_happened}</p>
            {login}
            <ul class="app-ways-on">
                <li><a class=home href="/">"Retour à l’accueil"</a></li>
                <li><PageLink path="/plan-du-site"/></li>
                <li><PageLink path="/contact"/></li>
            </ul>
            {contact}
        </div>
    }
}

/// Returns the title and the explanation.
fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::UNAUTHORIZED => (
            "Votre session est terminée",
            "Cette action demande une session ouverte. Elle n’a pas été exécutée\u{a0}: connectez-vous, puis recommencez.",
        ),
        StatusCode::FORBIDDEN => (
            "Accès refusé",
            "Cette page n’est pas ouverte à votre compte.",
        ),
        StatusCode::NOT_FOUND => (
            "Page introuvable",
            "L’adresse est peut-être mal recopiée, ou la page a été déplacée.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => (
            "Cette adresse ne s’ouvre pas directement",
            "Elle fait partie d’une étape, comme la connexion, qui commence par un bouton. Rien n’a changé.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "Envoi trop volumineux",
            "Ce que vous avez envoyé dépasse la taille acceptée. Rien n’a été enregistré.",
        ),
        StatusCode::SERVICE_UNAVAILABLE => (
            "Service momentanément indisponible",
            "Le service ne peut pas répondre pour l’instant. Patientez quelques minutes, puis réessayez.",
        ),
        status if status.is_server_error() => (
            "Une erreur est survenue",
            "Le service a rencontré un problème inattendu, qui a été enregistré. Votre compte et votre poste ne sont pas en cause.",
        ),
        _ => (
            "Demande impossible à traiter",
            "Le service n’a pas compris cette demande. Rien n’a changé.",
        ),
    }
}
