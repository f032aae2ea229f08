//! `PROCONNECT_*` variables into [`Config`]: parsed once, at boot. All mistakes are reported at once.

mod acr;
mod environment;
mod issuer;
mod mistake;
mod own_url;
mod variables;
mod warning;
mod written;

pub use environment::{Environment, HOSTS, Network, Stage};
pub use mistake::{Mistake, Mistakes, Received};
pub use warning::Warning;
pub use written::Variables;

pub use crate::{
    acr_policy::{AcrAlias, AcrPolicy, DIRECTOR_CERTIFICATE, MFA_VALUES},
    jws::SigningAlg,
};
pub use openidconnect::{
    ClientId, ClientSecret, IssuerUrl, PostLogoutRedirectUrl, RedirectUrl, Scope,
};

use chrono::TimeDelta;
use url::{Host, Url};

/// The path that ProConnect redirects the browser to after a login.
pub const CALLBACK_PATH: &str = "/auth/proconnect/callback";

/// The path that ProConnect redirects the browser to after a logout.
pub const LOGOUT_CALLBACK_PATH: &str = "/auth/proconnect/logout/callback";

/// The scopes that ProConnect grants to every production client.
pub const DEFAULT_SCOPES: &str =
    "openid given_name usual_name email siret idp_id organization_label";

/// The client of `.env.example`, which is registered nowhere.
pub const PLACEHOLDER_CLIENT_ID: &str = "your-client-id";

/// The settings of this relying party, as it is registered at its issuer (OpenID Connect Dynamic Client
/// Registration 1.0, 2, names most of them). [`Config::from_variables`] makes one.
#[derive(Debug, Clone)]
pub struct Config {
    /// The issuer's identifier, exactly as the issuer writes it: with a final slash if it has one
    /// (`PROCONNECT_DOMAIN`).
    pub issuer: IssuerUrl,
    /// The client's identifier (`PROCONNECT_CLIENT_ID`).
    pub client_id: ClientId,
    /// The client's secret, which is also the key of HS256 signatures (`PROCONNECT_CLIENT_SECRET`).
    pub client_secret: ClientSecret,
    /// The registered redirect URI, of path [`CALLBACK_PATH`].
    pub redirect_uri: RedirectUrl,
    /// The registered post-logout redirect URI, of path [`LOGOUT_CALLBACK_PATH`].
    pub post_logout_redirect_uri: PostLogoutRedirectUrl,
    /// The requested scopes, `openid` among them (`PROCONNECT_SCOPES`).
    pub scopes: Vec<Scope>,
    /// Longest time between the start of a login and its callback (`PROCONNECT_LOGIN_MINUTES`).
    pub login_lifetime: TimeDelta,
    /// The values of `acr` that logins and pages require.
    pub acr_policy: AcrPolicy,
    /// Whether logins request `amr`, the methods of the authentication (`PROCONNECT_ASK_AMR`).
    pub ask_amr: bool,
    /// The registered signature algorithm of ID tokens
    /// (`PROCONNECT_ID_TOKEN_SIGNED_RESPONSE_ALG`).
    pub id_token_signed_response_alg: SigningAlg,
    /// The registered signature algorithm of userinfo responses; `None` for plain JSON
    /// (`PROCONNECT_USERINFO_SIGNED_RESPONSE_ALG`).
    pub userinfo_signed_response_alg: Option<SigningAlg>,
}

impl Config {
    /// Reads the variables through `variable`, which returns the value of a name.
    ///
    /// # Errors
    /// All mistakes at once, each with its variable, the received value and the value to write.
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Mistakes> {
        variables::read(&variable)
    }

    /// The issuer's environment at `ProConnect`; `None` for another issuer, such as the mock.
    #[must_use]
    pub fn environment(&self) -> Option<Environment> {
        Environment::of(self.issuer.url())
    }

    /// Whether logins request that scope.
    #[must_use]
    pub fn asks_for(&self, scope: &str) -> bool {
        self.scopes.iter().any(|asked| asked.as_str() == scope)
    }

    /// Settings that work and may not do what was meant. The application logs them at boot.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        warning::warnings(self)
    }

    /// The origin of this application, `https://host` or `http://localhost:3000`.
    #[must_use]
    pub fn origin(&self) -> String {
        self.redirect_uri.url().origin().ascii_serialization()
    }
}

/// Whether the URL may be used: https, or plain http to this machine.
#[must_use]
pub fn is_secure(url: &Url) -> bool {
    url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests;
