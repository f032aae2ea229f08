use serde::{Deserialize, Serialize};

/// How the issuer behaves, for as long as nobody changes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub lifetimes: Lifetimes,
    /// Unknown parameters of an authorization request are refused, as the documentation says.
    pub strict_params: bool,
    /// `state` and `nonce` have at least 32 characters, as the documentation says.
    pub enforce_doc_lengths: bool,
    /// A logout without `id_token_hint` is refused, as it was until 2025.
    pub require_id_token_hint: bool,
}

/// In seconds; those of what is issued from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lifetimes {
    pub code: u32,
    pub access_token: u32,
    pub id_token: u32,
    pub refresh_token: u32,
    /// Single sign-on.
    pub session: u32,
}

/// ProConnect's.
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
            enforce_doc_lengths: false,
            require_id_token_hint: true,
        }
    }
}
