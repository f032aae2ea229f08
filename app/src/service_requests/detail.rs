use super::{
    functions::DecideServiceRequest,
    list::{ERASED, StateBadge},
    model::{DecisionMistake, PATH, REASON, State},
    queries::{self, Event, ServiceRequest},
};
use crate::{
    accounts::scope::Scope,
    agent_field::AgentField,
    components::{breadcrumb::Breadcrumb, detail::Detail},
    document::{title::Title, written::written},
    fields::{
        error_summary::ErrorSummary,
        form_state::{FieldState, FormState},
        text_field::TextField,
    },
    form::Posted,
    page::Loading,
    paris_time, request,
    siret::grouped,
};
use http::StatusCode;
use leptos::{prelude::*, server_fn::ServerFn};

/// The page of a request.
pub const PAGE: &str = "/demandes/{id}";

/// Reads the request of the address and its history. A request of another organisation is not found.
pub fn load(scope: Scope) -> Loading {
    Box::pin(async move {
        let id = request::parameter().ok_or(StatusCode::NOT_FOUND)?;
        let request = queries::find(&scope, id)
            .await?
            .ok_or(StatusCode::NOT_FOUND)?;
        let history = queries::history(&scope, id).await?;
        let is_open = request.state == State::Pending && scope.is_administrator();
        Ok(written(view! { <DetailPage request history is_open/> }))
    })
}

/// The request, its history, and the form of a decision if it is open to this agent.
#[component]
pub fn DetailPage(request: ServiceRequest, history: Vec<Event>, is_open: bool) -> impl IntoView {
    let posted = Posted::current();
    let mistake: Option<DecisionMistake> = posted.as_ref().and_then(Posted::mistakes);
    let typed = posted
        .map(|posted| posted.field("reason"))
        .unwrap_or_default();
    let error = mistake.map_or("", |_| "Erreur\u{a0}: ");
    let title = format!("{error}Demande «\u{a0}{}\u{a0}»", request.subject);
    let changed = (mistake == Some(DecisionMistake::Changed)).then(|| {
        let typed = (!is_open)
            .then(|| typed.clone())
            .filter(|typed| !typed.is_empty());
        view! { <Changed typed/> }
    });
    let (id, version) = (request.id.to_string(), request.version);
    let decision = is_open.then(|| view! { <DecisionForm id version typed mistake/> });
    view! {
        <Title text=title/>
        <Breadcrumb/>
        <div class="app-narrow">
            {changed}
            <h1><bdi>{request.subject}</bdi></h1>
            <p><StateBadge state=request.state/></p>
            <dl class="app-details">
                <Detail term="Établissement concerné" value=Some(grouped(&request.siret))/>
                <div><dt>"Description"</dt><dd><bdi class="app-typed">{request.description}</bdi></dd></div>
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
        State::Accepted | State::Refused => event.state.words(),
    };
    let author = event.author.unwrap_or_else(|| ERASED.to_owned());
    let reason = event
        .reason
        .map(|reason| view! { <p>"Motif\u{a0}: " <bdi class="app-typed">{reason}</bdi></p> });
    view! { <li><p>{what} " par " <bdi>{author}</bdi> ", le " {paris_time::in_words(event.at)} "."</p>{reason}</li> }
}

/// The message to an administrator whose decision came after another one, with the reason that is not recorded.
#[component]
fn Changed(typed: Option<String>) -> impl IntoView {
    view! {
        <div class="fr-alert fr-alert--error" role="alert">
            <h2 class="fr-alert__title">"Votre décision n’a pas été enregistrée"</h2>
            <p>"Cette demande a été traitée entre-temps. Voici où elle en est."</p>
            {typed.map(|typed| view! { <p>"Le motif que vous aviez saisi\u{a0}: " <bdi class="app-typed">{typed}</bdi></p> })}
        </div>
    }
}

/// The form of a decision on the version that the administrator sees. A plain form: its buttons name the verdict.
#[component]
fn DecisionForm(
    id: String,
    version: i64,
    typed: String,
    mistake: Option<DecisionMistake>,
) -> impl IntoView {
    let reason = FieldState::new("reason", |_| None, &typed, false);
    if let Some(DecisionMistake::Reason(mistake)) = mistake {
        reason.tell(Some(REASON.message(mistake)));
    }
    let form = FormState::new([reason], mistake.is_some());
    view! {
        <h2>"Décider"</h2>
        <ErrorSummary mistakes=move || form.summary()/>
        <form method="post" action=DecideServiceRequest::url()>
            <AgentField/>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="version" value=version.to_string()/>
            <TextField form field=reason label="Motif" hint="Obligatoire pour un refus. 1\u{a0}000\u{a0}caractères au plus." rows=4 required=false/>
            <ul class="app-ways-on">
                <li><button class="fr-btn" type="submit" name="verdict" value="accept">"Accepter"</button></li>
                <li><button class="fr-btn fr-btn--secondary" type="submit" name="verdict" value="refuse">"Refuser"</button></li>
            </ul>
        </form>
    }
}
