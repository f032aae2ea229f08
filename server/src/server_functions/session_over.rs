//! A form that arrives after the session has ended. The page shows what the agent typed, to copy.

use super::{BODY_LIMIT, form};
use crate::layers::{agent::without_body, refusal_page::accepts_html};
use app::functions::{FUNCTIONS, Field, Form};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header::WWW_AUTHENTICATE},
    middleware::Next,
    response::{IntoResponse, Response},
};
use leptos::config::LeptosOptions;

/// Replaces the guard's 401 to a plain form by a page with what the agent typed. A script, or a
/// form that is not in the table, gets the bare 401.
pub async fn show(State(options): State<LeptosOptions>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let row = FUNCTIONS.iter().find(|row| row.path == path);
    let form = row.and_then(|row| row.form);
    let Some(form) = form.filter(|_| is_plain_form(&request)) else {
        return next.run(request).await;
    };
    let mut page_request = without_body(&request);
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    // After the login, the agent must return to the form's page, not to the function.
    let address = form::address(form, &body);
    *page_request.uri_mut() = address.parse().unwrap_or_default();
    let typed = typed(form, &head.headers, &body);
    let answer = next.run(Request::from_parts(head, Body::from(body))).await;
    if answer.status() != StatusCode::UNAUTHORIZED {
        return answer;
    }
    let document = move || app::session_over_document(options, address, typed);
    let mut page = app::render(document, page_request);
    *page.status_mut() = StatusCode::UNAUTHORIZED;
    if let Some(challenge) = answer.headers().get(WWW_AUTHENTICATE) {
        page.headers_mut()
            .insert(WWW_AUTHENTICATE, challenge.clone());
    }
    page
}

fn is_plain_form(request: &Request) -> bool {
    request.method() == Method::POST && accepts_html(request.headers())
}

/// Returns the table's fields that the agent filled in.
fn typed(form: Form, headers: &HeaderMap, body: &Bytes) -> Vec<(Field, String)> {
    if !form::is_form(headers, body) {
        return Vec::new();
    }
    let fields = form.fields.iter();
    fields
        .filter_map(|field| {
            let value = form::values(body, field.name).next()?;
            (!value.is_empty()).then(|| (*field, value.into_owned()))
        })
        .collect()
}
