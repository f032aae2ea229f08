use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use std::collections::HashMap;

use crate::acr;
use crate::authorize::AuthorizationRequest;
use crate::issuer::Issuer;
use crate::personas::Persona;
use crate::store::{Store, random};

/// ProConnect's cookie, of the same name.
const COOKIE: &str = "pc_session_id";

/// In seconds. A grant outlives the session that made it.
const GRANT_LIFETIME: u64 = 14 * 24 * 60 * 60;

/// Single sign-on: the agent who is logged in, in one browser.
pub struct Session {
    pub persona: String,
    /// Whether the agent has typed the code of an e-mail.
    pub is_email_verified: bool,
    /// Whether single sign-on is over, while the logout is not finished: the rest of the session
    /// names the grants to revoke.
    pub is_ending: bool,
    /// Whether the latest request with a `prompt` was for a silent login. A request without one keeps
    /// the answer.
    pub is_silent: bool,
    /// Of all sessions, in the order in which they were opened.
    rank: u64,
    /// The grant of each relying party, by `client_id`.
    pub grants: HashMap<String, String>,
}

/// The rights that one session gives to one relying party. Without it, its codes and tokens are
/// invalid.
#[derive(Clone)]
pub struct Grant {
    /// The `sid` claim.
    pub sid: String,
}

/// Opens a session for `persona` with a new id, in place of the browser's former one. Its end is
/// fixed now.
pub fn open(
    issuer: &Issuer,
    store: &mut Store,
    jar: &CookieJar,
    persona: &Persona,
    is_email_verified: bool,
) -> String {
    let now = issuer.clock.now();
    close(store, jar, now);
    store.sessions_opened += 1;
    let session = Session {
        rank: store.sessions_opened,
        persona: persona.id.clone(),
        is_email_verified,
        is_ending: false,
        is_silent: false,
        grants: HashMap::new(),
    };
    let lifetime = issuer.settings().lifetimes.session.into();
    store.sessions.insert(session, now, lifetime)
}

/// Ends single sign-on for the browser, if there was any. [`close`] does the rest.
pub fn begin_end(store: &mut Store, jar: &CookieJar, now: u64) -> bool {
    let session = id(jar).and_then(|id| store.sessions.get_mut(&id, now));
    session.is_some_and(|session| !std::mem::replace(&mut session.is_ending, true))
}

/// Ends the browser's session and returns it.
pub fn close(store: &mut Store, jar: &CookieJar, now: u64) -> Option<Session> {
    store.sessions.remove(&id(jar)?, now)
}

/// Returns the key of the browser's session and the session, if there is one.
pub fn current<'a>(store: &'a Store, jar: &CookieJar, now: u64) -> Option<(String, &'a Session)> {
    let id = id(jar)?;
    let session = store.sessions.get(&id, now)?;
    (!session.is_ending).then_some((id, session))
}

/// Notes in the browser's session whether its latest request with a `prompt` was for a silent login.
pub fn note_silence(store: &mut Store, jar: &CookieJar, is_silent: bool, now: u64) {
    if let Some(session) = id(jar).and_then(|id| store.sessions.get_mut(&id, now)) {
        session.is_silent = is_silent;
    }
}

/// Returns the identity of `sub` in their latest session, in any browser.
pub fn latest<'a>(issuer: &'a Issuer, store: &Store, sub: &str, now: u64) -> Option<&'a Persona> {
    let sessions = store
        .sessions
        .values(now)
        .filter(|session| !session.is_ending);
    sessions
        .filter_map(|session| Some((session.rank, issuer.persona(&session.persona)?)))
        .filter(|(_, persona)| persona.text("sub") == sub)
        .max_by_key(|(rank, _)| *rank)
        .map(|(_, persona)| persona)
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

/// The grant of `client_id` in this session: the existing one, unless it was revoked.
pub fn grant(
    store: &mut Store,
    session_id: &str,
    client_id: &str,
    now: u64,
) -> Option<(String, Grant)> {
    let session = store.sessions.get_mut(session_id, now)?;
    if let Some(id) = session.grants.get(client_id)
        && let Some(grant) = store.grants.get(id, now)
    {
        return Some((id.clone(), grant.clone()));
    }
    let grant = Grant {
        sid: random::<16>(),
    };
    let id = store.grants.insert(grant.clone(), now, GRANT_LIFETIME);
    session.grants.insert(client_id.to_owned(), id.clone());
    Some((id, grant))
}

/// A session cookie. With `Secure`, as ProConnect has it, it would be lost over plain HTTP. Its
/// path keeps it from the relying party, which is often on the same host.
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

fn id(jar: &CookieJar) -> Option<String> {
    Some(jar.get(COOKIE)?.value().to_owned())
}
