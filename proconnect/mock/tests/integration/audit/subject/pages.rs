//! The pages.

use axum::extract::{RawQuery, State};
use axum::http::header::{CACHE_CONTROL, LOCATION, SET_COOKIE, X_FRAME_OPTIONS};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, PreEscaped, html};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use url::form_urlencoded;

use super::{Careless, Subject};

/// Longer than the patience of the suite in the tests.
const BUSY: Duration = Duration::from_secs(6);

/// `GET /`
pub async fn home(
    State(subject): State<Arc<Subject>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let (_, session) = subject.session(&headers);
    if subject.is_stuck.swap(false, Ordering::Relaxed) {
        tokio::time::sleep(BUSY).await;
    }
    let body = match session.agent {
        Some(agent) => html! {
            p { (subject.name(&agent.name)) }
            @if subject.is(Careless::TokenShown) {
                pre { (agent.id_token) }
            }
            form method="post" action="/logout" { button { "Se déconnecter" } }
        },
        None => subject.visitor(&return_to(query.as_deref().unwrap_or_default())),
    };
    subject.page(StatusCode::OK, &body)
}

/// `GET /account`, for agents only.
pub async fn account(State(subject): State<Arc<Subject>>, headers: HeaderMap) -> Response {
    match subject.session(&headers).1.agent {
        Some(agent) => subject.page(StatusCode::OK, &subject.name(&agent.name)),
        None => redirect("/?return_to=%2Faccount", None),
    }
}

fn log_in_form(return_to: &str) -> Markup {
    html! {
        form method="post" action="/login" {
            input type="hidden" name="return_to" value=(return_to);
            button { "Se connecter via ProConnect" }
        }
    }
}

/// The parameter `return_to` of a query or a form.
pub fn return_to(form: &str) -> String {
    let mut pairs = form_urlencoded::parse(form.as_bytes());
    let value = pairs.find_map(|(name, value)| (name == "return_to").then_some(value));
    value.unwrap_or_default().into_owned()
}

impl Subject {
    fn visitor(&self, return_to: &str) -> Markup {
        html! {
            (log_in_form(return_to))
            @if self.is(Careless::LogoutShownToAll) {
                form method="post" action="/logout" { button { "Se déconnecter" } }
            }
        }
    }

    fn name(&self, name: &str) -> Markup {
        if self.is(Careless::NamesUnescaped) {
            return PreEscaped(name.to_owned());
        }
        html! { (name) }
    }

    /// A page with the reason of a refusal.
    pub fn refuse(&self, reason: &str) -> Response {
        let body = html! {
            p { "La connexion a échoué." }
            @if self.is(Careless::StackTrace) {
                pre { "Traceback (most recent call last):\n  File \"app.py\", line 3\n" (reason) }
            }
            a href="/" { "Retour" }
        };
        let status = if self.is(Careless::FragilePage) {
            StatusCode::INTERNAL_SERVER_ERROR
        } else {
            StatusCode::FORBIDDEN
        };
        self.page(status, &body)
    }

    pub fn page(&self, status: StatusCode, body: &Markup) -> Response {
        let headers = [
            (CACHE_CONTROL, "no-store", Careless::PagesCached),
            (X_FRAME_OPTIONS, "DENY", Careless::PagesFramed),
        ];
        let mut response = (status, html! { (maud::DOCTYPE) body { (body) } }).into_response();
        for (name, value, careless) in headers {
            if !self.is(careless) {
                response.headers_mut().insert(name, value.parse().unwrap());
            }
        }
        response
    }
}

/// A redirect, with a cookie to set. A line end in the address is a panic, as in services without a check.
pub fn redirect(location: &str, cookie: Option<String>) -> Response {
    let location = HeaderValue::from_str(location).unwrap();
    let mut response = (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response();
    if let Some(cookie) = cookie {
        let headers = response.headers_mut();
        headers.append(SET_COOKIE, cookie.parse().unwrap());
    }
    response
}
