use serde::Deserialize;
use std::fmt;
use strum::{Display, EnumString};
use url::{Host, Url};

use crate::authorize::is_http_url;

/// A signature algorithm that ProConnect offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[strum(serialize_all = "UPPERCASE")]
pub enum Alg {
    Rs256,
    Es256,
    /// Keyed by the UTF-8 bytes of the client secret.
    Hs256,
}

/// A relying party, as registered with ProConnect.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Client {
    pub client_id: String,
    /// At least 32 characters at ProConnect, usually 64 hexadecimal ones.
    pub client_secret: String,
    /// Shown to the agent who logs in.
    pub name: String,
    /// Compared character by character.
    pub redirect_uris: Vec<String>,
    /// Compared character by character.
    #[serde(default)]
    pub post_logout_redirect_uris: Vec<String>,
    /// The address to which logout tokens are sent: Back-Channel Logout 1.0, section 2.2. ProConnect
    /// has none. With one, the metadata announce these tokens, and ID tokens have a `sid`.
    #[serde(default)]
    pub backchannel_logout_uri: Option<String>,
    /// The scopes that may be requested: another known one is refused with `invalid_scope`.
    #[serde(default = "default_scopes")]
    pub scopes: Vec<String>,
    #[serde(default = "rs256")]
    pub id_token_signed_response_alg: Alg,
    /// `None`: userinfo is plain JSON.
    #[serde(default = "default_userinfo_alg")]
    pub userinfo_signed_response_alg: Option<Alg>,
    /// The signature of introspection responses. ProConnect's support sets it.
    #[serde(default = "rs256")]
    pub introspection_signed_response_alg: Alg,
    /// Whether the relying party is active; ProConnect does not recognise it otherwise.
    #[serde(default = "yes")]
    pub is_active: bool,
    /// Whether only public agents may log in, those with the role `agent_public`.
    #[serde(default)]
    pub is_for_public_agents: bool,
    /// The domains of e-mail addresses that may log in, in lower case; empty for all.
    #[serde(default)]
    pub email_domains: Vec<String>,
}

impl Client {
    /// A relying party at `http://localhost:3000` (or `127.0.0.1`), with the scopes that ProConnect
    /// gives a new client, and `siren`.
    pub fn development() -> Self {
        let at_both_hosts = |path: &str| {
            ["localhost", "127.0.0.1"]
                .map(|host| format!("http://{host}:3000{path}"))
                .to_vec()
        };
        Self {
            client_id: "c11e27c11e27c11e27c11e27c11e27c11e27c11e27c11e27c11e27c11e27c11e".into(),
            client_secret: "5ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2"
                .into(),
            name: "Service en développement".into(),
            redirect_uris: at_both_hosts("/auth/proconnect/callback"),
            post_logout_redirect_uris: at_both_hosts("/auth/proconnect/logout/callback"),
            backchannel_logout_uri: None,
            scopes: default_scopes(),
            id_token_signed_response_alg: rs256(),
            userinfo_signed_response_alg: Some(rs256()),
            introspection_signed_response_alg: rs256(),
            is_active: true,
            is_for_public_agents: false,
            email_domains: Vec::new(),
        }
    }

    /// # Errors
    /// The reason why ProConnect would not register the client.
    pub fn check(&self) -> Result<(), UnregistrableClient> {
        let refuse = |reason: String| Err(UnregistrableClient(self.client_id.clone(), reason));
        if self.client_secret.chars().count() < MINIMAL_SECRET {
            return refuse(format!(
                "client_secret has less than {MINIMAL_SECRET} characters"
            ));
        }
        if self.redirect_uris.is_empty() {
            return refuse("redirect_uris is empty".into());
        }
        match self.uris().find(|uri| !is_http_url(uri)) {
            Some(uri) => refuse(format!("{uri} is no address in http or https")),
            None => Ok(()),
        }
    }

    /// True when production would refuse the client: an address in plain HTTP, or at localhost.
    pub fn is_for_integration_only(&self) -> bool {
        self.uris().any(|uri| {
            let is_local = |url: &Url| matches!(url.host(), Some(Host::Domain("localhost")));
            let url = Url::parse(uri).ok();
            url.is_none_or(|url| url.scheme() != "https" || is_local(&url))
        })
    }

    fn uris(&self) -> impl Iterator<Item = &String> {
        self.redirect_uris
            .iter()
            .chain(&self.post_logout_redirect_uris)
            .chain(&self.backchannel_logout_uri)
    }
}

/// In characters.
const MINIMAL_SECRET: usize = 32;

/// A relying party that ProConnect would not register, and why.
#[derive(Debug)]
pub struct UnregistrableClient(String, String);

impl fmt::Display for UnregistrableClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "client {}: {}", self.0, self.1)
    }
}

impl std::error::Error for UnregistrableClient {}

fn yes() -> bool {
    true
}

fn rs256() -> Alg {
    Alg::Rs256
}

fn default_userinfo_alg() -> Option<Alg> {
    Client::development().userinfo_signed_response_alg
}

fn default_scopes() -> Vec<String> {
    [
        "openid",
        "given_name",
        "usual_name",
        "email",
        "uid",
        "siret",
        "siren",
        "phone",
        "idp_id",
        "custom",
        "roles",
        "organization_label",
    ]
    .map(String::from)
    .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn development_credentials_look_like_those_of_the_partner_space() {
        let client = Client::development();
        for value in [client.client_id, client.client_secret] {
            assert_eq!(value.len(), 64);
            assert!(value.chars().all(|c| c.is_ascii_hexdigit()));
        }
    }

    #[test]
    fn algorithms_read_and_write_their_registered_names() {
        for (alg, name) in [
            (Alg::Rs256, "RS256"),
            (Alg::Es256, "ES256"),
            (Alg::Hs256, "HS256"),
        ] {
            assert_eq!(alg.to_string(), name);
            assert_eq!(name.parse(), Ok(alg));
        }
        assert!("none".parse::<Alg>().is_err());
    }
}
