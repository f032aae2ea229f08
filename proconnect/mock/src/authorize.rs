mod checks;
mod claims;
mod email;
mod parameters;
mod request;
mod response;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use std::sync::Arc;

use crate::client::Client;
use crate::error_page::ErrorPage;
use crate::interaction;
use crate::issuer::Issuer;
use crate::login;
use crate::parameters::Parameters;
use crate::refusal;
use crate::session;

use request::Refusal;

pub use checks::pkce_format;
pub use claims::{RequestedClaims, names};
pub use parameters::{invalid_url, is_http_url};
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
        Err(Refusal::Page(error)) => ErrorPage::rendered(&error).dated(settings).into_response(),
        Err(Refusal::Response(response)) => response.into_response(),
    }
}

/// Answers at once when no page is needed, else redirects the browser to the login page.
fn begin(issuer: &Issuer, jar: CookieJar, request: AuthorizationRequest) -> Response {
    let now = issuer.clock.now();
    let mut store = issuer.store();
    let session = session::resume(issuer, &mut store, &jar, &request);
    if request.prompt_none && session.is_none() {
        return request
            .target
            .error("login_required", "End-User authentication is required")
            .into_response();
    }
    if let Some(idp) = &request.idp_hint
        && !issuer.personas.iter().any(|p| p.text("idp_id") == idp)
    {
        return request
            .target
            .error("idp_hint_not_found", "provided idp_hint could not be found")
            .into_response();
    }
    if let Some((id, session)) = session
        && let Some(persona) = issuer.persona(&session.persona)
        && session::is_reusable(session, persona, &request)
    {
        let refused = login::refusal(issuer, persona, &request, &[]);
        if session.is_silent && refused == Some(refusal::Refusal::IdpDisabled) {
            return request
                .target
                .error("login_required", "end-user authentication is required")
                .into_response();
        }
        if let Some(refusal) = refused {
            return login::refuse(&mut store, jar, refusal, request, now);
        }
        return login::complete(issuer, &mut store, jar, &id, persona, &request, &[]);
    }
    session::close(&mut store, &jar, now);
    if let Some(persona) = login::hinted(issuer, &request)
        && persona.choices.is_empty()
    {
        return login::log_in(issuer, &mut store, jar, persona, request, &[]);
    }
    let uid = store
        .interactions
        .insert(request, now, interaction::LIFETIME);
    let page = Redirect::to(&interaction::path(&uid));
    (jar.add(interaction::cookie(uid)), page).into_response()
}
