use serde_json::{Value, json};
use strum::{Display, EnumIter, EnumMessage};

use super::ATTACKER;

/// A fault of the metadata: OpenID Connect Discovery 1.0, section 4.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter, EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum DiscoveryFault {
    #[strum(message = "issuer d’un autre")]
    WrongIssuer,
    #[strum(message = "issuer avec une barre oblique finale")]
    IssuerTrailingSlash,
    #[strum(message = "sans issuer")]
    IssuerMissing,
    #[strum(message = "sans end_session_endpoint")]
    EndSessionEndpointMissing,
    #[strum(message = "sans token_endpoint")]
    TokenEndpointMissing,
    #[strum(message = "sans jwks_uri")]
    JwksUriMissing,
    #[strum(message = "points d’accès chez un autre")]
    EndpointsElsewhere,
    #[strum(message = "token_endpoint en javascript:")]
    EndpointNotHttp,
    #[strum(message = "seule la signature « none » annoncée")]
    OnlyAlgNone,
    #[strum(message = "liste au lieu d’un objet")]
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
