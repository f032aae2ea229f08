//! One enum per step, its variants the reasons.

use std::fmt;
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
            pub(super) fn reason(self) -> &'static str {
                match self {
                    $($(Self::$shared(inner) => inner.reason(),)+)?
                    own => own.into(),
                }
            }

            pub(super) fn all() -> Vec<Self> {
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
        /// `typ`, `cty` or a claim says that it is another kind of token.
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
        /// An endpoint is not https (nor on this machine, as the issuer itself).
        InsecureEndpoint,
        /// No token or userinfo endpoint.
        Incomplete,
        /// `code_challenge_methods_supported` has no `S256`.
        PkceUnsupported,
        /// It takes the client's secret neither in the body nor by HTTP Basic.
        ClientAuthenticationUnsupported,
        /// It knows none of the values of `acr` that this application requires.
        AcrValuesUnsupported,
    } shares { Http(HttpError) }
}

reasons! {
    /// The login attempt that the callback belongs to cannot be found or used.
    LoginAttemptError {
        /// This browser began no login with that state (or its cookie is gone).
        Unknown,
        /// Begun longer ago than a login may take.
        Expired,
        /// It gave way to logins begun later in the same browser.
        GaveWay,
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
        /// `access_denied`, for a reason that is not told or not known here.
        AccessDenied,
        /// `access_denied`: none of the required values of `acr` could be had.
        AcrUnmet,
        /// `access_denied`: the required certificate of a company's director could not be had.
        DirectorCertificateMissing,
        /// `access_denied`: ProConnect lets this account in nowhere, or not where only the public
        /// sector may go.
        InvalidIdentity,
        /// `access_denied`: the service is for some e-mail domains only, and this is none.
        EmailNotAllowed,
        /// `login_required`: the issuer was not to ask the agent anything, and has no session of theirs.
        LoginRequired,
        /// `interaction_required` and its like: the issuer was not to ask the agent anything, and must.
        InteractionRequired,
        /// `server_error`.
        ServerError,
        /// `temporarily_unavailable`.
        TemporarilyUnavailable,
        /// `invalid_request` where the identity provider failed, or the agent gave up there.
        IdentityProviderFailed,
        /// `idp_hint_not_found`.
        IdpHintNotFound,
        /// `invalid_scope`: a scope that the client was not granted.
        InvalidScope,
        /// `invalid_request`…: the issuer refuses what this application asked.
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
        /// A required claim is absent or of another type; the log names it.
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
        /// `c_hash` does not belong to the code.
        CodeHashMismatch,
        /// `acr` is not one that this application accepts.
        InsufficientAcr,
        /// `acr` is not the certificate of a company's director, which this application requires.
        DirectorCertificateMissing,
    } shares { Jws(JwsError) }
}

reasons! {
    /// The userinfo response cannot be trusted (Core 5.3).
    UserInfoError {
        /// The access token was not accepted.
        Unauthorized,
        /// JSON where a signed JWT is agreed, or the reverse.
        UnexpectedContentType,
        /// A claim is of another type or form than ProConnect gives it; the log names it.
        MalformedClaims,
        /// `iss`.
        IssuerMismatch,
        /// `aud`.
        AudienceMismatch,
        /// `exp` is past or before `iat`, or `iat` too far in the past.
        Expired,
        /// `exp` is further away than any such response lives.
        ExpiresTooLate,
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
    /// The agent is signed in, and what they asked for is not open to them.
    AccessError {
        /// None of their roles opens it, or their roles are not known.
        RoleMissing,
    }
}

reasons! {
    /// A request refused before anything was done with it.
    RequestError {
        /// A request that changes something came from another site.
        CrossOrigin,
        /// The signed-in agent's session has no second factor, and the route needs one.
        InsufficientAcr,
        /// So many codes of that address could not be exchanged that this one is not tried.
        TooManyRequests,
        /// A form whose fields are not those of its page.
        MalformedForm,
        /// A form that was opened by another agent than the one who is signed in now.
        OtherAgent,
    }
}
