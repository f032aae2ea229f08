//! The values to register in the partner space, exactly as the settings have them.

mod scopes;

use proconnect::config::{Config, SigningAlg};
use scopes::Grant;
use serde_json::{Value, json};
use std::iter;

pub struct Registration {
    redirect_uri: String,
    post_logout_redirect_uri: String,
    id_token_alg: &'static str,
    userinfo_alg: &'static str,
    scopes: Vec<String>,
}

impl Registration {
    pub fn of(config: &Config) -> Self {
        let scopes = config.scopes.iter().map(|scope| scope.to_string());
        Self {
            redirect_uri: config.redirect_uri.to_string(),
            post_logout_redirect_uri: config.post_logout_redirect_uri.to_string(),
            id_token_alg: config.id_token_signed_response_alg.as_str(),
            userinfo_alg: config
                .userinfo_signed_response_alg
                .map_or("none", SigningAlg::as_str),
            scopes: scopes.collect(),
        }
    }

    /// The scopes that `ProConnect` grants on request only, and how to ask for them.
    fn to_request(&self) -> impl Iterator<Item = (&str, &'static str)> {
        let scopes = self.scopes.iter();
        scopes.filter_map(|scope| match scopes::grant_of(scope) {
            Grant::ByDefault => None,
            Grant::OnRequest(how) => Some((scope.as_str(), how)),
        })
    }

    pub fn to_text(&self) -> String {
        let scopes = self.scopes.join(" ");
        let lines = [
            ("URL de redirection de connexion", &*self.redirect_uri),
            (
                "URL de redirection de déconnexion",
                &*self.post_logout_redirect_uri,
            ),
            ("Algorithme de signature de l’ID token", self.id_token_alg),
            ("Algorithme de signature de userinfo", self.userinfo_alg),
            ("Scopes demandés à chaque connexion", &*scopes),
        ];
        let lines = lines.into_iter();
        let lines = lines.map(|(name, value)| format!("  {name}\u{a0}: {value}"));
        let to_request = self.to_request();
        let to_request =
            to_request.map(|(scope, how)| format!("  Scope à demander\u{a0}: {scope}, {how}"));
        let title = "À déclarer chez ProConnect, au caractère près\u{a0}:".to_owned();
        let all: Vec<_> = iter::once(title).chain(lines).chain(to_request).collect();
        all.join("\n")
    }

    pub fn to_json(&self) -> Value {
        let to_request = self.to_request();
        let to_request: Vec<_> = to_request
            .map(|(scope, how)| json!({ "scope": scope, "how": how }))
            .collect();
        json!({
            "redirect_uri": self.redirect_uri,
            "post_logout_redirect_uri": self.post_logout_redirect_uri,
            "id_token_signed_response_alg": self.id_token_alg,
            "userinfo_signed_response_alg": self.userinfo_alg,
            "scopes": self.scopes,
            "scopes_to_request": to_request,
        })
    }
}
