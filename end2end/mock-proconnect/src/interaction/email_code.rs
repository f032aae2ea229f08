use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use rand::Rng;
use std::sync::Arc;

use super::{check_cookie, cookie, page, path};
use crate::authorize::AuthorizationRequest;
use crate::error_page::ErrorPage;
use crate::fault::Fault;
use crate::issuer::Issuer;
use crate::login::complete;
use crate::parameters::Parameters;
use crate::session;
use crate::store::Store;

/// One hour, in seconds.
const LIFETIME: u64 = 60 * 60;

const TRIES: u32 = 10;

/// A second factor that ProConnect itself provides: a code of eight digits, sent by e-mail to who
/// already logged in with a password. Nothing is sent here: the page shows the e-mail.
pub struct EmailCode {
    request: AuthorizationRequest,
    persona: String,
    chosen: Vec<Fault>,
    code: String,
    tries: u32,
}

/// Sends `persona` to the page that asks for a code.
pub fn ask(
    store: &mut Store,
    jar: CookieJar,
    persona: &str,
    request: AuthorizationRequest,
    chosen: &[Fault],
    now: u64,
) -> Response {
    let code = EmailCode {
        request,
        persona: persona.to_owned(),
        chosen: chosen.to_vec(),
        code: format!("{:08}", rand::rng().random_range(0..100_000_000)),
        tries: 0,
    };
    let uid = store.email_codes.insert(code, now, LIFETIME);
    let page = Redirect::to(&format!("{}/verify-email", path(&uid)));
    (jar.add(cookie(uid)), page).into_response()
}

/// `GET /interaction/{uid}/verify-email`
pub async fn get(
    State(issuer): State<Arc<Issuer>>,
    Path(uid): Path<String>,
    jar: CookieJar,
) -> Result<Response, ErrorPage> {
    check_cookie(&jar, &uid)?;
    let store = issuer.store();
    let code = store
        .email_codes
        .get(&uid, issuer.clock.now())
        .ok_or_else(|| ErrorPage::session_not_found("interaction session not found"))?;
    let email = issuer
        .persona(&code.persona)
        .map(|persona| persona.text("email"))
        .unwrap_or_default();
    Ok(page::email_code(email, &code.code).into_response())
}

/// `POST /interaction/{uid}/verify-email`
pub async fn post(
    State(issuer): State<Arc<Issuer>>,
    Path(uid): Path<String>,
    jar: CookieJar,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ErrorPage> {
    check_cookie(&jar, &uid)?;
    let form = Parameters::from_form(&headers, &body).unwrap_or_default();
    let now = issuer.clock.now();
    let lost = || ErrorPage::session_not_found("interaction session not found");
    let mut store = issuer.store();
    let expected = store.email_codes.get_mut(&uid, now).ok_or_else(lost)?;
    expected.tries += 1;
    if expected.tries > TRIES {
        return Err(ErrorPage::email_code("Y170001", "too many tries"));
    }
    if form.get("code") != Some(&expected.code) {
        return Err(ErrorPage::email_code("Y170003", "wrong code"));
    }
    let code = store.email_codes.remove(&uid, now).ok_or_else(lost)?;
    let persona = issuer.persona(&code.persona).ok_or_else(lost)?;
    let session_id = session::open(&issuer, &mut store, &jar, persona, true);
    let response = complete(
        &issuer,
        &mut store,
        &session_id,
        persona,
        &code.request,
        &code.chosen,
    );
    Ok((jar.add(session::cookie(session_id)), response).into_response())
}
