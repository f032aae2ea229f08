//! The session cookie. `tower-sessions` sets it; only the logout removes it.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, header::SET_COOKIE},
    middleware::Next,
    response::Response,
};
use tower_sessions::{Expiry, SessionManagerLayer, SessionStore, cookie::SameSite};

/// The prefix binds the cookie to this host: Secure, `Path=/`, no Domain (RFC 6265bis 4.1.3.2).
pub const NAME: &str = "__Host-session";

/// The removal, with the attributes of the cookie: browsers ignore the removal of a `__Host-` cookie that
/// is not Secure, and `tower-sessions` writes no attributes.
const REMOVAL: HeaderValue =
    HeaderValue::from_static("__Host-session=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");

/// The layer of `tower-sessions`. The cookie lasts as long as the browser; the store decides when
/// the session ends. Lax, since the return from the issuer is a navigation from another site.
pub fn layer<Store: SessionStore + Clone>(store: Store) -> SessionManagerLayer<Store> {
    SessionManagerLayer::new(store)
        .with_name(NAME)
        .with_http_only(true)
        .with_secure(true)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnSessionEnd)
}

/// Completes the removal of the session cookie in the answer of `log_out`, the path of the logout, and
/// takes it out of every other answer.
///
/// `tower-sessions` removes the cookie of every session that it does not find. A request that was sent
/// before a login and is answered after it names the replaced session: its answer would remove the cookie
/// of the new session. A cookie that names no session does no harm.
pub async fn complete_removal(
    State(log_out): State<&'static str>,
    request: Request,
    next: Next,
) -> Response {
    let is_logout = request.uri().path() == log_out;
    let mut response = next.run(request).await;
    let is_removal = |value: &HeaderValue| {
        let rest = value.as_bytes().strip_prefix(NAME.as_bytes());
        rest.is_some_and(|rest| rest.starts_with(b"=;"))
    };
    let headers = response.headers_mut();
    if headers.get_all(SET_COOKIE).iter().any(is_removal) {
        let cookies: Vec<HeaderValue> = headers.get_all(SET_COOKIE).iter().cloned().collect();
        headers.remove(SET_COOKIE);
        for cookie in cookies.into_iter().filter(|cookie| !is_removal(cookie)) {
            headers.append(SET_COOKIE, cookie);
        }
        if is_logout {
            headers.append(SET_COOKIE, REMOVAL);
        }
    }
    response
}
