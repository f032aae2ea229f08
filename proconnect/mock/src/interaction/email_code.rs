use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use rand::Rng;
use std::sync::Arc;

use super::email_page::{CodeMistake, EmailPage};
use super::{check_cookie, cookie, lost, path};
use crate::authorize::AuthorizationRequest;
use crate::error_page::ErrorPage;
use crate::fault::Fault;
use crate::issuer::Issuer;
use crate::login::finish;
use crate::parameters::Parameters;
use crate::store::Store;

/// One hour, in seconds.
const LIFETIME: u64 = 60 * 60;

/// Time between two codes, in seconds.
const COOLDOWN: u64 = 10 * 60;

/// Number of tries, and the seconds in which they may be made.
const TRIES: (u32, u64) = (10, 5 * 60);

/// A second factor that ProConnect itself provides: a code of eight digits, sent by e-mail to an
/// agent who has already logged in with a password. The mock sends nothing: its page shows the
/// e-mail.
pub struct EmailCode {
    request: AuthorizationRequest,
    persona: String,
    chosen: Vec<Fault>,
    code: String,
    /// Seconds since the Unix epoch.
    sent_at: u64,
    tries: u32,
    /// Seconds since the Unix epoch.
    tries_begun_at: u64,
}

impl EmailCode {
    fn count_try(&mut self, now: u64) -> Result<(), CodeMistake> {
        let (most, within) = TRIES;
        if now >= self.tries_begun_at + within {
            self.tries_begun_at = now;
            self.tries = 0;
        }
        self.tries += 1;
        if self.tries > most {
            let wait = (self.tries_begun_at + within).saturating_sub(now);
            return Err(CodeMistake::TooManyTries(wait));
        }
        Ok(())
    }

    /// Counts a try, of the code that was `typed`. As at ProConnect, spaces do not count.
    fn check(&mut self, typed: &str, now: u64) -> Result<(), CodeMistake> {
        self.count_try(now)?;
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        if digits != self.code {
            return Err(CodeMistake::Wrong);
        }
        Ok(())
    }

    /// The page of the code, after a `mistake` if there is one.
    fn page(&self, issuer: &Issuer, uid: &str, mistake: Option<CodeMistake>) -> Response {
        let persona = issuer.persona(&self.persona);
        let page = EmailPage {
            email: persona
                .map(|persona| persona.text("email"))
                .unwrap_or_default(),
            code: &self.code,
            resend: &format!("{}/resend", page_path(uid)),
            wait: self.wait(issuer.clock.now()),
            mistake,
        };
        page.into_response()
    }

    /// Time until another code may be sent, in seconds.
    fn wait(&self, now: u64) -> u64 {
        (self.sent_at + COOLDOWN).saturating_sub(now)
    }
}

fn eight_digits() -> String {
    format!("{:08}", rand::rng().random_range(0..100_000_000))
}

fn page_path(uid: &str) -> String {
    format!("{}/verify-email", path(uid))
}

/// Redirects `persona` to the page that asks for a code.
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
        code: eight_digits(),
        sent_at: now,
        tries: 0,
        tries_begun_at: now,
    };
    let uid = store.email_codes.insert(code, now, LIFETIME);
    let page = Redirect::to(&page_path(&uid));
    (jar.add(cookie(uid)), page).into_response()
}

/// `GET /interaction/{uid}/verify-email`
pub async fn get(
    State(issuer): State<Arc<Issuer>>,
    Path(uid): Path<String>,
    jar: CookieJar,
) -> Result<Response, ErrorPage> {
    check_cookie(&issuer, &jar, &uid)?;
    let now = issuer.clock.now();
    let store = issuer.store();
    let code = store
        .email_codes
        .get(&uid, now)
        .ok_or_else(|| lost(&issuer))?;
    Ok(code.page(&issuer, &uid, None))
}

/// `POST /interaction/{uid}/verify-email/resend`: replaces the code, unless it is recent.
pub async fn resend(
    State(issuer): State<Arc<Issuer>>,
    Path(uid): Path<String>,
    jar: CookieJar,
) -> Result<Response, ErrorPage> {
    check_cookie(&issuer, &jar, &uid)?;
    let now = issuer.clock.now();
    let mut store = issuer.store();
    let code = store
        .email_codes
        .get_mut(&uid, now)
        .ok_or_else(|| lost(&issuer))?;
    if code.wait(now) == 0 {
        code.code = eight_digits();
        code.sent_at = now;
    }
    Ok(Redirect::to(&page_path(&uid)).into_response())
}

/// `POST /interaction/{uid}/verify-email`
pub async fn post(
    State(issuer): State<Arc<Issuer>>,
    Path(uid): Path<String>,
    jar: CookieJar,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ErrorPage> {
    check_cookie(&issuer, &jar, &uid)?;
    let form = Parameters::from_form(&headers, &body).unwrap_or_default();
    let now = issuer.clock.now();
    let lost = || lost(&issuer);
    let mut store = issuer.store();
    let expected = store.email_codes.get_mut(&uid, now).ok_or_else(lost)?;
    if let Err(mistake) = expected.check(form.get("code").unwrap_or_default(), now) {
        return Ok(expected.page(&issuer, &uid, Some(mistake)));
    }
    let code = store.email_codes.remove(&uid, now).ok_or_else(lost)?;
    let persona = issuer.persona(&code.persona).ok_or_else(lost)?;
    let (request, chosen) = (&code.request, &code.chosen);
    let response = finish(&issuer, &mut store, jar, persona, true, request, chosen);
    Ok(response)
}
