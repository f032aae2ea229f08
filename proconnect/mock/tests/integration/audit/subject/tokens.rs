//! The exchange of the code, and the checks of the tokens: Core, sections 3.1.3.7 and 5.3.4.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{AlgorithmParameters, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use reqwest::{RequestBuilder, StatusCode};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::time::{Duration, Instant};

use super::{Agent, Attempt, Careless, Subject};

/// In bytes: more is no answer of an issuer.
const MOST: usize = 1 << 20;

/// In seconds.
const LEEWAY: u64 = 60;

/// Of a service that limits how often it fetches the keys.
const BETWEEN_FETCHES: Duration = Duration::from_secs(4);

type Claims = Map<String, Value>;

impl Subject {
    pub(super) async fn exchange(
        &self,
        code: &str,
        attempt: &Attempt,
    ) -> Result<Agent, &'static str> {
        let secret = if self.is(Careless::OtherSecret) {
            "of another issuer"
        } else {
            &self.client.client_secret
        };
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.client.redirect_uris[0]),
            ("client_id", &self.client.client_id),
            ("client_secret", secret),
            ("code_verifier", &attempt.code_verifier),
        ];
        let form: Vec<_> = form
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .filter(|(name, _)| *name != "code_verifier" || !self.is(Careless::NoPkce))
            .collect();
        let request = self.http.post(format!("{}/token", self.issuer)).form(&form);
        let (_, tokens) = body(request).await?;
        let tokens: Claims = serde_json::from_str(&tokens).map_err(|_| "tokens")?;
        let text = |name: &str| tokens.get(name).and_then(Value::as_str);
        if text("token_type").is_none_or(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            return Err("token_type");
        }
        let id_token = text("id_token").ok_or("id_token")?;
        let keys = self.keys().await?;
        let claims = self.verify(id_token, &keys)?;
        let nonce = claims.get("nonce").and_then(Value::as_str);
        if nonce != Some(&attempt.nonce) && !self.is(Careless::NonceIgnored) {
            return Err("nonce");
        }
        let access_token = text("access_token").filter(|token| !token.is_empty());
        let access_token = access_token.ok_or("access_token")?;
        let hash = URL_SAFE_NO_PAD.encode(&Sha256::digest(access_token)[..16]);
        if claims
            .get("at_hash")
            .is_some_and(|at_hash| *at_hash != hash)
        {
            return Err("at_hash");
        }
        let userinfo = self.userinfo(access_token, &keys).await?;
        if userinfo.get("sub") != claims.get("sub") && !self.is(Careless::UserinfoSubIgnored) {
            return Err("sub");
        }
        let claim = |claims: &Claims, name: &str| claims.get(name)?.as_str().map(str::to_owned);
        let names = ["given_name", "usual_name", "email"];
        let names: Vec<String> = names
            .iter()
            .filter_map(|name| claim(&userinfo, name))
            .collect();
        Ok(Agent {
            sub: claim(&userinfo, "sub").ok_or("sub")?,
            name: names.join(" "),
            sid: claim(&claims, "sid"),
            id_token: id_token.to_owned(),
        })
    }

    async fn userinfo(&self, access_token: &str, keys: &JwkSet) -> Result<Claims, &'static str> {
        let request = self.http.get(format!("{}/userinfo", self.issuer));
        let (kind, jwt) = body(request.bearer_auth(access_token)).await?;
        if !kind.starts_with("application/jwt") {
            return Err("userinfo");
        }
        self.verify(&jwt, keys)
    }

    pub(super) async fn keys(&self) -> Result<JwkSet, &'static str> {
        let kept = self.keys.lock().unwrap().clone();
        if let Some((fetched_at, keys)) = kept
            && self.is(Careless::KeysLimited)
            && fetched_at.elapsed() < BETWEEN_FETCHES
        {
            return Ok(keys);
        }
        let (_, keys) = body(self.http.get(format!("{}/jwks", self.issuer))).await?;
        let keys: JwkSet = serde_json::from_str(&keys).map_err(|_| "jwks")?;
        *self.keys.lock().unwrap() = Some((Instant::now(), keys.clone()));
        Ok(keys)
    }

    /// The claims of a JWT that the issuer signed for this service.
    pub(super) fn verify(&self, jwt: &str, keys: &JwkSet) -> Result<Claims, &'static str> {
        let header = decode_header(jwt).map_err(|_| "header")?;
        let parts: Vec<&str> = jwt.split('.').collect();
        let raw: Claims = serde_json::from_slice(&decoded(parts[0])?).map_err(|_| "header")?;
        if raw.contains_key("crit") {
            return Err("crit");
        }
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.client.client_id]);
        validation.set_required_spec_claims(&["iss", "aud", "exp", "sub"]);
        validation.validate_nbf = true;
        validation.validate_aud = !self.is(Careless::AudienceIgnored);
        if self.is(Careless::SignatureIgnored) {
            return serde_json::from_slice(&decoded(parts[1])?).map_err(|_| "payload");
        }
        let mut named = keys
            .keys
            .iter()
            .filter(|key| key.common.key_id.is_some() && key.common.key_id == header.kid);
        let key = named.next().ok_or("kid")?;
        let is_for_signatures = key.common.public_key_use == Some(PublicKeyUse::Signature);
        let is_rsa = matches!(key.algorithm, AlgorithmParameters::RSA(_));
        if named.next().is_some() || !is_for_signatures || !is_rsa {
            return Err("key");
        }
        let key = DecodingKey::from_jwk(key).map_err(|_| "key")?;
        let claims = decode::<Claims>(jwt, &key, &validation).map_err(|_| "jwt")?;
        self.check(claims.claims)
    }
}

impl Subject {
    /// The checks that `jsonwebtoken` does not make.
    fn check(&self, claims: Claims) -> Result<Claims, &'static str> {
        let is_mine = |audience: &Value| audience == &self.client.client_id;
        let is_for_me = match claims.get("aud") {
            Some(Value::Array(audiences)) => audiences.iter().all(is_mine),
            Some(audience) => is_mine(audience),
            None => false,
        };
        if !is_for_me && !self.is(Careless::AudienceIgnored) {
            return Err("aud");
        }
        if claims.get("azp").is_some_and(|azp| !is_mine(azp)) {
            return Err("azp");
        }
        let issued_at = claims.get("iat").and_then(Value::as_u64).ok_or("iat")?;
        if issued_at > jsonwebtoken::get_current_timestamp() + LEEWAY {
            return Err("iat");
        }
        Ok(claims)
    }
}

fn decoded(part: &str) -> Result<Vec<u8>, &'static str> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| "base64")
}

/// The content type and the body of a success.
async fn body(request: RequestBuilder) -> Result<(String, String), &'static str> {
    let mut response = request.send().await.map_err(|_| "no answer")?;
    if response.status() != StatusCode::OK {
        return Err("status");
    }
    let kind = response.headers().get("content-type");
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.to_owned();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| "body")? {
        body.extend_from_slice(&chunk);
        if body.len() > MOST {
            return Err("too long");
        }
    }
    let body = String::from_utf8(body).map_err(|_| "UTF-8")?;
    Ok((kind, body))
}
