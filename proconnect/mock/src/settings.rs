use serde::{Deserialize, Serialize};

/// The behaviour of the issuer.
#[expect(
    clippy::struct_excessive_bools,
    reason = "switches, none of which depends on another"
)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub lifetimes: Lifetimes,
    pub client_authentication: ClientAuthentication,
    /// Whether a logout is redirected through the agent's identity provider, which ends its session
    /// too.
    pub idp_logout: bool,
    /// Unknown parameters of an authorization request are refused, as documented.
    pub strict_params: bool,
    /// `state` and `nonce` have at least 32 characters, as documented.
    pub enforce_doc_lengths: bool,
    /// A logout without `id_token_hint` is refused, as it was until 2025.
    pub require_id_token_hint: bool,
    /// Error pages have the codes that the documentation still lists: Y030031, Y030110, Y030111.
    pub legacy_codes: bool,
    /// A relying party with an address in plain HTTP, or at localhost, is refused (Y04A586).
    pub production: bool,
}

/// Lifetimes in seconds. A change applies to later tokens and sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lifetimes {
    pub code: u32,
    pub access_token: u32,
    pub id_token: u32,
    pub refresh_token: u32,
    /// Single sign-on, from the last authorization request; and everything that a login gives, from
    /// that login.
    pub session: u32,
}

/// The methods of client authentication: RFC 6749, section 2.3.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClientAuthentication {
    /// `client_secret_post` alone, the only method that ProConnect advertises and that works there.
    Post,
    /// `client_secret_basic` too: ProConnect does not advertise it, and its library accepts it.
    PostOrBasic,
    /// Only `client_secret_basic`, and advertised. No ProConnect does so, other issuers do.
    Basic,
}

/// ProConnect's lifetimes.
impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            code: 10 * 60,
            access_token: 60 * 60,
            id_token: 60 * 60,
            refresh_token: 12 * 60 * 60,
            session: 12 * 60 * 60,
        }
    }
}

/// The settings of ProConnect's integration environment.
impl Default for Settings {
    fn default() -> Self {
        Self {
            lifetimes: Lifetimes::default(),
            client_authentication: ClientAuthentication::PostOrBasic,
            idp_logout: true,
            strict_params: false,
            enforce_doc_lengths: false,
            require_id_token_hint: false,
            legacy_codes: false,
            production: false,
        }
    }
}

impl Settings {
    /// ProConnect as it was until October 2025.
    pub fn legacy() -> Self {
        Self {
            lifetimes: Lifetimes {
                code: 30,
                access_token: 60,
                id_token: 60,
                refresh_token: 2 * 60 * 60,
                session: 2 * 60 * 60,
            },
            strict_params: true,
            require_id_token_hint: true,
            legacy_codes: true,
            ..Self::default()
        }
    }
}

impl ClientAuthentication {
    pub fn takes_post(self) -> bool {
        self != Self::Basic
    }

    pub fn takes_basic(self) -> bool {
        self != Self::Post
    }
}
