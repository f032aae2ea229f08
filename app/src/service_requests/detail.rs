use super::{
    decision::DecisionForm,
    list::{ERASED, StateBadge},
    model::{DecisionMistake, PATH, State},
    queries::{self, Event, ServiceRequest},
};
use crate::{
    accounts::scope::Scope,
    components::{breadcrumb::Breadcrumb, detail::Detail},
    document::{title::Title, written::written},
    form::Posted,
    page::Loading,
    paris_time, request,
    siret::grouped,
};
use http::StatusCode;
use leptos::prelude::*;

/// The page of a request. A request of another organisation is not found.
pub const PAGE: &str = "/demandes/{id}";

/// Reads the request of the address and its history.
pub fn load(scope: Scope) -> Loading {
    Box::pin(async move {
        let id = request::parameter().ok_or(StatusCode::NOT_FOUND)?;
        let request = queries::find(&scope, id)
            .await?
            .ok_or(StatusCode::NOT_FOUND)?;
        let history = queries::history(&scope, id).await?;
        let decides = scope.is_administrator();
        Ok(written(view! { <DetailPage request history decides/> }))
    })
}

#[component]
fn DetailPage(request: ServiceRequest, history: Vec<Event>, decides: bool) -> impl IntoView {
    let posted = Posted::current();
    let mistake: Option<DecisionMistake> = posted.as_ref().and_then(Posted::mistakes);
    let title = if mistake.is_some() {
        "Erreur\u{a0}: Demande"
    } else {
        "Demande"
    };
    let typed = posted
        .map(|posted| posted.field("reason"))
        .unwrap_or_default();
    let is_pending = request.state == State::Pending;
    let changed = (mistake == Some(DecisionMistake::Changed))
        .then(|| view! { <Changed typed=typed.clone() is_pending/> });
    let decision = (decides && is_pending).then(|| {
        view! { <DecisionForm id=request.id version=request.version typed mistake/> }
    });
    view! {
        <Title text=title/>
        <Breadcrumb/>
        <div class="app-narrow">
            {changed}
            <h1><bdi>{request.subject}</bdi></h1>
            <p><StateBadge state=request.state/></p>
            <dl class="app-details">
                <Detail term="Établissement concerné" value=Some(grouped(&request.siret))/>
                <div>
                    <dt>"Description"</dt>
                    <dd><bdi class="app-typed">{request.description}</bdi></dd>
                </div>
            </dl>
            <h2>"Historique"</h2>
            <ol>{history.into_iter().map(|event| view! { <Step event/> }).collect_view()}</ol>
            {decision}
            <p><a class="fr-link" href=PATH>"Retour aux demandes"</a></p>
        </div>
    }
}

/// An event: who, when, what, why.
#[component]
fn Step(event: Event) -> impl IntoView {
    let what = match event.state {
        State::Pending => "Déposée",
        State::Accepted => "Acceptée",
        State::Refused => "Refusée",
    };
    let author = event.author.unwrap_or_else(|| ERASED.to_owned());
    let reason = event
        .reason
        .map(|reason| view! { <p>"Motif\u{a0}: " <bdi class="app-typed">{reason}</bdi></p> });
    view! {
        <li>
            <p>{what} " par " <bdi>{author}</bdi> ", le " {paris_time::in_words(event.at)} "."</p>
            {reason}
        </li>
    }
}

/// The message to an administrator whose decision comes after another one.
#[component]
fn Changed(typed: String, is_pending: bool) -> impl IntoView {
    let lost = (!typed.is_empty() && !is_pending).then(|| {
        view! { <p>"Le motif que vous aviez saisi\u{a0}: " <bdi class="app-typed">{typed}</bdi></p> }
    });
    view! {
        <div class="fr-alert fr-alert--error" role="alert">
            <h2 class="fr-alert__title">"Votre décision n’a pas été enregistrée"</h2>
            <p>"Cette demande a été traitée entre-temps. Voici où elle en est."</p>
            {lost}
        </div>
    }
}
