//! The beginning of a login: Core, section 3.1.2.1.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use url::Url;

use super::pages::{redirect, return_to};
use super::{Attempt, Careless, Subject, random};

/// Attempts that one browser may have at a time.
const MOST_ATTEMPTS: usize = 5;

static COUNTER: AtomicU32 = AtomicU32::new(1000);

/// `POST /login`
pub async fn begin(
    State(subject): State<Arc<Subject>>,
    headers: HeaderMap,
    body: String,
) -> Response {
    let site = headers.get("sec-fetch-site");
    if site.is_some_and(|site| site != "same-origin") && !subject.is(Careless::LoginCrossSite) {
        return subject.refuse("cross-site");
    }
    let attempt = subject.attempt(local(&subject, return_to(&body)));
    let host = headers.get("x-forwarded-host");
    let host = host.filter(|_| subject.is(Careless::HostFollowed));
    let redirect_uri = match host {
        Some(host) => format!("https://{}/callback", host.to_str().unwrap()),
        None => subject.client.redirect_uris[0].clone(),
    };
    let request = subject.authorization_request(&attempt, &redirect_uri);
    let (id, mut session) = subject.session(&headers);
    if subject.is(Careless::OneTab) {
        session.attempts = vec![attempt];
    } else {
        session.attempts.push(attempt);
    }
    if session.attempts.len() > MOST_ATTEMPTS {
        session.attempts.remove(0);
    }
    let cookie = subject.store(id, session);
    redirect(request.as_str(), Some(cookie))
}

/// `path` if it is one of this service, else the home page.
fn local(subject: &Subject, path: String) -> String {
    let is_careless = subject.is(Careless::OpenRedirect)
        || subject.is(Careless::ReturnPathInHeader)
        || subject.is(Careless::PrefixRedirect) && path.starts_with(['/', '\\', '%']);
    if is_careless && !path.is_empty() {
        return path;
    }
    let is_plain = path.starts_with('/') && !path.contains(|c: char| c.is_control() || c == '\\');
    let base = Url::parse(&subject.origin).unwrap();
    let stays = base
        .join(&path)
        .is_ok_and(|url| url.origin() == base.origin());
    if is_plain && stays && subject.is(Careless::ReturnPathDecoded) {
        return_to(&format!("return_to={path}"))
    } else if is_plain && stays {
        path
    } else {
        "/".to_owned()
    }
}

impl Subject {
    fn attempt(&self, return_to: String) -> Attempt {
        let state = if self.is(Careless::GuessableState) {
            COUNTER.fetch_add(1, Ordering::Relaxed).to_string()
        } else {
            random()
        };
        let code_verifier = if self.is(Careless::SamePkce) {
            "code-verifier-of-every-login-of-this-service".to_owned()
        } else {
            random()
        };
        let nonce = if self.is(Careless::SameNonce) {
            "nonce-of-every-login-of-this-service".to_owned()
        } else {
            random()
        };
        Attempt {
            state,
            nonce,
            code_verifier,
            return_to,
        }
    }

    fn authorization_request(&self, attempt: &Attempt, redirect_uri: &str) -> Url {
        let mut url = Url::parse(&format!("{}/authorize", self.issuer)).unwrap();
        let mut query = url.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.client.client_id)
            .append_pair("redirect_uri", redirect_uri)
            .append_pair("scope", "openid given_name usual_name email uid siret");
        query
            .append_pair("state", &attempt.state)
            .append_pair("nonce", &attempt.nonce);
        if self.is(Careless::AcrTwice) {
            let claims = r#"{"id_token":{"acr":{"essential":true,"values":["eidas1","eidas2"]}}}"#;
            query
                .append_pair("claims", claims)
                .append_pair("acr_values", "eidas1");
        }
        if !self.is(Careless::NoPkce) {
            let challenge = Sha256::digest(&attempt.code_verifier);
            query
                .append_pair("code_challenge", &URL_SAFE_NO_PAD.encode(challenge))
                .append_pair("code_challenge_method", "S256");
        }
        if self.is(Careless::SecretInRequest) {
            query.append_pair("display", &self.client.client_secret);
        }
        drop(query);
        url
    }
}
