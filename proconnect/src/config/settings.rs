//! The settings, as they are once every variable is read.

use super::Environment;
use crate::{acr_policy::AcrPolicy, jws::SigningAlg};
use chrono::TimeDelta;
use openidconnect::{ClientId, ClientSecret, IssuerUrl, PostLogoutRedirectUrl, RedirectUrl, Scope};

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

    /// The origin of this application, `https://host` or `http://localhost:3000`.
    #[must_use]
    pub fn origin(&self) -> String {
        self.redirect_uri.url().origin().ascii_serialization()
    }
}
