use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

use crate::grant::Grant;
use crate::issuer::Issuer;
use crate::store::{Store, random};

/// The cookie of ProConnect's protocol library.
const COOKIE: &str = "_session";

/// The session of ProConnect's protocol library. Each login has its own, since ProConnect hides the
/// library's cookies from it at each authorization request. The browser keeps that of the last
/// login.
pub struct OpSession {
    /// ProConnect's own session of the browser, which may be over.
    pub browser_session: String,
    pub client_id: String,
    pub sub: String,
    /// The `sid` claim.
    pub sid: String,
}

/// The keys of a login's session and of its grant, and its `sid`.
pub struct Login {
    pub op_session: String,
    pub grant: String,
    pub sid: String,
}

/// Opens the session of a login of `sub` to `client_id`, and its grant. Both end after the same time,
/// whatever happens to the browser's session meanwhile.
pub fn open(
    issuer: &Issuer,
    store: &mut Store,
    browser_session: &str,
    client_id: &str,
    sub: &str,
) -> Login {
    let now = issuer.clock.now();
    let lifetime = issuer.settings().lifetimes.session.into();
    let sid = random::<16>();
    let session = OpSession {
        browser_session: browser_session.to_owned(),
        client_id: client_id.to_owned(),
        sub: sub.to_owned(),
        sid: sid.clone(),
    };
    let op_session = store.op_sessions.insert(session, now, lifetime);
    let grant = Grant {
        op_session: op_session.clone(),
    };
    Login {
        grant: store.grants.insert(grant, now, lifetime),
        op_session,
        sid,
    }
}

/// Ends the session `id`, and revokes its grant.
pub fn close(store: &mut Store, id: &str, now: u64) {
    store.op_sessions.remove(id, now);
    store
        .grants
        .remove_if(now, |grant: &Grant| grant.op_session == id);
}

/// With the path of [`session::cookie`](crate::session::cookie), for the same reason.
pub fn cookie(id: String) -> Cookie<'static> {
    Cookie::build((COOKIE, id))
        .path("/api/v2")
        .http_only(true)
        .same_site(SameSite::Lax)
        .build()
}

/// A cookie that removes the cookie.
pub fn removal() -> Cookie<'static> {
    Cookie::build(COOKIE).path("/api/v2").removal().build()
}

/// The key of the session of the browser's last login, which may be over.
pub fn id(jar: &CookieJar) -> Option<String> {
    Some(jar.get(COOKIE)?.value().to_owned())
}
