//! One enum per step. Its variants are the reasons.

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
    /// A call to the issuer that returned no usable body.
    HttpError {
        /// No server listens there, the name does not resolve, or TLS failed.
        Unreachable,
        /// The call took longer than it may.
        TimedOut,
        /// The body is longer than its cap.
        TooLarge,
        /// The status is no success. A redirect is none either.
        UnexpectedStatus,
    }
}

reasons! {
    /// A compact JWS (RFC 7515) that cannot be trusted, whatever its claims are.
    JwsError {
        /// Larger than any token ProConnect makes.
        TokenTooLarge,
        /// Not three parts of unpadded base64url around JSON objects.
        Malformed,
        /// Five parts: encrypted, which was never agreed.
        UnexpectedEncryption,
        /// `alg` is not the one this client is registered with (`none` never is).
        UnexpectedAlgorithm,
        /// `typ`, `cty` or a claim marks another kind of token.
        UnexpectedType,
        /// `crit`, `b64` or `zip`: an extension that changes what is verified.
        UnsupportedHeader,
        /// `kid` names no key of the issuer.
        UnknownKey,
        /// No `kid` where there are several keys, or a `kid` that several keys have.
        AmbiguousKey,
        /// The RSA key is shorter than 2048 bits, or its exponent is smaller than 65537 (RFC 8725 3.5).
        WeakKey,
        /// The signature is not the issuer's.
        BadSignature,
    }
}

reasons! {
    /// The issuer's metadata or keys cannot be fetched or used (OpenID Connect Discovery 1.0).
    ProviderError {
        /// The document is not what the specification describes.
        Malformed,
        /// `issuer` is not the configured one (Discovery 4.3).
        IssuerMismatch,
        /// An endpoint is not https (plain http is allowed on this machine only, and only when the
        /// issuer uses it too).
        InsecureEndpoint,
        /// No token or userinfo endpoint.
        Incomplete,
        /// `code_challenge_methods_supported` has no `S256`.
        PkceUnsupported,
        /// The issuer accepts the client's secret neither in the body nor by HTTP Basic (Core 9).
        ClientAuthenticationUnsupported,
        /// The issuer announces none of the values of `acr` that this application requires.
        AcrValuesUnsupported,
    } shares { Http(HttpError) }
}

reasons! {
    /// The login attempt that the callback belongs to cannot be found or used.
    LoginAttemptError {
        /// This browser began no login with that state, or has lost its cookie.
        Unknown,
        /// It began longer ago than a login may take.
        Expired,
        /// Newer logins of the same browser have replaced it.
        GaveWay,
        /// Its callback has been received already.
        AlreadyUsed,
    }
}

reasons! {
    /// The authorization response is malformed, of another issuer, or an error (Core 3.1.2.5,
    /// RFC 9207).
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
        /// `access_denied`, with no description that is known here.
        AccessDenied,
        /// `access_denied`: the agent gave up at ProConnect, or its session there was lost.
        Cancelled,
        /// `access_denied`: the authentication met none of the required values of `acr`.
        AcrUnmet,
        /// `access_denied`: the agent lacks the required certificate of a company's director.
        DirectorCertificateMissing,
        /// `access_denied`: ProConnect accepts this account nowhere, or not at services of the public
        /// sector.
        InvalidIdentity,
        /// `access_denied`: the service is for some e-mail domains, and the agent's is not one of them.
        EmailNotAllowed,
        /// `login_required`: the issuer was asked to show no page, and the agent has no session
        /// there.
        LoginRequired,
        /// `interaction_required` and similar: the issuer was asked to show no page, and has to.
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
        /// `invalid_request` and its like: the issuer refuses this application's request.
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
        /// `iss` is not the configured issuer.
        IssuerMismatch,
        /// `aud` is not this client, or not this client alone.
        AudienceMismatch,
        /// `azp` is another client.
        AuthorizedPartyMismatch,
        /// `sub` is empty, longer than 255 characters or not ASCII.
        InvalidSubject,
        /// `exp` is past.
        Expired,
        /// `exp` is more than a day away.
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
        /// JSON where a signed JWT is registered, or the reverse.
        UnexpectedContentType,
        /// A claim has another type or form than ProConnect's; the log names it.
        MalformedClaims,
        /// `iss` is not the configured issuer.
        IssuerMismatch,
        /// `aud` is not this client, or not this client alone.
        AudienceMismatch,
        /// `exp` is past or before `iat`, or `iat` too far in the past.
        Expired,
        /// `exp` is more than a day away.
        ExpiresTooLate,
        /// `nbf` or `iat` lies in the future.
        NotYetValid,
        /// `sub` is not the ID token's (Core 5.3.2).
        SubjectMismatch,
    } shares { Http(HttpError), Jws(JwsError) }
}

reasons! {
    /// The session at ProConnect cannot be ended, or the return from the logout answers no logout of
    /// this browser.
    EndSessionError {
        /// The issuer's metadata is not known, and so neither is its logout endpoint.
        ProviderUnknown,
        /// The return has no state, or another than was sent.
        StateMismatch,
    }
}

reasons! {
    /// A logout token that is refused (Back-Channel Logout 1.0, 2.6). It comes from a server, so that no
    /// agent ever sees such a refusal: it is no `Refusal`.
    LogoutTokenError {
        /// The request has no form field `logout_token`, or several.
        Missing,
        /// A claim has another type than the specification's, or a required one is missing; the log
        /// names it.
        MalformedClaims,
        /// `iss` is not the configured issuer.
        IssuerMismatch,
        /// `aud` is not this client, or not this client alone.
        AudienceMismatch,
        /// `exp` is past.
        Expired,
        /// `iat` lies in the future, too far in the past, or after `exp`.
        IssuedAtOutOfRange,
        /// `exp` is more than ten minutes away.
        ExpiresTooLate,
        /// `nbf` lies in the future.
        NotYetValid,
        /// `events` does not name a logout.
        EventMissing,
        /// The token has a `nonce`: it is an ID token, or may be taken for one.
        NoncePresent,
        /// Neither `sub` nor `sid`.
        SubjectMissing,
        /// `sub` is not 1 to 255 printable ASCII characters.
        InvalidSubject,
        /// `sid` is not 1 to 255 bytes.
        InvalidSessionId,
        /// `jti` is not 1 to 255 bytes.
        InvalidTokenId,
        /// A token with the same `jti` has already ended sessions.
        Replayed,
    } shares { Jws(JwsError) }
}

reasons! {
    /// The session of this application cannot be read or written.
    SessionError {
        /// The session store does not answer.
        Unavailable,
        /// No session may begin: the audit trail has no room for its events.
        NotAuditable,
    }
}

reasons! {
    /// The agent is signed in, and the page is not open to them.
    AccessError {
        /// The agent lacks the role that the page requires, or the roles are not known.
        RoleMissing,
        /// A rule of the service or of the page does not admit the agent.
        RuleUnmet,
        /// An unknown agent may not enter without an invitation.
        NotInvited,
        /// The subject and the e-mail address belong to two agents, or the address of a known agent comes with another
        /// subject.
        AccountConflict,
        /// An administrator of the organisation has closed the agent's access.
        Blocked,
        /// The agent is no member of an organisation, which the page requires.
        MembershipMissing,
        /// The agent is a member without the role that the page requires.
        MembershipRoleMissing,
    }
}

reasons! {
    /// The request is refused before it is processed.
    RequestError {
        /// A request that changes something came from another site.
        CrossOrigin,
        /// The signed-in agent's session has no second factor, and the route needs one.
        InsufficientAcr,
        /// Too many codes from this network address could not be exchanged: this one is not tried.
        TooManyRequests,
        /// The form lacks a field of its page, or has a malformed one.
        MalformedForm,
        /// The form was rendered for another agent than the one who is signed in now.
        OtherAgent,
    }
}
