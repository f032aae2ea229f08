use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use rand::Rng;
use std::sync::Arc;

use super::email_page::{CodeMistake, EmailPage};
use super::{cookie, current, lost, path};
use crate::authorize::AuthorizationRequest;
use crate::error_page::ErrorPage;
use crate::fault::Fault;
use crate::issuer::Issuer;
use crate::login::finish;
use crate::parameters::Parameters;
use crate::personas::Persona;
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
}

/// The code that an address has received, and the tries of its agent, in all their logins.
#[derive(Default)]
pub struct Mailbox {
    code: Option<SentCode>,
    tries: u32,
    /// Seconds since the Unix epoch.
    tries_begun_at: u64,
}

struct SentCode {
    digits: String,
    /// Seconds since the Unix epoch.
    at: u64,
}

impl Mailbox {
    /// The code to type: the one sent within the hour, unless it was used, or else a new one.
    fn code(&mut self, now: u64) -> &mut SentCode {
        let is_alive = |code: &SentCode| now < code.at + LIFETIME;
        if !self.code.as_ref().is_some_and(is_alive) {
            self.code = None;
        }
        self.code.get_or_insert_with(|| SentCode::new(now))
    }

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

    /// Counts a try, of the code that was `typed`. As at ProConnect, spaces do not count, and the
    /// right code is used up.
    fn check(&mut self, typed: &str, now: u64) -> Result<(), CodeMistake> {
        self.count_try(now)?;
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        if digits != self.code(now).digits {
            return Err(CodeMistake::Wrong);
        }
        self.code = None;
        Ok(())
    }

    /// The page of the code, after a `mistake` if there is one.
    fn page(&mut self, email: &str, uid: &str, mistake: Option<CodeMistake>, now: u64) -> Response {
        let code = self.code(now);
        let page = EmailPage {
            email,
            code: &code.digits,
            resend: &format!("{}/resend", page_path(uid)),
            wait: code.wait(now),
            mistake,
        };
        page.into_response()
    }
}

impl SentCode {
    fn new(now: u64) -> Self {
        Self {
            digits: format!("{:08}", rand::rng().random_range(0..100_000_000)),
            at: now,
        }
    }

    /// Time until another code may be sent, in seconds.
    fn wait(&self, now: u64) -> u64 {
        (self.at + COOLDOWN).saturating_sub(now)
    }
}

fn page_path(uid: &str) -> String {
    format!("{}/verify-email", path(uid))
}

/// Redirects `persona` to the page that asks for a code.
pub fn ask(
    store: &mut Store,
    jar: CookieJar,
    persona: &Persona,
    request: AuthorizationRequest,
    chosen: &[Fault],
    now: u64,
) -> Response {
    let code = EmailCode {
        request,
        persona: persona.id.clone(),
        chosen: chosen.to_vec(),
    };
    let uid = store.email_codes.insert(code, now, LIFETIME);
    let page = Redirect::to(&page_path(&uid));
    (jar.add(cookie(uid)), page).into_response()
}

/// The agent who is asked for a code in this browser, and the key of the request.
fn find<'a>(
    issuer: &'a Issuer,
    store: &Store,
    jar: &CookieJar,
) -> Result<(String, &'a Persona), ErrorPage> {
    let uid = current(issuer, jar)?;
    let code = store.email_codes.get(&uid, issuer.clock.now());
    let persona = code.and_then(|code| issuer.persona(&code.persona));
    Ok((uid, persona.ok_or_else(|| lost(issuer))?))
}

/// `GET /interaction/{uid}/verify-email`
pub async fn get(State(issuer): State<Arc<Issuer>>, jar: CookieJar) -> Result<Response, ErrorPage> {
    let mut store = issuer.store();
    let (uid, persona) = find(&issuer, &store, &jar)?;
    let email = persona.text("email");
    let mailbox = store.mailboxes.entry(email.to_owned()).or_default();
    Ok(mailbox.page(email, &uid, None, issuer.clock.now()))
}

/// `POST /interaction/{uid}/verify-email/resend`: replaces the code, unless it is recent.
pub async fn resend(
    State(issuer): State<Arc<Issuer>>,
    jar: CookieJar,
) -> Result<Response, ErrorPage> {
    let now = issuer.clock.now();
    let mut store = issuer.store();
    let (uid, persona) = find(&issuer, &store, &jar)?;
    let email = persona.text("email").to_owned();
    let code = store.mailboxes.entry(email).or_default().code(now);
    if code.wait(now) == 0 {
        *code = SentCode::new(now);
    }
    Ok(Redirect::to(&page_path(&uid)).into_response())
}

/// `POST /interaction/{uid}/verify-email`
pub async fn post(
    State(issuer): State<Arc<Issuer>>,
    jar: CookieJar,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ErrorPage> {
    let form = Parameters::from_form(&headers, &body).unwrap_or_default();
    let now = issuer.clock.now();
    let mut store = issuer.store();
    let (uid, persona) = find(&issuer, &store, &jar)?;
    let email = persona.text("email");
    let mailbox = store.mailboxes.entry(email.to_owned()).or_default();
    if let Err(mistake) = mailbox.check(form.get("code").unwrap_or_default(), now) {
        return Ok(mailbox.page(email, &uid, Some(mistake), now));
    }
    let code = store.email_codes.remove(&uid, now);
    let code = code.ok_or_else(|| lost(&issuer))?;
    Ok(finish(
        &issuer,
        &mut store,
        jar,
        persona,
        true,
        code.request,
        &code.chosen,
    ))
}
