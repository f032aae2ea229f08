//! The routes of the server functions, and the responses that their outcomes become.
//!
//! By itself, `server_fn` answers a browser's form with a redirect whether the function succeeded
//! or failed, and writes the error, types included, into the body and the address. Here a failure
//! becomes a refusal or an error, which the outer layers render as a page. Only a success
//! redirects. A form with mistakes is answered by its page.

mod answer;
mod form;
mod form_again;
mod session_over;

pub use session_over::show as show_session_over;

use crate::state::AppState;
use answer::Outcome;
use app::{access::Access, functions::Function, refusal_slot::RefusalSlot};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use leptos::context::provide_context;
use leptos_axum::handle_server_fns_with_context;
use proconnect::{
    error::{Refusal, RequestError},
    web::{CurrentSession, ProConnect, SignedIn},
};
use std::sync::Arc;

/// Longest form, in bytes.
pub const BODY_LIMIT: usize = 64 * 1024;

/// A server function that is not called by POST.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the server function at {path} is called by {method}: give it a codec that is called by POST, \
     because only a POST is checked to come from this site's own pages"
)]
pub struct NotPosted {
    path: &'static str,
    method: Method,
}

/// The routes of the functions whose path satisfies `chosen`.
///
/// # Errors
/// When one of the functions is not called by POST.
pub fn routes(
    functions: impl Iterator<Item = (&'static str, Method)>,
    state: &AppState,
    chosen: fn(&str) -> bool,
) -> Result<Router, NotPosted> {
    let mut router = Router::new();
    for path in posted(functions)?.into_iter().filter(|path| chosen(path)) {
        let (function, state) = (Function::at(path), state.clone());
        let run = move |request: Request| run(function, state, request);
        router = router.route(path, post(run));
    }
    Ok(router)
}

fn posted(
    functions: impl Iterator<Item = (&'static str, Method)>,
) -> Result<Vec<&'static str>, NotPosted> {
    functions
        .map(|(path, method)| match method {
            Method::POST => Ok(path),
            method => Err(NotPosted { path, method }),
        })
        .collect()
}

/// Runs the function. The guard has already let the request through.
async fn run(function: Function, state: AppState, request: Request) -> Response {
    let (mut head, body) = request.into_parts();
    // Read here, because Leptos redirects when it cannot read a form to its end.
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    if !form::is_form(&head.headers, &body) {
        return Refusal::from(RequestError::MalformedForm).into_response();
    }
    if function.access != Access::Public {
        let session = head.extensions.get::<CurrentSession>();
        let agent = session.and_then(CurrentSession::signed_in);
        if let Err(refusal) = check_agent(agent, &state.proconnect, &body) {
            return Refusal::from(refusal).into_response();
        }
    }
    let origin: Arc<str> = state.proconnect.relying_party.config().origin().into();
    let way_on = answer::WayOn::of(&head.headers, &function, &origin);
    // With a `Referer` and an `Accept` of HTML, `server_fn` would redirect by itself.
    head.headers.remove(header::REFERER);
    head.headers
        .insert(header::ACCEPT, HeaderValue::from_static("*/*"));
    // The page of the form, if the function refuses what was typed.
    let again = function.form.filter(|_| way_on.is_shown());
    let again = again.map(|form| form_again::Again::new(form, &head, &body, &state));
    let slot = RefusalSlot::default();
    let slot_of_call = slot.clone();
    let context = move || {
        state.provide_contexts();
        provide_context(slot_of_call.clone());
    };
    let request = Request::from_parts(head, Body::from(body));
    let answered = handle_server_fns_with_context(context, request).await;
    let answered = answered.into_response();
    let outcome = match slot.take() {
        Some(refused) => Outcome::Refused(refused, answered.into_parts().0),
        None => Outcome::of(answered, function.path).await,
    };
    match (outcome, again) {
        (Outcome::Rejected(_, mistakes), Some(again)) => again.show(&mistakes).await,
        (outcome, _) => outcome.answer(way_on),
    }
}

/// Rejects a form that was rendered for another agent than the one who is signed in now.
fn check_agent(
    signed_in: Option<&SignedIn>,
    proconnect: &ProConnect,
    body: &[u8],
) -> Result<(), RequestError> {
    let digest = form::agent(body).ok_or(RequestError::MalformedForm)?;
    match signed_in {
        Some(agent) if agent.has_digest(&digest, &proconnect.cookie_keys) => Ok(()),
        _ => Err(RequestError::OtherAgent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c2_a_function_that_is_not_posted_stops_the_server_by_its_name() {
        for method in [Method::GET, Method::PUT, Method::DELETE, Method::PATCH] {
            let functions = [("/api/a", Method::POST), ("/api/b", method.clone())];
            let error = posted(functions.into_iter()).unwrap_err().to_string();
            let named = format!("the server function at /api/b is called by {method}:");
            assert!(error.starts_with(&named), "{error}");
        }
        let good = [("/api/a", Method::POST)].into_iter();
        assert_eq!(posted(good), Ok(vec!["/api/a"]));
    }
}
