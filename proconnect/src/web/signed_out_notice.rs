//! A cookie that a finished logout sets for the next page, which confirms the logout once. With a
//! parameter in the address instead, any link could show that message.

use super::cookies::SealedCookies;
use chrono::TimeDelta;

/// Set at the end of a logout, and removed by the page that reads it. The value is one of
/// [`Extent::as_str`]. It identifies nobody and is not sealed: an attacker who could write it would
/// only make a sentence appear.
pub const COOKIE: &str = "__Host-signed-out";

/// The `Set-Cookie` that removes it.
pub const REMOVAL: &str = "__Host-signed-out=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0";

/// Long enough for the redirect that follows.
const LIFETIME: TimeDelta = TimeDelta::seconds(60);

/// The sessions that the logout has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// This application's and the issuer's: the issuer has sent the browser back with the state of
    /// the logout.
    Everywhere,
    /// This application's only: the issuer has no logout.
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
