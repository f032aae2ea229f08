//! What can be refused, one enum per step of the journey.
//!
//! Every refusal has a stable code, `step.reason` (`id_token.bad_signature`), which is what the
//! audit log, the `proconnect-refusal` response header and the page shown to the agent share.
//! The variants carry no text from outside: nothing the issuer wrote can reach a page. The log names
//! the member of a document that is at fault, where that is known, and never a value.

mod reasons;

pub use reasons::{
    AccessError, AuthorizationResponseError, EndSessionError, HttpError, IdTokenError, JwsError,
    LoginAttemptError, ProviderError, RequestError, SessionError, TokenResponseError,
    UserInfoError,
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
            /// Every refusal there is, in the order of the journey.
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
    /// Before the journey: the request itself.
    Request(RequestError) = "request",
    /// Metadata and keys.
    Provider(ProviderError) = "provider",
    /// The attempt kept by the browser.
    LoginAttempt(LoginAttemptError) = "login_attempt",
    /// The callback's query.
    AuthorizationResponse(AuthorizationResponseError) = "authorization_response",
    /// The code exchange.
    TokenResponse(TokenResponseError) = "token_response",
    /// The ID token.
    IdToken(IdTokenError) = "id_token",
    /// The userinfo response.
    UserInfo(UserInfoError) = "user_info",
    /// The application's session.
    Session(SessionError) = "session",
    /// What the agent may see.
    Access(AccessError) = "access",
    /// Logout.
    EndSession(EndSessionError) = "end_session",
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

    /// 403 for what is forbidden, 429 for what comes too often, 400 for what this browser can mend by
    /// starting again, 409 for a form that another agent opened, 502 and 504 for what the issuer
    /// did, 503 for what is missing here for the moment.
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
    fn a_shared_reason_is_told_under_the_step_that_met_it() {
        let refusal = Refusal::from(IdTokenError::from(JwsError::BadSignature));
        assert_eq!(refusal.code(), "id_token.bad_signature");
    }

    #[test]
    fn no_other_text_is_a_code() {
        for text in ["", "id_token", "id_token.", "id_token.jws", "other.expired"] {
            assert_eq!(text.parse::<Refusal>(), Err(UnknownRefusal), "{text}");
        }
    }
}
