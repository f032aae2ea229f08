//! The plans and their modules, as the Foundation lists them.

pub struct Plan {
    pub title: &'static str,
    pub id: &'static str,
    pub modules: &'static [Module],
}

pub struct Module {
    pub name: &'static str,
    /// The behaviour of the issuer.
    pub issuer: &'static str,
    pub expected: Expected,
    pub trial: Trial,
    /// The asserted outcome.
    pub outcome: Outcome,
    /// The expected number of requests by path, when the module is about it.
    pub calls: &'static [(&'static str, usize)],
    pub note: &'static str,
}

/// The outcome that the Foundation requires.
pub enum Expected {
    Accept,
    Refuse,
    Either,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    SignedIn,
    SignedOut,
    /// With the code of our refusal.
    Refused(&'static str),
}

/// The steps of the trial. The faults are those of the mock.
pub enum Trial {
    Login(Option<&'static str>),
    /// A login whose ID token names no key, while several could have signed it.
    KeyUnnamed,
    /// A login at an issuer that accepts the client secret by HTTP Basic only.
    BasicAlone,
    /// A login at an issuer whose metadata name another one.
    OtherIssuer,
    /// A login during which the keys change, after they were fetched and before a token is signed.
    KeysChangedDuring,
    /// Two logins, between which the keys change.
    KeysChangedBetween,
    /// A login, and a logout.
    Logout(Option<&'static str>),
    /// A login, and the end of the issuer's session, which its server tells by a logout token.
    BackChannelLogout(Option<&'static str>),
}

impl Expected {
    pub fn allows(&self, outcome: Outcome) -> bool {
        match self {
            Self::Accept => !matches!(outcome, Outcome::Refused(_)),
            Self::Refuse => matches!(outcome, Outcome::Refused(_)),
            Self::Either => true,
        }
    }
}

/// A login that the relying party must accept.
const HONEST: Module = Module {
    name: "oidcc-client-test",
    issuer: "an honest login, with userinfo",
    expected: Expected::Accept,
    trial: Trial::Login(None),
    outcome: Outcome::SignedIn,
    calls: &[("/token", 1), ("/userinfo", 1)],
    note: "",
};

/// A login that it must refuse.
const fn lie(
    name: &'static str,
    issuer: &'static str,
    fault: &'static str,
    code: &'static str,
) -> Module {
    Module {
        name,
        issuer,
        expected: Expected::Refuse,
        trial: Trial::Login(Some(fault)),
        outcome: Outcome::Refused(code),
        calls: &[("/userinfo", 0)],
        note: "",
    }
}

const SIGNATURE_NONE: Module = Module {
    expected: Expected::Either,
    note: "the suite calls a refusal *skipped*",
    ..lie(
        "oidcc-client-test-idtoken-sig-none",
        "the ID token is not signed (`alg` is `none`)",
        "id-token-alg-none",
        "id_token.unexpected_algorithm",
    )
};

pub const PLANS: [Plan; 4] = [
    Plan {
        title: "Basic RP",
        id: "oidcc-client-basic-certification-test-plan",
        modules: &[
            HONEST,
            lie(
                "oidcc-client-test-invalid-iss",
                "`iss` is another's",
                "id-token-wrong-issuer",
                "id_token.issuer_mismatch",
            ),
            lie(
                "oidcc-client-test-missing-sub",
                "no `sub`",
                "id-token-subject-missing",
                "id_token.malformed_claims",
            ),
            lie(
                "oidcc-client-test-invalid-aud",
                "`aud` is another's",
                "id-token-wrong-audience",
                "id_token.audience_mismatch",
            ),
            lie(
                "oidcc-client-test-missing-iat",
                "no `iat`",
                "id-token-issued-at-missing",
                "id_token.malformed_claims",
            ),
            Module {
                name: "oidcc-client-test-kid-absent-single-jwks",
                issuer: "no `kid`, and one key that matches",
                trial: Trial::Login(Some("id-token-kid-missing")),
                ..HONEST
            },
            Module {
                name: "oidcc-client-test-kid-absent-multiple-jwks",
                issuer: "no `kid`, and several keys that match",
                expected: Expected::Either,
                trial: Trial::KeyUnnamed,
                outcome: Outcome::Refused("id_token.ambiguous_key"),
                calls: &[("/userinfo", 0)],
                note: "each key may be tried; none is",
            },
            Module {
                name: "oidcc-client-test-idtoken-sig-rs256",
                issuer: "the ID token is signed with RS256",
                ..HONEST
            },
            SIGNATURE_NONE,
            lie(
                "oidcc-client-test-invalid-sig-rs256",
                "the signature is wrong",
                "id-token-bad-signature",
                "id_token.bad_signature",
            ),
            Module {
                calls: &[("/userinfo", 1)],
                note: "the suite cannot see it",
                ..lie(
                    "oidcc-client-test-userinfo-invalid-sub",
                    "`sub` of userinfo is another's",
                    "userinfo-subject-swapped",
                    "user_info.subject_mismatch",
                )
            },
            lie(
                "oidcc-client-test-nonce-invalid",
                "`nonce` is another login's",
                "id-token-wrong-nonce",
                "id_token.nonce_mismatch",
            ),
            Module {
                name: "oidcc-client-test-scope-userinfo-claims",
                issuer: "userinfo has the claims of the scopes that were asked for",
                ..HONEST
            },
            Module {
                name: "oidcc-client-test-client-secret-basic",
                issuer: "takes the client secret by HTTP Basic alone",
                trial: Trial::BasicAlone,
                calls: &[("/token", 1), ("/userinfo", 1)],
                ..HONEST
            },
        ],
    },
    Plan {
        title: "Config RP",
        id: "oidcc-client-config-certification-test-plan",
        modules: &[
            Module {
                name: "oidcc-client-test-discovery-openid-config",
                issuer: "has metadata",
                calls: &[("/.well-known/openid-configuration", 1), ("/token", 1)],
                ..HONEST
            },
            Module {
                name: "oidcc-client-test-discovery-jwks-uri-keys",
                issuer: "has keys at an address that is another in each run",
                calls: &[("/jwks", 1), ("/userinfo", 1)],
                ..HONEST
            },
            Module {
                name: "oidcc-client-test-discovery-issuer-mismatch",
                issuer: "has the metadata of another issuer",
                expected: Expected::Refuse,
                trial: Trial::OtherIssuer,
                outcome: Outcome::Refused("provider.issuer_mismatch"),
                calls: &[("/authorize", 0)],
                note: "",
            },
            SIGNATURE_NONE,
            Module {
                name: "oidcc-client-test-signing-key-rotation-just-before-signing",
                issuer: "changes its keys after they were read, before it signs",
                trial: Trial::KeysChangedDuring,
                calls: &[("/jwks", 2), ("/userinfo", 1)],
                ..HONEST
            },
            Module {
                name: "oidcc-client-test-signing-key-rotation",
                issuer: "changes its keys between two logins",
                trial: Trial::KeysChangedBetween,
                calls: &[("/jwks", 2), ("/userinfo", 2)],
                ..HONEST
            },
        ],
    },
    Plan {
        title: "RP-Initiated Logout RP",
        id: "oidcc-client-rp-initiated-logout-rp-basic",
        modules: &[
            LOGOUT,
            Module {
                name: "oidcc-client-test-rp-init-logout-other-state",
                issuer: "sends the browser back with another `state`",
                trial: Trial::Logout(Some("logout-wrong-state")),
                ..LOGOUT
            },
            Module {
                name: "oidcc-client-test-rp-init-logout-no-state",
                issuer: "sends the browser back without `state`",
                trial: Trial::Logout(Some("logout-state-missing")),
                ..LOGOUT
            },
        ],
    },
    Plan {
        title: "Back-Channel Logout RP",
        id: "oidcc-client-back-channel-logout-rp-basic",
        modules: &[
            Module {
                name: "oidcc-client-test-rp-backchannel-rpinitlogout",
                issuer: "ends its session, and sends a logout token",
                trial: Trial::BackChannelLogout(None),
                calls: &[],
                note: "200",
                ..LOGOUT
            },
            false_logout(
                "oidcc-client-test-rp-backchannel-rpinitlogout-alg-none",
                "the logout token is not signed (`alg` is `none`)",
                "logout-token-alg-none",
                "logout_token.unexpected_algorithm",
            ),
            false_logout(
                "oidcc-client-test-rp-backchannel-rpinitlogout-wrong-alg",
                "the logout token is signed with another algorithm than the registered one",
                "logout-token-other-alg",
                "logout_token.unexpected_algorithm",
            ),
            false_logout(
                "oidcc-client-test-rp-backchannel-rpinitlogout-wrong-iss",
                "`iss` is another's",
                "logout-token-wrong-issuer",
                "logout_token.issuer_mismatch",
            ),
            false_logout(
                "oidcc-client-test-rp-backchannel-rpinitlogout-wrong-aud",
                "`aud` is another's",
                "logout-token-wrong-audience",
                "logout_token.audience_mismatch",
            ),
            false_logout(
                "oidcc-client-test-rp-backchannel-rpinitlogout-no-event",
                "no `events`",
                "logout-token-event-missing",
                "logout_token.event_missing",
            ),
            false_logout(
                "oidcc-client-test-rp-backchannel-rpinitlogout-wrong-event",
                "`events` names another event",
                "logout-token-other-event",
                "logout_token.event_missing",
            ),
            false_logout(
                "oidcc-client-test-rp-backchannel-rpinitlogout-with-nonce",
                "the logout token has a `nonce`",
                "logout-token-with-nonce",
                "logout_token.nonce_present",
            ),
        ],
    },
];

/// A logout token that it must refuse.
const fn false_logout(
    name: &'static str,
    issuer: &'static str,
    fault: &'static str,
    code: &'static str,
) -> Module {
    Module {
        trial: Trial::BackChannelLogout(Some(fault)),
        calls: &[],
        note: "400, and the session goes on",
        ..lie(name, issuer, fault, code)
    }
}

const LOGOUT: Module = Module {
    name: "oidcc-client-test-rp-init-logout",
    issuer: "ends its session, and sends the browser back with `state`",
    trial: Trial::Logout(None),
    outcome: Outcome::SignedOut,
    calls: &[("/session/end/confirm", 1)],
    ..HONEST
};
