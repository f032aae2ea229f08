use crate::{
    components::link::{MailLink, PageLink},
    document::title::Title,
    request,
    session::log_in::ProConnectButton,
};
use http::StatusCode;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

/// Explains the status to the agent, with links to go on.
#[component]
pub fn ErrorPage(status: StatusCode) -> impl IntoView {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
    let (title, what_happened) = words(status);
    let reference = status.is_server_error().then(|| {
        view! {
            <p class="app-reference">"Référence\u{a0}: " <code>{request::id()}</code></p>
        }
    });
    view! {
        <Title text=title/>
        <div class="app-narrow">
            <p class="app-kicker">"Erreur " {status.as_u16()}</p>
            <h1>{title}</h1>
            <p class="fr-text--lead">{what_happened}</p>
            {(status == StatusCode::UNAUTHORIZED).then(|| view! { <ProConnectButton/> })}
            <ul class="app-ways-on">
                <li><a class="fr-btn" href="/">"Retour à l’accueil"</a></li>
                <li><PageLink path="/plan-du-site"/></li>
                <li><PageLink path="/contact"/></li>
            </ul>
            <p class="fr-hint-text">"Si la difficulté persiste, écrivez à " <MailLink/> "."</p>
            {reference}
        </div>
    }
}

/// Returns the title and the explanation.
fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::UNAUTHORIZED => (
            "Votre session est terminée",
            "Cette action demande d’être connecté. Elle n’a pas été exécutée\u{a0}: connectez-vous, puis recommencez.",
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
            "Le service a rencontré un problème inattendu. Il a été enregistré\u{a0}; vous n’y êtes pour rien.",
        ),
        _ => (
            "Demande impossible à traiter",
            "Le service n’a pas compris cette demande. Rien n’a changé.",
        ),
    }
}
