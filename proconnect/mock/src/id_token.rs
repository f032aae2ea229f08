use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::authorize::names;
use crate::client::Client;
use crate::discovery::is_claim;
use crate::fault::{Fault, Jwt};
use crate::issuer::Issuer;
use crate::jwt;
use crate::oauth_error::OAuthError;
use crate::personas::Persona;
use crate::token::Authorization;

/// The ID token of a login, with the claims of `identity`.
///
/// # Errors
/// `server_error`, when it cannot be signed.
pub fn issue(
    issuer: &Issuer,
    client: &Client,
    authorization: &Authorization,
    identity: &Persona,
    access_token: &str,
) -> Result<String, OAuthError> {
    let now = issuer.clock.now();
    let mut claims = Map::new();
    for name in names(&authorization.claims.id_token).filter(|name| is_claim(name)) {
        let value = match name {
            "acr" => Some(json!(authorization.acr)),
            "amr" => (!authorization.amr.is_empty()).then(|| json!(authorization.amr)),
            "auth_time" => Some(json!(authorization.auth_time)),
            "sid" => Some(json!(authorization.sid)),
            _ => identity.claims.get(name).cloned(),
        };
        claims.extend(value.map(|value| (name.to_owned(), value)));
    }
    if client.backchannel_logout_uri.is_some() {
        claims.insert("sid".into(), authorization.sid.clone().into());
    }
    claims.insert("sub".into(), authorization.sub.clone().into());
    claims.extend(
        authorization
            .nonce
            .clone()
            .map(|nonce| ("nonce".to_owned(), Value::String(nonce))),
    );
    claims.insert("at_hash".into(), at_hash(access_token).into());
    claims.insert("aud".into(), client.client_id.clone().into());
    let lifetime = u64::from(issuer.settings().lifetimes.id_token);
    claims.insert("exp".into(), (now + lifetime).into());
    claims.insert("iat".into(), now.into());
    claims.insert("iss".into(), issuer.url.clone().into());
    let faults = jwt::faults(issuer, client, &authorization.faults, Jwt::IdToken);
    for fault in &faults {
        if let Fault::IdToken(fault) = fault {
            fault.change(&mut claims);
            fault.change_keys(&issuer.keys);
        }
    }
    let alg = client.id_token_signed_response_alg;
    jwt::issue(issuer, client, "JWT", alg, claims, &faults)
}

/// Core, section 3.1.3.6: half of the SHA-256, which all three algorithms use.
fn at_hash(access_token: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(access_token)[..16])
}
