//! Every refusal, one enum per step of the journey.
//!
//! Every refusal has a stable code, `step.reason` (for instance `id_token.bad_signature`). The audit
//! log, the `proconnect-refusal` response header and the agent's page show the same code. The variants
//! have no text from outside, so that no text of the issuer can reach a page. The log names the member
//! of a document that is at fault, where it is known, and never a value.

mod reasons;

pub use reasons::{
    AccessError, AuthorizationResponseError, EndSessionError, HttpError, IdTokenError, JwsError,
    LoginAttemptError, LogoutTokenError, ProviderError, RequestError, SessionError,
    TokenResponseError, UserInfoError,
};

use http::StatusCode;
use std::{fmt, str::FromStr};

/// Declares the sum of all steps, with each step's name in the codes.
macro_rules! refusal {
    ($($(#[$doc:meta])* $step:ident($error:ty) = $name:literal),+ $(,)?) => {
        /// Why a login, a logout or a request was refused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Refusal {
            $($(#[$doc])* $step($error),)+
        }

        impl fmt::Display for Refusal {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$step(error) => write!(f, "{}.{}", $name, error.reason()),)+
                }
            }
        }

        impl FromStr for Refusal {
            type Err = UnknownRefusal;

            fn from_str(code: &str) -> Result<Self, UnknownRefusal> {
                let (step, reason) = code.split_once('.').ok_or(UnknownRefusal)?;
                match step {
                    $($name => <$error>::all()
                        .into_iter()
                        .find(|known| known.reason() == reason)
                        .map(Self::$step),)+
                    _ => None,
                }
                .ok_or(UnknownRefusal)
            }
        }

        impl Refusal {
            /// Every refusal, in the order of the journey.
            #[must_use]
            pub fn all() -> Vec<Self> {
                let mut all = Vec::new();
                $(all.extend(<$error>::all().into_iter().map(Self::$step));)+
                all
            }
        }

        $(impl From<$error> for Refusal {
            fn from(error: $error) -> Self {
                Self::$step(error)
            }
        })+
    };
}

refusal! {
    /// The request itself, before the journey.
    Request(RequestError) = "request",
    /// The issuer's metadata and keys (Discovery 1.0).
    Provider(ProviderError) = "provider",
    /// The login attempt that the browser keeps.
    LoginAttempt(LoginAttemptError) = "login_attempt",
    /// The authorization response: the query of the callback (Core 3.1.2.5).
    AuthorizationResponse(AuthorizationResponseError) = "authorization_response",
    /// The exchange of the code (Core 3.1.3).
    TokenResponse(TokenResponseError) = "token_response",
    /// The ID token (Core 3.1.3.7).
    IdToken(IdTokenError) = "id_token",
    /// The userinfo response (Core 5.3).
    UserInfo(UserInfoError) = "user_info",
    /// The application's session.
    Session(SessionError) = "session",
    /// A page that is not open to the signed-in agent.
    Access(AccessError) = "access",
    /// The logout (RP-Initiated Logout 1.0).
    EndSession(EndSessionError) = "end_session",
}

impl LogoutTokenError {
    /// The stable code of the audit trail, `logout_token.reason`.
    #[must_use]
    pub fn code(self) -> String {
        format!("logout_token.{}", self.reason())
    }

    /// The code of every reason.
    #[must_use]
    pub fn codes() -> Vec<String> {
        Self::all().into_iter().map(Self::code).collect()
    }
}

/// Why a back-channel logout was not carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BackChannelLogoutError {
    /// The issuer does not announce that it sends logout tokens.
    #[error("not supported")]
    NotSupported,
    /// The token is refused.
    #[error("{0}")]
    Token(#[from] LogoutTokenError),
    /// The issuer's keys or the session store are unavailable for the moment.
    #[error("{0}")]
    Unavailable(Refusal),
}

impl From<ProviderError> for BackChannelLogoutError {
    fn from(error: ProviderError) -> Self {
        Self::Unavailable(error.into())
    }
}

impl From<SessionError> for BackChannelLogoutError {
    fn from(error: SessionError) -> Self {
        Self::Unavailable(error.into())
    }
}

/// The text is no code of a [`Refusal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the code of a refusal")]
pub struct UnknownRefusal;

impl std::error::Error for Refusal {}

impl Refusal {
    /// The stable code, `step.reason`.
    #[must_use]
    pub fn code(self) -> String {
        self.to_string()
    }

    /// The status of the answer:
    /// - 400: the browser can try again, from the start of the login;
    /// - 403: the agent, or the request, is not allowed;
    /// - 409: another agent opened the form;
    /// - 429: too many requests;
    /// - 502 and 504: the issuer's answer is wrong, or late;
    /// - 503: the issuer's metadata, the session store or the audit trail is unavailable for the moment.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::Request(RequestError::TooManyRequests) => StatusCode::TOO_MANY_REQUESTS,
            Self::Request(RequestError::MalformedForm) => StatusCode::BAD_REQUEST,
            Self::Request(RequestError::OtherAgent) => StatusCode::CONFLICT,
            Self::Request(_)
            | Self::Access(_)
            | Self::AuthorizationResponse(
                AuthorizationResponseError::AccessDenied
                | AuthorizationResponseError::Cancelled
                | AuthorizationResponseError::AcrUnmet
                | AuthorizationResponseError::DirectorCertificateMissing
                | AuthorizationResponseError::InvalidIdentity
                | AuthorizationResponseError::EmailNotAllowed,
            )
            | Self::IdToken(
                IdTokenError::InsufficientAcr | IdTokenError::DirectorCertificateMissing,
            ) => StatusCode::FORBIDDEN,
            Self::LoginAttempt(_)
            | Self::AuthorizationResponse(_)
            | Self::TokenResponse(TokenResponseError::InvalidGrant)
            | Self::EndSession(EndSessionError::StateMismatch) => StatusCode::BAD_REQUEST,
            Self::Provider(_) | Self::Session(_) | Self::EndSession(_) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::TokenResponse(TokenResponseError::Http(HttpError::TimedOut))
            | Self::UserInfo(UserInfoError::Http(HttpError::TimedOut)) => {
                StatusCode::GATEWAY_TIMEOUT
            }
            Self::TokenResponse(_) | Self::IdToken(_) | Self::UserInfo(_) => {
                StatusCode::BAD_GATEWAY
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_code_is_distinct_and_reads_back_as_its_refusal() {
        let all = Refusal::all();
        let codes: HashSet<String> = all.iter().map(|refusal| refusal.code()).collect();
        assert_eq!(codes.len(), all.len());
        for refusal in all {
            assert_eq!(refusal.code().parse(), Ok(refusal));
        }
    }

    #[test]
    fn a_shared_reason_has_the_code_of_the_step_that_met_it() {
        let refusal = Refusal::from(IdTokenError::from(JwsError::BadSignature));
        assert_eq!(refusal.code(), "id_token.bad_signature");
    }

    #[test]
    fn the_code_of_a_refused_logout_token_is_no_refusal() {
        let codes = LogoutTokenError::codes();
        let distinct: HashSet<&String> = codes.iter().collect();
        assert_eq!(distinct.len(), codes.len());
        for code in codes {
            assert_eq!(code.parse::<Refusal>(), Err(UnknownRefusal), "{code}");
        }
    }

    #[test]
    fn no_other_text_is_a_code() {
        for text in ["", "id_token", "id_token.", "id_token.jws", "other.expired"] {
            assert_eq!(text.parse::<Refusal>(), Err(UnknownRefusal), "{text}");
        }
    }
}
