//! The whole documents that the server answers with: a page of the table, or a page in place of an
//! answer.

use crate::{
    access::Access,
    accounts::scope::Scope,
    agent::Agent,
    document::{
        frame::{Document, PassingDocument, provide_frame},
        render::Rendering,
        written::written,
    },
    functions::Field,
    page::{Download, Page, Pages, View},
    pages::{
        PAGES,
        error::ErrorPage,
        hand_over::{HandOver, HandOverPage},
        log_in::LogInPrompt,
        session_over::SessionOver,
        step_up::StepUpPrompt,
    },
    refusals::page::RefusalPage,
    request,
};
use axum::{body::Body, response::Response};
use chrono::{DateTime, Utc};
use http::{Request, StatusCode};
use leptos::{prelude::*, tachys::html::InertElement};
use proconnect::{AcrLevel, ReturnTo, web::Refused};
use tokio::sync::Semaphore;

/// Renders a page of the table, with the contexts that `additional_context` provides.
pub async fn render_page(
    additional_context: impl FnOnce(),
    options: LeptosOptions,
    page: &'static Page,
    request: Request<Body>,
) -> Response {
    let scope = request.extensions().get::<Scope>().cloned();
    if let (View::Download(read), Some(scope)) = (page.view, scope) {
        return match download(|| read(scope), additional_context, request).await {
            Ok(file) => file,
            Err((request, status)) => failed_download(options, status, request),
        };
    }
    let rendering = Rendering::new(request, || {
        additional_context();
        provide_frame(&options, Pages(PAGES), Some(page));
    });
    let content = rendering.read(|| content(page)).await;
    rendering.finish(|| view! { <Document options>{content}</Document> })
}

/// Files are written in memory: so many at once, and the others wait.
static FILES_AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Answers with the file, which is read with the contexts of a page.
async fn download(
    read: impl FnOnce() -> Download,
    additional_context: impl FnOnce(),
    request: Request<Body>,
) -> Result<Response, (Request<Body>, StatusCode)> {
    let (head, body) = request.into_parts();
    let asked = Request::from_parts(head.clone(), Body::empty());
    let rendering = Rendering::new(asked, additional_context);
    // The semaphore is never closed.
    let _turn = FILES_AT_ONCE.acquire().await;
    let file = rendering.read(read).await;
    file.map_err(|status| (Request::from_parts(head, body), status))
}

/// The page in place of a file.
fn failed_download(options: LeptosOptions, status: StatusCode, request: Request<Body>) -> Response {
    let mut response = crate::render(move || error_document(options, status), request);
    *response.status_mut() = status;
    response
}

/// The content of a page. The server's guard has let the agent pass; a page that its own row does not open
/// to the agent is not shown here either.
async fn content(page: &'static Page) -> InertElement {
    let agent = use_context::<Agent>();
    let is_allowed = page.access.allows(agent.as_ref());
    let return_to = || request::path().parse::<ReturnTo>().unwrap_or_default();
    let level = match page.access {
        Access::SecondFactor => AcrLevel::Mfa,
        _ => AcrLevel::Site,
    };
    match (page.view, agent) {
        (View::Anyone(view), agent) if is_allowed => view(agent),
        (View::Agent(view), Some(agent)) if is_allowed => view(agent),
        (View::Loaded(load), Some(agent)) if is_allowed => {
            load(agent).await.unwrap_or_else(show_error)
        }
        (View::Scoped(load), Some(_)) if is_allowed => match request::extension::<Scope>() {
            Some(scope) => load(scope).await.unwrap_or_else(show_error),
            None => show_error(StatusCode::FORBIDDEN),
        },
        (_, Some(agent)) if level == AcrLevel::Mfa => {
            written(view! { <StepUpPrompt agent return_to=return_to()/> })
        }
        (_, Some(_)) => show_error(StatusCode::FORBIDDEN),
        (_, None) => written(view! { <LogInPrompt return_to=Some(return_to()) level/> }),
    }
}

fn show_error(status: StatusCode) -> InertElement {
    written(view! { <ErrorPage status/> })
}

/// A page in place of a bare answer of that status.
pub fn error_document(options: LeptosOptions, status: StatusCode) -> impl IntoView {
    provide_frame(&options, Pages(PAGES), None);
    view! {
        <Document options>
            <ErrorPage status/>
        </Document>
    }
}

/// A page in place of a refused answer. `reference` is the request's identifier in the logs, which
/// the agent can quote; an empty one is not shown. `at` is the time of the refusal, where it is known.
/// Starting again leads to the page that the refusal names, and asks for the same level.
pub fn refusal_document(
    options: LeptosOptions,
    refused: Refused,
    reference: String,
    at: Option<DateTime<Utc>>,
) -> impl IntoView {
    provide_frame(&options, Pages(PAGES), None);
    view! {
        <Document options>
            <RefusalPage refused reference at/>
        </Document>
    }
}

/// A page in place of the answer to the form of `page`, which came after the end of the session.
pub fn session_over_document(
    options: LeptosOptions,
    page: String,
    typed: Vec<(Field, String)>,
) -> impl IntoView {
    provide_frame(&options, Pages(PAGES), None);
    view! {
        <Document options>
            <SessionOver page typed/>
        </Document>
    }
}

/// A page between a form and the other site to which the form leads.
pub fn hand_over_document(
    options: LeptosOptions,
    step: HandOver,
    address: String,
) -> impl IntoView {
    provide_frame(&options, Pages(PAGES), None);
    view! {
        <PassingDocument options>
            <HandOverPage step address/>
        </PassingDocument>
    }
}
