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
use crate::login;
use crate::parameters::Parameters;
use crate::refusal::Refusal;
use crate::session;
use crate::store::Store;

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

/// Answers at once when no page is needed, else redirects the browser to the login page.
fn begin(issuer: &Issuer, jar: CookieJar, request: AuthorizationRequest) -> Response {
    let now = issuer.clock.now();
    let mut store = issuer.store();
    if request.prompt_none && session::current(&store, &jar, now).is_none() {
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
    if request.has_prompt {
        session::note_silence(issuer, &mut store, &jar, request.prompt_none);
    }
    match without_page(issuer, &mut store, &jar, &request) {
        Some(response) => response,
        None => interaction::begin(&mut store, jar, request, now),
    }
}

/// The response to `request`, when no page is needed: by the open session, or for the persona of the
/// `login_hint`. A session that cannot answer is closed, another one is renewed.
pub fn without_page(
    issuer: &Issuer,
    store: &mut Store,
    jar: &CookieJar,
    request: &AuthorizationRequest,
) -> Option<Response> {
    let now = issuer.clock.now();
    session::renew(issuer, store, jar);
    if let Some((id, session)) = session::current(store, jar, now)
        && let Some(persona) = issuer.persona(&session.persona)
        && request.target.state.is_some()
        && session::is_reusable(session, persona, request)
    {
        let is_silent = session.is_silent;
        let (jar, request) = (jar.clone(), request.clone());
        return Some(match login::refusal(issuer, persona, &request, &[]) {
            Some(Refusal::IdpDisabled) if is_silent => request
                .target
                .error("login_required", "end-user authentication is required")
                .into_response(),
            // ProConnect then redirects the browser between two of its addresses, without an end.
            Some(Refusal::IdpDisabled) => interaction::begin(store, jar, request, now),
            Some(refusal) => login::refuse(store, jar, refusal, request, now),
            None => login::respond(issuer, store, jar, &id, persona, request, &[]),
        });
    }
    session::close(store, jar, now);
    let persona = login::hinted(issuer, request).filter(|persona| persona.choices.is_empty())?;
    let (jar, request) = (jar.clone(), request.clone());
    Some(login::log_in(issuer, store, jar, persona, request, &[]))
}
