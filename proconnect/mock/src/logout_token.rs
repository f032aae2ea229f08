use serde::Serialize;
use serde_json::{Map, json};
use std::time::Duration;
use url::form_urlencoded;

use crate::client::Client;
use crate::fault::{Fault, Jwt, LogoutTokenFault};
use crate::issuer::Issuer;
use crate::jwt;
use crate::oauth_error::OAuthError;
use crate::op_session::OpSession;
use crate::store::{Store, random};

/// Back-Channel Logout 1.0, section 2.4: the member of `events`.
pub const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// In seconds: the longest lifetime that the specification recommends.
const LIFETIME: u64 = 2 * 60;

/// Longest wait for one relying party.
const PATIENCE: Duration = Duration::from_secs(5);

/// The end of a session, of which one relying party is to be informed.
pub struct Notice {
    client_id: String,
    sub: String,
    sid: String,
}

/// A logout token that was sent.
#[derive(Clone, Debug, Serialize)]
pub struct Delivery {
    pub client_id: String,
    #[serde(skip)]
    pub logout_token: String,
    /// The status of the answer; `None` when there was none.
    pub status: Option<u16>,
}

/// The notices of the end of a browser's session: one for each of its logins to a relying party with
/// a `backchannel_logout_uri`, since each login has its own `sid`.
pub fn notices(issuer: &Issuer, store: &Store, session_id: &str, now: u64) -> Vec<Notice> {
    let notice = |login: &OpSession| {
        let client = issuer.client(&login.client_id)?;
        client.backchannel_logout_uri.as_ref()?;
        Some(Notice {
            client_id: login.client_id.clone(),
            sub: login.sub.clone(),
            sid: login.sid.clone(),
        })
    };
    let logins = store.op_sessions.values(now);
    logins
        .filter(|login| login.browser_session == session_id)
        .filter_map(notice)
        .collect()
}

/// Sends a logout token for each of `notices`, one after the other.
pub async fn send(issuer: &Issuer, notices: Vec<Notice>) -> Vec<Delivery> {
    let mut deliveries = Vec::new();
    for notice in notices {
        let Some(client) = issuer.client(&notice.client_id) else {
            continue;
        };
        let faults = jwt::faults(issuer, client, &[], Jwt::LogoutToken);
        let Ok(logout_token) = issue(issuer, client, &notice, &faults) else {
            continue;
        };
        let is_replayed = faults.contains(&Fault::LogoutToken(LogoutTokenFault::Replayed));
        for _ in 0..=usize::from(is_replayed) {
            deliveries.push(Delivery {
                status: post(client, &logout_token).await,
                client_id: notice.client_id.clone(),
                logout_token: logout_token.clone(),
            });
        }
    }
    deliveries
}

/// # Errors
/// `server_error`, when it cannot be signed.
fn issue(
    issuer: &Issuer,
    client: &Client,
    notice: &Notice,
    faults: &[Fault],
) -> Result<String, OAuthError> {
    let now = issuer.clock.now();
    let claims = Map::from_iter([
        ("iss".to_owned(), issuer.url.clone().into()),
        ("sub".to_owned(), notice.sub.clone().into()),
        ("aud".to_owned(), client.client_id.clone().into()),
        ("iat".to_owned(), now.into()),
        ("exp".to_owned(), (now + LIFETIME).into()),
        ("jti".to_owned(), random::<16>().into()),
        ("events".to_owned(), json!({ EVENT: {} })),
        ("sid".to_owned(), notice.sid.clone().into()),
    ]);
    let alg = client.id_token_signed_response_alg;
    jwt::issue(issuer, client, "logout+jwt", alg, claims, faults)
}

/// Section 2.5. Returns the status of the answer.
#[expect(
    clippy::disallowed_methods,
    reason = "the issuer's own client: it follows no redirect and waits for a limited time"
)]
async fn post(client: &Client, logout_token: &str) -> Option<u16> {
    let uri = client.backchannel_logout_uri.as_ref()?;
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("logout_token", logout_token)
        .finish();
    let http = reqwest::Client::builder()
        .no_proxy()
        .timeout(PATIENCE)
        .redirect(reqwest::redirect::Policy::none());
    let request = http
        .build()
        .ok()?
        .post(uri)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    Some(request.send().await.ok()?.status().as_u16())
}
