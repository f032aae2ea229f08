pub mod email_code;
mod email_page;
mod faults;
mod page;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use std::sync::Arc;

use crate::authorize::{AuthorizationRequest, without_page};
use crate::error_page::ErrorPage;
use crate::fault::Fault;
use crate::issuer::Issuer;
use crate::login::{hinted, log_in};
use crate::parameters::Parameters;
use crate::personas::Persona;
use crate::search::Search;
use crate::store::Store;

pub use email_code::{EmailCode, Mailbox};

/// One hour to log in, in seconds.
pub const LIFETIME: u64 = 60 * 60;

const COOKIE: &str = "_interaction";

pub fn path(uid: &str) -> String {
    format!("/api/v2/interaction/{uid}")
}

/// Binds the interaction to the browser. As at ProConnect, the browser has one such cookie for all
/// its tabs, and ProConnect reads the cookie, not the address: the latest request replaces the others.
pub fn cookie(uid: String) -> Cookie<'static> {
    Cookie::build((COOKIE, uid))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .build()
}

/// Redirects the browser to the page of a new interaction.
pub fn begin(
    store: &mut Store,
    jar: CookieJar,
    request: AuthorizationRequest,
    now: u64,
) -> Response {
    let uid = store.interactions.insert(request, now, LIFETIME);
    let page = Redirect::to(&path(&uid));
    (jar.add(cookie(uid)), page).into_response()
}

/// `GET /interaction/{uid}`: the personas, and the faults that the parameter `recherche` finds. No
/// page is needed when the browser has logged in since, in another tab for instance.
pub async fn get(
    State(issuer): State<Arc<Issuer>>,
    jar: CookieJar,
    RawQuery(query): RawQuery,
) -> Result<Response, ErrorPage> {
    let mut store = issuer.store();
    let (uid, request) = find(&issuer, &store, &jar)?;
    let request = request.clone();
    if let Some(response) = without_page(&issuer, &mut store, &jar, &request) {
        store.interactions.remove(&uid, issuer.clock.now());
        return Ok(response);
    }
    let client = issuer
        .client(&request.client_id)
        .ok_or_else(|| lost(&issuer))?;
    let choosing = hinted(&issuer, &request).filter(|persona| !persona.choices.is_empty());
    if let Some(persona) = choosing {
        return Ok(choices(&issuer, persona, &request, &uid, None));
    }
    let is_offered = |persona: &&Persona| {
        let hint = request.idp_hint.as_deref();
        let from_hinted_idp =
            |persona: &Persona| hint.is_none_or(|idp| persona.text("idp_id") == idp);
        persona.choice_of.is_none() && from_hinted_idp(persona)
    };
    let personas: Vec<&Persona> = issuer.personas.iter().filter(is_offered).collect();
    let search = Search::of_query(query);
    Ok(page::login(&client.name, &path(&uid), &personas, &search).into_response())
}

/// `POST /interaction/{uid}`: the agent logs in as a persona.
pub async fn post(
    State(issuer): State<Arc<Issuer>>,
    jar: CookieJar,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ErrorPage> {
    let form = Parameters::from_form(&headers, &body).unwrap_or_default();
    let mut store = issuer.store();
    let (uid, request) = find(&issuer, &store, &jar)?;
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
    if !persona.choices.is_empty() {
        return Ok(choices(&issuer, persona, request, &uid, form.get("fault")));
    }
    let request = take(&issuer, &mut store, &uid)?;
    Ok(log_in(&issuer, &mut store, jar, persona, request, &chosen))
}

/// The page on which `persona` chooses an organisation or an identity provider. The choice with the
/// SIRET of the hint is first.
fn choices(
    issuer: &Issuer,
    persona: &Persona,
    request: &AuthorizationRequest,
    uid: &str,
    fault: Option<&str>,
) -> Response {
    let mut variants: Vec<&Persona> = issuer
        .personas
        .iter()
        .filter(|variant| variant.choice_of.as_ref() == Some(&persona.id))
        .collect();
    variants.sort_by_key(|variant| Some(variant.text("siret")) != request.siret_hint.as_deref());
    page::choices(&path(uid), &variants, fault).into_response()
}

/// `GET /interaction/{uid}/error`: the agent gives up, or presses the button of an error page. The
/// relying party gets the error that the link names.
pub async fn error(
    State(issuer): State<Arc<Issuer>>,
    jar: CookieJar,
    RawQuery(query): RawQuery,
) -> Result<Response, ErrorPage> {
    let query = Parameters::parse(query.unwrap_or_default().as_bytes());
    let mut store = issuer.store();
    let (uid, _) = find(&issuer, &store, &jar)?;
    let given = ["error", "error_description"].map(|name| query.get(name));
    if let Some(mistake) = too_long(&given) {
        return Err(ErrorPage::bad_request(mistake));
    }
    let [error, description] = given;
    let error = error.unwrap_or("server_error");
    let description = description.unwrap_or("An unexpected error occurred");
    let request = take(&issuer, &mut store, &uid)?;
    Ok(request.target.error(error, description).into_response())
}

/// In characters.
const LONGEST_ERROR: usize = 256;

fn too_long(given: &[Option<&str>; 2]) -> Option<String> {
    let names = ["error", "error_description"].into_iter().zip(given);
    let mistakes: Vec<String> = names
        .filter(|(_, value)| value.is_some_and(|value| value.chars().count() > LONGEST_ERROR))
        .map(|(name, _)| {
            format!("{name} must be shorter than or equal to {LONGEST_ERROR} characters")
        })
        .collect();
    (!mistakes.is_empty()).then(|| mistakes.join(", "))
}

/// The interaction of this browser, and its key.
fn find<'a>(
    issuer: &Issuer,
    store: &'a Store,
    jar: &CookieJar,
) -> Result<(String, &'a AuthorizationRequest), ErrorPage> {
    let uid = current(issuer, jar)?;
    let request = store.interactions.get(&uid, issuer.clock.now());
    let request = request.ok_or_else(|| lost(issuer))?;
    Ok((uid, request))
}

/// The key of this browser's interaction, alive or not.
fn current(issuer: &Issuer, jar: &CookieJar) -> Result<String, ErrorPage> {
    let cookie = jar.get(COOKIE).map(|cookie| cookie.value().to_owned());
    cookie.ok_or_else(|| {
        let page = ErrorPage::session_not_found("interaction session id cookie not found");
        page.dated(issuer.settings())
    })
}

fn take(issuer: &Issuer, store: &mut Store, uid: &str) -> Result<AuthorizationRequest, ErrorPage> {
    store
        .interactions
        .remove(uid, issuer.clock.now())
        .ok_or_else(|| lost(issuer))
}

/// The page for an interaction that is over, or never began.
fn lost(issuer: &Issuer) -> ErrorPage {
    ErrorPage::session_not_found("interaction session not found").dated(issuer.settings())
}
