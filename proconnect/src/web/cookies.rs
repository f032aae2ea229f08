//! The attributes that every cookie of the journey has, when it is set and when it is removed.

use axum_extra::extract::cookie::{Cookie, SameSite};

/// A sealed cookie of this host alone (`__Host-`: Secure, `Path=/`, no Domain), out of reach of
/// scripts. Lax, because the issuer's redirect back is a navigation from another site.
pub(super) fn host_cookie(name: String, value: String) -> Cookie<'static> {
    debug_assert!(name.starts_with("__Host-"));
    Cookie::build((name, value))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .build()
}
