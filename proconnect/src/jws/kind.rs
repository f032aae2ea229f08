//! The kinds of signed tokens, and their differences before the claims are read.

use crate::http::USER_INFO_CAP;

/// Greatest length of an ID token, in bytes: the session keeps it, and the address of the logout
/// contains it.
const MAX_ID_TOKEN_LENGTH: usize = 16 * 1024;

/// Greatest length of a logout token, in bytes: anybody may send one, and none is kept.
const MAX_LOGOUT_TOKEN_LENGTH: usize = 8 * 1024;

/// The signed tokens: the two of a login, and that of a logout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    IdToken,
    UserInfo,
    LogoutToken,
}

impl TokenKind {
    /// The name of its claims in the log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::IdToken => "ID token",
            Self::UserInfo => "userinfo",
            Self::LogoutToken => "logout token",
        }
    }

    /// The name of the token's header in the log.
    pub(super) fn header_name(self) -> &'static str {
        match self {
            Self::IdToken => "header of the ID token",
            Self::UserInfo => "header of the userinfo",
            Self::LogoutToken => "header of the logout token",
        }
    }

    /// Longest token, in bytes. A directory's groups may make a userinfo response as long as its
    /// cap allows.
    pub(super) fn max_length(self) -> usize {
        match self {
            Self::IdToken => MAX_ID_TOKEN_LENGTH,
            Self::UserInfo => USER_INFO_CAP,
            Self::LogoutToken => MAX_LOGOUT_TOKEN_LENGTH,
        }
    }

    /// The value of `typ` in a typed token (RFC 8725 3.11).
    pub(super) fn typ(self) -> &'static str {
        match self {
            Self::IdToken | Self::UserInfo => "JWT",
            Self::LogoutToken => "logout+jwt",
        }
    }
}
