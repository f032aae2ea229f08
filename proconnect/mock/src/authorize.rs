mod checks;
mod claims;
mod email;
mod parameters;
mod redirect_uri;
mod request;
mod response;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use std::sync::Arc;

use crate::client::Client;
use crate::error_page::ErrorPage;
use crate::interaction;
use crate::issuer::Issuer;
use crate::parameters::Parameters;
use crate::session;

use request::Mistake;

pub use checks::pkce_format;
pub use claims::{RequestedClaims, names};
pub use parameters::{invalid_url, is_http_url, repeated};
pub use redirect_uri::with_query;
pub use request::AuthorizationRequest;
pub use response::{AuthorizationResponse, ResponseMode, ResponseTarget};

/// `GET /authorize`
pub async fn get(
    State(issuer): State<Arc<Issuer>>,
    jar: CookieJar,
    RawQuery(query): RawQuery,
) -> Response {
    let parameters = Parameters::parse(query.unwrap_or_default().as_bytes());
    answer(&issuer, jar, &parameters)
}

/// `POST /authorize`, with a form.
pub async fn post(
    State(issuer): State<Arc<Issuer>>,
    jar: CookieJar,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let parameters = Parameters::from_form(&headers, &body).unwrap_or_default();
    answer(&issuer, jar, &parameters)
}

fn answer(issuer: &Issuer, jar: CookieJar, parameters: &Parameters) -> Response {
    let settings = issuer.settings();
    if let Err(page) = parameters::check(parameters, settings) {
        return page.into_response();
    }
    let client = parameters.get("client_id").and_then(|id| issuer.client(id));
    if settings.production && client.is_some_and(Client::is_for_integration_only) {
        return ErrorPage::misconfigured_client().into_response();
    }
    match request::check(parameters, issuer) {
        Ok(request) => begin(issuer, jar, request),
        Err(Mistake::Page(error)) => ErrorPage::rendered(&error).dated(settings).into_response(),
        Err(Mistake::Response(response)) => response.into_response(),
    }
}

/// Redirects the browser to the interaction, even when that shows no page.
fn begin(issuer: &Issuer, jar: CookieJar, request: AuthorizationRequest) -> Response {
    let now = issuer.clock.now();
    let mut store = issuer.store();
    if request.prompt_none && session::current(&store, &jar, now).is_none() {
        return request
            .target
            .error("login_required", "End-User authentication is required")
            .into_response();
    }
    if request.has_prompt {
        session::note_silence(issuer, &mut store, &jar, request.prompt_none);
    }
    session::renew(issuer, &mut store, &jar);
    interaction::begin(&mut store, jar, request, now)
}
