//! A cookie that the end of a logout leaves for the next page, which announces the logout once. A
//! parameter of the address would do the same for any link that carries it.

use super::cookies::SealedCookies;
use chrono::TimeDelta;

/// Set at the end of a logout; the page that reads the cookie removes it. The value names nobody, is one
/// of [`Extent::as_str`], and is not sealed: a stranger who could write it gains a sentence.
pub const COOKIE: &str = "__Host-signed-out";

/// The `Set-Cookie` that removes it.
pub const REMOVAL: &str = "__Host-signed-out=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0";

/// Long enough for the redirect that follows.
const LIFETIME: TimeDelta = TimeDelta::seconds(60);

/// Which sessions the logout has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// This application's, and the issuer's: it has sent the browser back with the state of the
    /// logout that it was asked for.
    Everywhere,
    /// This application's alone: the issuer has no logout.
    HereOnly,
}

impl Extent {
    /// The value of the cookie.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Everywhere => "everywhere",
            Self::HereOnly => "here-only",
        }
    }

    /// Reads the cookie; `None` for anything else.
    #[must_use]
    pub fn read(value: &str) -> Option<Self> {
        [Self::Everywhere, Self::HereOnly]
            .into_iter()
            .find(|extent| extent.as_str() == value)
    }
}

pub(super) fn leave(cookies: SealedCookies, extent: Extent) -> SealedCookies {
    cookies.set(COOKIE, extent.as_str().to_owned(), Some(LIFETIME))
}
