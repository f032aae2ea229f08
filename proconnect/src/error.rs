//! What can be refused, one enum per step of the journey.
//!
//! Every refusal has a stable code, `step.reason` (`id_token.bad_signature`), which is what the
//! audit log, the `proconnect-refusal` response header and the page shown to the agent share.
//! The variants carry no text from outside: nothing the issuer wrote can reach a page or a log.

use http::StatusCode;
use std::{fmt, str::FromStr};
use strum::{EnumIter, IntoEnumIterator, IntoStaticStr};

/// Declares a step's enum: the reasons of its own, and those it shares with other steps.
macro_rules! reasons {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident),+ $(,)? } $(shares { $($shared:ident($inner:ty)),+ })?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, IntoStaticStr)]
        #[strum(serialize_all = "snake_case")]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
            $($(#[strum(disabled)] #[doc = "A reason shared with other steps."] $shared($inner),)+)?
        }

        impl $name {
            fn reason(self) -> &'static str {
                match self {
                    $($(Self::$shared(inner) => inner.reason(),)+)?
                    own => own.into(),
                }
            }

            fn all() -> Vec<Self> {
                let mut all: Vec<Self> = Self::iter().collect();
                $($(all.extend(<$inner>::all().into_iter().map(Self::$shared));)+)?
                all.dedup();
                all
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.reason())
            }
        }

        impl std::error::Error for $name {}

        $($(impl From<$inner> for $name {
            fn from(inner: $inner) -> Self {
                Self::$shared(inner)
            }
        })+)?
    };
}

reasons! {
    /// An exchange with the issuer that brought no usable body.
    HttpError {
        /// Nothing listens there, the name does not resolve, or TLS failed.
        Unreachable,
        /// The call took longer than it may.
        TimedOut,
        /// The body is larger than such an answer ever is.
        TooLarge,
        /// The answer is not a success (a redirect is not one either).
        UnexpectedStatus,
    }
}

reasons! {
    /// A compact JWS (RFC 7515) that cannot be trusted, whatever it claims.
    JwsError {
        /// Larger than any token ProConnect makes.
        TokenTooLarge,
        /// Not three parts of unpadded base64url around JSON objects.
        Malformed,
        /// Five parts: encrypted, which was never agreed.
        UnexpectedEncryption,
        /// `alg` is not the one this client is registered with (`none` never is).
        UnexpectedAlgorithm,
        /// `typ` or `cty` says that it is another kind of token.
        UnexpectedType,
        /// `crit`, `b64` or `zip`: an extension that changes what is verified.
        UnsupportedHeader,
        /// `kid` names no key of the issuer.
        UnknownKey,
        /// No `kid`, or one that several keys bear.
        AmbiguousKey,
        /// The key is too short or its exponent too small to mean anything.
        WeakKey,
        /// The signature is not the issuer's.
        BadSignature,
    }
}

reasons! {
    /// The issuer's metadata or keys cannot be had or used (OpenID Connect Discovery 1.0).
    ProviderError {
        /// The document is not what the specification describes.
        Malformed,
        /// `issuer` is not the configured one (Discovery 4.3).
        IssuerMismatch,
        /// An endpoint is neither https nor on this machine.
        InsecureEndpoint,
        /// No userinfo or end-session endpoint.
        Incomplete,
        /// `code_challenge_methods_supported` has no `S256`.
        PkceUnsupported,
    } shares { Http(HttpError) }
}

reasons! {
    /// The login attempt that the callback belongs to cannot be found or used.
    LoginAttemptError {
        /// This browser began no login with that state (or its cookie is gone).
        Unknown,
        /// Begun more than ten minutes ago.
        Expired,
        /// Its callback has been received already.
        AlreadyUsed,
    }
}

reasons! {
    /// What came back to the redirect URI (Core 3.1.2.5, RFC 9207).
    AuthorizationResponseError {
        /// A parameter twice, tokens in the query, `code` beside `error`, or far too long.
        Malformed,
        /// No `state`.
        StateMissing,
        /// `iss` absent although the issuer announces it.
        IssuerMissing,
        /// `iss` of another issuer: a mix-up.
        IssuerMismatch,
        /// Neither `code` nor `error`.
        CodeMissing,
        /// `access_denied`.
        AccessDenied,
        /// `login_required`, `interaction_required`: a silent login that cannot be silent.
        LoginRequired,
        /// `server_error`, `temporarily_unavailable`.
        ServerError,
        /// `invalid_scope`, `invalid_request`…: the issuer refuses what this application asked.
        RequestRefused,
    }
}

reasons! {
    /// The code was not exchanged for tokens (Core 3.1.3).
    TokenResponseError {
        /// `invalid_grant`: the code is expired, used, or not ours.
        InvalidGrant,
        /// `invalid_client`: the client id or secret is wrong.
        InvalidClient,
        /// Another error of RFC 6749 5.2.
        Refused,
        /// Not the JSON of RFC 6749 5.1.
        Malformed,
        /// `token_type` is not `Bearer`.
        UnexpectedTokenType,
        /// No `id_token`.
        IdTokenMissing,
    } shares { Http(HttpError) }
}

reasons! {
    /// The ID token does not prove this login (Core 3.1.3.7).
    IdTokenError {
        /// A required claim is absent or of another type.
        MalformedClaims,
        /// `iss`.
        IssuerMismatch,
        /// `aud` is not this client, or not this client alone.
        AudienceMismatch,
        /// `azp` is another client.
        AuthorizedPartyMismatch,
        /// `sub` is empty, longer than 255 characters or not ASCII.
        InvalidSubject,
        /// `exp` is past.
        Expired,
        /// `exp` is further away than any ID token lives.
        ExpiresTooLate,
        /// `iat` lies in the future or too far in the past.
        IssuedAtOutOfRange,
        /// `nbf` lies in the future.
        NotYetValid,
        /// `nonce` is not the one of this attempt.
        NonceMismatch,
        /// `at_hash` does not belong to the access token.
        AccessTokenHashMismatch,
        /// `acr` is not one that this application accepts.
        InsufficientAcr,
    } shares { Jws(JwsError) }
}

reasons! {
    /// The userinfo response cannot be trusted (Core 5.3).
    UserInfoError {
        /// The access token was not accepted.
        Unauthorized,
        /// JSON where a signed JWT is agreed, or the reverse.
        UnexpectedContentType,
        /// A claim is of another type than ProConnect gives it.
        MalformedClaims,
        /// `iss`.
        IssuerMismatch,
        /// `aud`.
        AudienceMismatch,
        /// `exp` is absent or past.
        Expired,
        /// `nbf` or `iat` lies in the future.
        NotYetValid,
        /// `sub` is not the ID token's (Core 5.3.2).
        SubjectMismatch,
    } shares { Http(HttpError), Jws(JwsError) }
}

reasons! {
    /// The session at ProConnect cannot be ended, or the return from there is not ours.
    EndSessionError {
        /// The end-session endpoint is not known.
        ProviderUnknown,
        /// The return bears no state, or another one than was sent.
        StateMismatch,
    }
}

reasons! {
    /// The session of this application.
    SessionError {
        /// The session store does not answer.
        Unavailable,
    }
}

reasons! {
    /// A request refused before anything was done with it.
    RequestError {
        /// A request that changes something came from another site.
        CrossOrigin,
    }
}

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

    /// 403 for what is forbidden, 400 for what this browser can mend by starting again, 502 and
    /// 504 for what the issuer did, 503 for what is missing here for the moment.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::Request(_)
            | Self::AuthorizationResponse(AuthorizationResponseError::AccessDenied)
            | Self::IdToken(IdTokenError::InsufficientAcr) => StatusCode::FORBIDDEN,
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
