mod page;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use std::sync::Arc;

use crate::acr;
use crate::authorize::{AuthorizationRequest, AuthorizationResponse};
use crate::error_page::ErrorPage;
use crate::fault::Fault;
use crate::issuer::Issuer;
use crate::parameters::Parameters;
use crate::personas::Persona;
use crate::session;
use crate::store::Store;
use crate::token::{Authorization, AuthorizationCode};

/// One hour to log in, in seconds.
pub const LIFETIME: u64 = 60 * 60;

const COOKIE: &str = "_interaction";

pub fn path(uid: &str) -> String {
    format!("/api/v2/interaction/{uid}")
}

/// Binds the interaction to the browser that began it.
pub fn cookie(uid: String) -> Cookie<'static> {
    let path = path(&uid);
    Cookie::build((COOKIE, uid))
        .path(path)
        .http_only(true)
        .same_site(SameSite::Lax)
        .build()
}

/// `GET /interaction/{uid}`: the personas.
pub async fn get(
    State(issuer): State<Arc<Issuer>>,
    Path(uid): Path<String>,
    jar: CookieJar,
) -> Result<Response, ErrorPage> {
    let store = issuer.store();
    let request = find(&issuer, &store, &uid, &jar)?;
    let client = issuer
        .client(&request.client_id)
        .ok_or_else(|| ErrorPage::session_not_found("interaction session not found"))?;
    let from_hinted_idp = |persona: &&Persona| {
        let hint = request.idp_hint.as_deref();
        hint.is_none_or(|idp| persona.text("idp_id") == idp)
    };
    let personas = issuer.personas.iter().filter(from_hinted_idp);
    Ok(page::login(&client.name, &path(&uid), personas).into_response())
}

/// `POST /interaction/{uid}`: the agent logs in as a persona.
pub async fn post(
    State(issuer): State<Arc<Issuer>>,
    Path(uid): Path<String>,
    jar: CookieJar,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ErrorPage> {
    let form = Parameters::from_form(&headers, &body).unwrap_or_default();
    let mut store = issuer.store();
    find(&issuer, &store, &uid, &jar)?;
    let persona = form
        .get("persona")
        .and_then(|id| issuer.persona(id))
        .ok_or_else(|| ErrorPage::bad_request("persona must be one of the personas"))?;
    let chosen: Vec<Fault> = form
        .get("fault")
        .map(str::parse)
        .transpose()
        .map_err(|_| ErrorPage::bad_request("fault must be one of the faults"))?
        .into_iter()
        .collect();
    let request = take(&mut store, &uid, issuer.clock.now())?;
    let session_id = session::open(&issuer, &mut store, &jar, persona);
    let response = complete(&issuer, &mut store, &session_id, persona, &request, &chosen);
    Ok((jar.add(session::cookie(session_id)), response).into_response())
}

/// `GET /interaction/{uid}/error`: the agent gives up, or an error page's button was pressed; the
/// relying party is told what the link says.
pub async fn error(
    State(issuer): State<Arc<Issuer>>,
    Path(uid): Path<String>,
    jar: CookieJar,
    RawQuery(query): RawQuery,
) -> Result<Response, ErrorPage> {
    let query = Parameters::parse(query.unwrap_or_default().as_bytes());
    let mut store = issuer.store();
    find(&issuer, &store, &uid, &jar)?;
    let request = take(&mut store, &uid, issuer.clock.now())?;
    let error = query.get("error").unwrap_or("server_error");
    let description = query
        .get("error_description")
        .unwrap_or("An unexpected error occurred");
    Ok(request.target.error(error, description).into_response())
}

/// The interaction `uid`, if this browser began it.
fn find<'a>(
    issuer: &Issuer,
    store: &'a Store,
    uid: &str,
    jar: &CookieJar,
) -> Result<&'a AuthorizationRequest, ErrorPage> {
    if jar.get(COOKIE).is_none_or(|cookie| cookie.value() != uid) {
        return Err(ErrorPage::session_not_found(
            "interaction session id cookie not found",
        ));
    }
    store
        .interactions
        .get(uid, issuer.clock.now())
        .ok_or_else(|| ErrorPage::session_not_found("interaction session not found"))
}

fn take(store: &mut Store, uid: &str, now: u64) -> Result<AuthorizationRequest, ErrorPage> {
    store
        .interactions
        .remove(uid, now)
        .ok_or_else(|| ErrorPage::session_not_found("interaction session not found"))
}

/// A code for `persona`, who is logged in by the session; or `access_denied`, when the way they
/// authenticated is none of those required. `chosen` are the faults that the person asked for.
pub fn complete(
    issuer: &Issuer,
    store: &mut Store,
    session_id: &str,
    persona: &Persona,
    request: &AuthorizationRequest,
    chosen: &[Fault],
) -> AuthorizationResponse {
    let now = issuer.clock.now();
    let essential = request.claims.essential_acr();
    let Some(acr) = acr::resolve(persona.text("idp_acr"), essential.as_deref()) else {
        return request
            .target
            .error("access_denied", "requested ACRs could not be satisfied");
    };
    let Some((grant_id, grant)) = session::grant(store, session_id, &request.client_id, now) else {
        return request
            .target
            .error("login_required", "end-user authentication is required");
    };
    let client_id = &request.client_id;
    let faults = issuer.faults.of_login(client_id, chosen);
    let authorization = Authorization {
        grant_id,
        client_id: client_id.clone(),
        persona: persona.id.clone(),
        nonce: request.nonce.clone(),
        claims: request.claims.clone(),
        acr: acr.to_owned(),
        // Not when the agent authenticated: with single sign-on, that was earlier.
        auth_time: now,
        sid: grant.sid,
        faults: faults.clone(),
    };
    let code = AuthorizationCode::issue(store, authorization, request, issuer);
    let mut response = request.target.code(code);
    for fault in issuer
        .faults
        .take(Some(client_id), &faults, Fault::is_of_a_response)
    {
        fault.change_response(&mut response);
    }
    response
}
