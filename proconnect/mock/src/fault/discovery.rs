use serde_json::{Value, json};
use strum::{Display, EnumIter, EnumMessage};

use super::ATTACKER;

/// A fault of the metadata: OpenID Connect Discovery 1.0, section 4.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter, EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum DiscoveryFault {
    #[strum(
        message = "issuer d’un autre",
        detailed_message = "the issuer of somebody else"
    )]
    WrongIssuer,
    #[strum(
        message = "issuer avec une barre oblique finale",
        detailed_message = "issuer with a trailing slash"
    )]
    IssuerTrailingSlash,
    #[strum(message = "sans issuer", detailed_message = "without issuer")]
    IssuerMissing,
    #[strum(
        message = "sans end_session_endpoint",
        detailed_message = "without end_session_endpoint"
    )]
    EndSessionEndpointMissing,
    #[strum(
        message = "sans token_endpoint",
        detailed_message = "without token_endpoint"
    )]
    TokenEndpointMissing,
    #[strum(message = "sans jwks_uri", detailed_message = "without jwks_uri")]
    JwksUriMissing,
    #[strum(
        message = "points d’accès chez un autre",
        detailed_message = "endpoints of somebody else"
    )]
    EndpointsElsewhere,
    #[strum(
        message = "token_endpoint en javascript:",
        detailed_message = "a token_endpoint in javascript:"
    )]
    EndpointNotHttp,
    #[strum(
        message = "seule la signature «\u{a0}none\u{a0}» annoncée",
        detailed_message = "only the signature “none” announced"
    )]
    OnlyAlgNone,
    #[strum(
        message = "liste au lieu d’un objet",
        detailed_message = "a list instead of an object"
    )]
    NotAnObject,
}

impl DiscoveryFault {
    pub fn change(self, metadata: &mut Value) {
        let without = |metadata: &mut Value, name| {
            if let Some(members) = metadata.as_object_mut() {
                members.remove(name);
            }
        };
        match self {
            Self::WrongIssuer => metadata["issuer"] = format!("{ATTACKER}/api/v2").into(),
            Self::IssuerTrailingSlash => {
                let issuer = metadata["issuer"].as_str().unwrap_or_default();
                metadata["issuer"] = format!("{issuer}/").into();
            }
            Self::IssuerMissing => without(metadata, "issuer"),
            Self::EndSessionEndpointMissing => without(metadata, "end_session_endpoint"),
            Self::TokenEndpointMissing => without(metadata, "token_endpoint"),
            Self::JwksUriMissing => without(metadata, "jwks_uri"),
            Self::EndpointsElsewhere => {
                for (name, path) in [
                    ("authorization_endpoint", "authorize"),
                    ("token_endpoint", "token"),
                    ("userinfo_endpoint", "userinfo"),
                    ("jwks_uri", "jwks"),
                    ("end_session_endpoint", "session/end"),
                ] {
                    metadata[name] = format!("{ATTACKER}/api/v2/{path}").into();
                }
            }
            Self::EndpointNotHttp => metadata["token_endpoint"] = "javascript:alert(1)".into(),
            Self::OnlyAlgNone => {
                for name in [
                    "id_token_signing_alg_values_supported",
                    "userinfo_signing_alg_values_supported",
                ] {
                    metadata[name] = json!(["none"]);
                }
            }
            Self::NotAnObject => *metadata = json!([metadata.clone()]),
        }
    }
}
