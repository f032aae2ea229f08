use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

use crate::acr;
use crate::authorize::AuthorizationRequest;
use crate::issuer::Issuer;
use crate::oauth_error::OAuthError;
use crate::personas::Persona;
use crate::store::Store;

/// ProConnect's cookie, of the same name.
const COOKIE: &str = "pc_session_id";

/// ProConnect's session of one browser: the agent who is logged in there. Single sign-on and the
/// claims of every token come from it.
pub struct Session {
    pub persona: String,
    /// Whether the agent has typed the code of an e-mail.
    pub is_email_verified: bool,
    /// Whether the latest request with a `prompt` was for a silent login. A request without one keeps
    /// the answer.
    pub is_silent: bool,
}

/// Opens a session for `persona` with a new id, in place of the browser's former one.
pub fn open(
    issuer: &Issuer,
    store: &mut Store,
    jar: &CookieJar,
    persona: &Persona,
    is_email_verified: bool,
) -> String {
    let now = issuer.clock.now();
    close(store, jar, now);
    let session = Session {
        persona: persona.id.clone(),
        is_email_verified,
        is_silent: false,
    };
    store.sessions.insert(session, now, lifetime(issuer))
}

/// Ends the browser's session. True when there was one.
pub fn close(store: &mut Store, jar: &CookieJar, now: u64) -> bool {
    id(jar).is_some_and(|id| store.sessions.remove(&id, now).is_some())
}

/// Returns the key of the browser's session and the session, if there is one.
pub fn current<'a>(store: &'a Store, jar: &CookieJar, now: u64) -> Option<(String, &'a Session)> {
    let id = id(jar)?;
    let session = store.sessions.get(&id, now)?;
    Some((id, session))
}

/// Postpones the end of the browser's session, if there is one, as each of ProConnect's writes does.
pub fn renew<'a>(
    issuer: &Issuer,
    store: &'a mut Store,
    jar: &CookieJar,
) -> Option<&'a mut Session> {
    let now = issuer.clock.now();
    store.sessions.renew(&id(jar)?, now, lifetime(issuer))
}

/// Notes in the browser's session whether its latest request with a `prompt` was for a silent login.
pub fn note_silence(issuer: &Issuer, store: &mut Store, jar: &CookieJar, is_silent: bool) {
    if let Some(session) = renew(issuer, store, jar) {
        session.is_silent = is_silent;
    }
}

/// Returns the identity of `sub` in the session of their last login, in any browser. Older sessions
/// do not replace one that is over.
///
/// # Errors
/// `server_error`, when that session is over.
pub fn identity<'a>(
    issuer: &'a Issuer,
    store: &Store,
    sub: &str,
) -> Result<&'a Persona, OAuthError> {
    let latest = store.latest_sessions.get(sub);
    latest
        .and_then(|id| store.sessions.get(id, issuer.clock.now()))
        .and_then(|session| issuer.persona(&session.persona))
        .ok_or_else(OAuthError::server_error)
}

/// Whether the open `session` of `persona` may answer `request` without a page.
pub fn is_reusable(session: &Session, persona: &Persona, request: &AuthorizationRequest) -> bool {
    let authentication = persona.authentication(session.is_email_verified);
    let hint_matches =
        |hint: &Option<String>, claim| hint.as_ref().is_none_or(|hint| hint == persona.text(claim));
    hint_matches(&request.login_hint, "email")
        && hint_matches(&request.idp_hint, "idp_id")
        && acr::allows_single_sign_on(authentication, request.claims.essential_acr().as_deref())
}

/// A session cookie. Over https, all cookies become `Secure`. Its path keeps it from the relying
/// party, which is often on the same host.
pub fn cookie(session_id: String) -> Cookie<'static> {
    Cookie::build((COOKIE, session_id))
        .path("/api/v2")
        .http_only(true)
        .same_site(SameSite::Lax)
        .build()
}

/// A cookie that removes the session cookie.
pub fn removal() -> Cookie<'static> {
    Cookie::build(COOKIE).path("/api/v2").removal().build()
}

/// The key of the browser's session, which may be over.
pub fn id(jar: &CookieJar) -> Option<String> {
    Some(jar.get(COOKIE)?.value().to_owned())
}

/// In seconds, from the last authorization request.
fn lifetime(issuer: &Issuer) -> u64 {
    issuer.settings().lifetimes.session.into()
}
