use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mock_proconnect::{Alg, Client, Fault, LogoutTokenFault, PlannedFault, Until};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use strum::IntoEnumIterator;
use tokio::net::TcpListener;
use url::form_urlencoded;

use crate::browser::Browser;
use crate::relying_party::{POST_LOGOUT_REDIRECT_URI, RelyingParty};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// The logout tokens that a relying party received.
type Received = Arc<Mutex<Vec<String>>>;

async fn receive(State(received): State<Received>, headers: HeaderMap, body: Bytes) -> StatusCode {
    assert_eq!(headers["content-type"], "application/x-www-form-urlencoded");
    let fields: Vec<_> = form_urlencoded::parse(&body).into_owned().collect();
    assert_eq!(fields.len(), 1);
    assert_eq!(fields[0].0, "logout_token");
    received.lock().unwrap().push(fields[0].1.clone());
    StatusCode::ACCEPTED
}

/// A relying party whose server listens.
async fn listening(alg: Alg) -> (RelyingParty, Received) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let uri = format!("http://{}/logout", listener.local_addr().unwrap());
    let received = Received::default();
    let router = Router::new().route("/logout", post(receive));
    let router = router.with_state(Arc::clone(&received));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let party = RelyingParty::registered_as(Client {
        backchannel_logout_uri: Some(uri),
        id_token_signed_response_alg: alg,
        ..Client::development()
    });
    (party.await, received)
}

/// The header and the claims of a token, not verified.
fn parts(token: &str) -> (Value, Value) {
    let mut parts = token.split('.').map(|part| {
        let json = URL_SAFE_NO_PAD.decode(part).unwrap();
        serde_json::from_slice(&json).unwrap_or_default()
    });
    (parts.next().unwrap(), parts.next().unwrap())
}

#[tokio::test]
async fn it_is_off_by_default() {
    let party = RelyingParty::new().await;
    let address = party.url("/.well-known/openid-configuration");
    let metadata = party.browser.get(&address).await.json();
    assert!(metadata.get("backchannel_logout_supported").is_none());
    let tokens = party.tokens_of("etat", &[]).await;
    let (_, id_token) = parts(tokens["id_token"].as_str().unwrap());
    assert!(id_token.get("sid").is_none());
    assert!(party.mock.end_sessions_of("etat").await.is_empty());
}

#[tokio::test]
async fn the_end_of_a_session_is_told_by_a_signed_token() {
    for alg in [Alg::Rs256, Alg::Es256, Alg::Hs256] {
        let (party, received) = listening(alg).await;
        let address = party.url("/.well-known/openid-configuration");
        let metadata = party.browser.get(&address).await.json();
        assert_eq!(metadata["backchannel_logout_supported"], true);
        assert_eq!(metadata["backchannel_logout_session_supported"], true);
        let tokens = party.tokens_of("etat", &[]).await;
        let (_, id_token) = parts(tokens["id_token"].as_str().unwrap());

        let deliveries = party.mock.end_sessions_of("etat").await;
        assert_eq!(deliveries.len(), 1);
        assert_eq!(deliveries[0].status, Some(202));
        assert_eq!(deliveries[0].client_id, party.client.client_id);
        let token = deliveries[0].logout_token.clone();
        assert_eq!(
            received.lock().unwrap().as_slice(),
            std::slice::from_ref(&token)
        );
        let (header, claims) = parts(&token);
        assert_eq!(header["typ"], "logout+jwt");
        assert_eq!(header["alg"], alg.to_string());
        for name in ["iss", "aud", "sub", "sid"] {
            assert_eq!(claims[name], id_token[name], "{name}");
        }
        let number = |name: &str| claims[name].as_u64().unwrap();
        assert_eq!(number("exp"), number("iat") + 120);
        assert_eq!(claims["events"], json!({ EVENT: {} }));
        assert!(claims.get("nonce").is_none());
        assert!(claims["jti"].as_str().unwrap().len() >= 16);
        assert!(party.mock.end_sessions_of("etat").await.is_empty());
    }
}

#[tokio::test]
async fn a_logout_in_the_browser_tells_it_too_at_its_second_step() {
    let (party, received) = listening(Alg::Rs256).await;
    party.tokens_of("etat", &[]).await;
    let parameters = [
        ("client_id", party.client.client_id.as_str()),
        ("post_logout_redirect_uri", POST_LOGOUT_REDIRECT_URI),
    ];
    let page = party.end_session(&parameters).await;
    assert!(received.lock().unwrap().is_empty());
    party.confirm_end_session(&page).await;
    assert_eq!(received.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn the_control_ends_the_sessions_of_one_agent() {
    let (party, received) = listening(Alg::Rs256).await;
    party.tokens_of("etat", &[]).await;
    let end = async |agent: &str| {
        let url = party.absolute(&format!("/mock/sessions/{agent}"));
        let request = party.browser.http().request(Method::DELETE, url);
        Browser::send_bare(request).await
    };
    assert_eq!(end("territorial").await.json(), json!([]));
    let answer = json!([{ "client_id": party.client.client_id, "status": 202 }]);
    assert_eq!(end("etat").await.json(), answer);
    assert_eq!(end("nobody").await.status, StatusCode::NOT_FOUND);
    assert_eq!(received.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn every_fault_of_a_logout_token_shows() {
    let (party, _) = listening(Alg::Rs256).await;
    for fault in LogoutTokenFault::iter() {
        party.tokens_of("etat", &[]).await;
        party.mock.plan(PlannedFault {
            fault: Fault::LogoutToken(fault),
            until: Until::Once,
            client_id: Some(party.client.client_id.clone()),
        });
        let deliveries = party.mock.end_sessions_of("etat").await;
        assert!(party.mock.planned().is_empty(), "{fault}");
        let (header, claims) = parts(&deliveries[0].logout_token);
        let is_absent = |name: &str| claims.get(name).is_none();
        let shows = match fault {
            LogoutTokenFault::EventMissing => is_absent("events"),
            LogoutTokenFault::OtherEvent => claims["events"].get(EVENT).is_none(),
            LogoutTokenFault::EventNotAnObject => claims["events"][EVENT] == true,
            LogoutTokenFault::WithNonce => claims["nonce"].is_string(),
            LogoutTokenFault::NobodyNamed => is_absent("sub") && is_absent("sid"),
            LogoutTokenFault::SessionMissing => is_absent("sid") && claims["sub"].is_string(),
            LogoutTokenFault::OtherSession => claims["sid"] == "session-of-another-agent",
            LogoutTokenFault::TokenIdMissing => is_absent("jti"),
            LogoutTokenFault::LongLived => {
                claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap() == 86_400
            }
            LogoutTokenFault::TypeJwt => header["typ"] == "JWT",
            LogoutTokenFault::Untyped => header.get("typ").is_none(),
            LogoutTokenFault::Replayed => {
                deliveries.len() == 2 && deliveries[0].logout_token == deliveries[1].logout_token
            }
        };
        assert!(shows, "{fault}");
        assert_eq!(fault == LogoutTokenFault::Replayed, deliveries.len() == 2);
    }
}

#[tokio::test]
async fn a_service_that_does_not_answer_has_no_status() {
    let party = RelyingParty::registered_as(Client {
        backchannel_logout_uri: Some("http://127.0.0.1:1/".to_owned()),
        ..Client::development()
    });
    let party = party.await;
    party.tokens_of("etat", &[]).await;
    let deliveries = party.mock.end_sessions_of("etat").await;
    assert_eq!(deliveries[0].status, None);
}
