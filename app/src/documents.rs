//! The whole documents that the server answers with: a page of the table, or a page in place of an
//! answer.

use crate::{
    access::Access,
    agent::Agent,
    document::{frame::Document, written::written},
    functions::{Field, Form},
    page::{Page, Pages, View},
    pages::{
        PAGES, error::ErrorPage, log_in::LogInPrompt, session_over::SessionOver,
        step_up::StepUpPrompt,
    },
    refusals::page::RefusalPage,
    request,
};
use http::StatusCode;
use leptos::prelude::*;
use proconnect::{AcrLevel, ReturnTo, error::Refusal};

/// A page of the table. The server's guard has let the agent pass; a page that its own row does not
/// open to the agent is not shown here either.
pub fn page_document(options: LeptosOptions, page: &'static Page) -> impl IntoView {
    view! {
        <Document options pages=Pages(PAGES) page=Some(page)>
            <Guarded page/>
        </Document>
    }
}

#[component]
fn Guarded(page: &'static Page) -> impl IntoView {
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
        (_, Some(agent)) if level == AcrLevel::Mfa => {
            written(view! { <StepUpPrompt agent return_to=return_to()/> })
        }
        (_, Some(_)) => written(view! { <ErrorPage status=StatusCode::FORBIDDEN/> }),
        (_, None) => written(view! { <LogInPrompt return_to=Some(return_to()) level/> }),
    }
}

/// A page in place of a bare answer of that status.
pub fn error_document(options: LeptosOptions, status: StatusCode) -> impl IntoView {
    view! {
        <Document options pages=Pages(PAGES)>
            <ErrorPage status/>
        </Document>
    }
}

/// A page in place of a refused answer. `reference` is the request's identifier in the logs, which
/// the agent can quote; an empty one is not shown. Starting again leads to `return_to`, and asks for
/// the same level.
pub fn refusal_document(
    options: LeptosOptions,
    refusal: Refusal,
    reference: String,
    return_to: Option<ReturnTo>,
    level: AcrLevel,
) -> impl IntoView {
    view! {
        <Document options pages=Pages(PAGES)>
            <RefusalPage refusal reference return_to level/>
        </Document>
    }
}

/// A page in place of the answer to `form`, which came after the end of the session.
pub fn session_over_document(
    options: LeptosOptions,
    form: Form,
    typed: Vec<(Field, String)>,
) -> impl IntoView {
    view! {
        <Document options pages=Pages(PAGES)>
            <SessionOver form typed/>
        </Document>
    }
}
