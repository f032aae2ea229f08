//! The session cookie. `tower-sessions` sets it with all its attributes but removes it with none,
//! and browsers ignore the removal of a `__Host-` cookie that is not Secure.

use axum::{
    extract::Request,
    http::{HeaderValue, header::SET_COOKIE},
    middleware::Next,
    response::Response,
};
use tower_sessions::{Expiry, SessionManagerLayer, SessionStore, cookie::SameSite};

/// Of this host alone, Secure, with `Path=/` and no Domain.
pub const NAME: &str = "__Host-session";

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

/// Gives the removal of the session cookie its attributes back.
pub async fn remove_whole(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let is_removal = |value: &HeaderValue| {
        value
            .as_bytes()
            .strip_prefix(NAME.as_bytes())
            .is_some_and(|rest| rest.starts_with(b"=;"))
    };
    let headers = response.headers_mut();
    if headers.get_all(SET_COOKIE).iter().any(is_removal) {
        let cookies: Vec<HeaderValue> = headers.get_all(SET_COOKIE).iter().cloned().collect();
        headers.remove(SET_COOKIE);
        for cookie in cookies {
            headers.append(
                SET_COOKIE,
                if is_removal(&cookie) { REMOVAL } else { cookie },
            );
        }
    }
    response
}
