//! `PROCONNECT_*` variables into `Config`: parsed once, at boot, all mistakes told together.

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

use crate::{acr_policy::AcrPolicy, jws::SigningAlg};
use chrono::TimeDelta;
use openidconnect::{ClientId, ClientSecret, IssuerUrl, PostLogoutRedirectUrl, RedirectUrl, Scope};
use url::{Host, Url};

/// The path ProConnect sends the agent back to after a login.
pub const CALLBACK_PATH: &str = "/auth/proconnect/callback";

/// The path ProConnect sends the agent back to after a logout.
pub const LOGOUT_CALLBACK_PATH: &str = "/auth/proconnect/logout/callback";

/// The scopes that a production client is granted without asking for more.
pub const DEFAULT_SCOPES: &str =
    "openid given_name usual_name email siret idp_id organization_label";

/// The client of `.env.example`, which is registered nowhere.
pub const PLACEHOLDER_CLIENT_ID: &str = "your-client-id";

/// This relying party, as it is registered at its issuer.
#[derive(Debug, Clone)]
pub struct Config {
    /// The issuer's address, exactly as the issuer writes it: with a final slash if it has one.
    pub issuer: IssuerUrl,
    /// The client's identifier.
    pub client_id: ClientId,
    /// The client's secret; also the key of HS256 signatures.
    pub client_secret: ClientSecret,
    /// The registered redirect URI, of path [`CALLBACK_PATH`].
    pub redirect_uri: RedirectUrl,
    /// The registered post-logout redirect URI, of path [`LOGOUT_CALLBACK_PATH`].
    pub post_logout_redirect_uri: PostLogoutRedirectUrl,
    /// The scopes asked for, `openid` among them.
    pub scopes: Vec<Scope>,
    /// How long an agent may take to log in.
    pub login_lifetime: TimeDelta,
    /// What logins ask of `acr`.
    pub acr_policy: AcrPolicy,
    /// Whether logins ask for `amr`, the methods of the authentication.
    pub ask_amr: bool,
    /// The registered signature algorithm of ID tokens.
    pub id_token_signed_response_alg: SigningAlg,
    /// The registered signature algorithm of userinfo responses; `None`: plain JSON.
    pub userinfo_signed_response_alg: Option<SigningAlg>,
}

impl Config {
    /// Reads the variables through `variable`, which gives the value of a name.
    ///
    /// # Errors
    /// All mistakes at once, each with its variable, what was received and what to write.
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Mistakes> {
        variables::read(&variable)
    }

    /// The environment of `ProConnect` that the issuer is; `None` for another issuer.
    #[must_use]
    pub fn environment(&self) -> Option<Environment> {
        Environment::of(self.issuer.url())
    }

    /// Whether that scope is asked for.
    #[must_use]
    pub fn asks_for(&self, scope: &str) -> bool {
        self.scopes.iter().any(|asked| asked.as_str() == scope)
    }

    /// Settings that work and may not do what was meant: to be logged at boot.
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

/// Whether the URL may be used: https, or plain http on this very machine.
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
