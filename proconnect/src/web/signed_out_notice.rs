//! The one thing that the end of a logout leaves behind: the right to be told of it, once. It is a
//! cookie and not a parameter of the address, which any link could carry.

/// Set when the issuer has sent the browser back with the state of the logout it asked for; the
/// page that reads it removes it. It says nothing of anybody.
pub const COOKIE: &str = "__Host-signed-out";

/// Long enough for the redirect that follows, in seconds.
pub(super) const LIFETIME_SECONDS: i64 = 60;

/// The `Set-Cookie` that removes it.
pub const REMOVAL: &str = "__Host-signed-out=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0";
