//! `PROCONNECT_*` variables into [`Config`]: parsed once, at boot. All mistakes are reported at once.

mod acr;
mod environment;
mod flag;
mod issuer;
mod mistake;
mod names;
mod own_url;
mod secure_url;
mod settings;
mod variables;
mod warning;
mod written;

pub use environment::{Environment, HOSTS, Network, Stage};
pub use mistake::{Mistake, Mistakes, Received};
pub use secure_url::is_secure;
pub use settings::{
    CALLBACK_PATH, Config, DEFAULT_SCOPES, LOGOUT_CALLBACK_PATH, PLACEHOLDER_CLIENT_ID,
};
pub use warning::Warning;
pub use written::Variables;

pub use crate::{
    acr_policy::{AcrAlias, AcrPolicy, DIRECTOR_CERTIFICATE, MFA_VALUES},
    jws::SigningAlg,
};
pub use openidconnect::{
    ClientId, ClientSecret, IssuerUrl, PostLogoutRedirectUrl, RedirectUrl, Scope,
};

#[cfg(test)]
mod tests;
