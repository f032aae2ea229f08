use futures::future::join_all;
use mock_proconnect::{Endpoint, Fault, PlannedFault, TransportFault, Until};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use std::pin::pin;
use std::time::{Duration, Instant};
use strum::IntoEnumIterator;
use tokio::time::timeout;

use crate::relying_party::{REDIRECT_URI, RelyingParty};

/// Every honest response has more bytes than this.
const WHOLE: usize = 200;

/// Long enough to notice a response that should not come. If it were too short, no test would fail.
const MOMENT: Duration = Duration::from_millis(300);

/// A request that succeeds without a fault.
async fn request(party: &RelyingParty, endpoint: Endpoint) -> RequestBuilder {
    let http: &Client = party.browser.http();
    let hint = [("login_hint", Some("angela.dubois@ministere.gouv.fr"))];
    match endpoint {
        Endpoint::Discovery => http.get(party.url("/.well-known/openid-configuration")),
        Endpoint::Jwks => http.get(party.url("/jwks")),
        Endpoint::Token => {
            let code = party.authorize(&hint).await.redirect_parameters()["code"].clone();
            http.post(party.url("/token")).form(&[
                ("grant_type", "authorization_code"),
                ("client_id", &party.client.client_id),
                ("client_secret", &party.client.client_secret),
                ("redirect_uri", REDIRECT_URI),
                ("code", &code),
            ])
        }
        Endpoint::Userinfo => {
            let code = party.authorize(&hint).await.redirect_parameters()["code"].clone();
            let tokens = party.exchange(&code, &[]).await.json();
            http.get(party.url("/userinfo"))
                .bearer_auth(tokens["access_token"].as_str().unwrap())
        }
    }
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

/// There is no time limit: on a loaded machine, a request that is cancelled before the issuer reads
/// it would leave its fault to the next one.
async fn assert_never_answers(party: &RelyingParty, request: RequestBuilder) {
    let mut answer = pin!(request.send());
    let mut is_taken = false;
    while !is_taken {
        is_taken = party.mock.planned().is_empty();
        let waited = timeout(MOMENT, answer.as_mut()).await;
        assert!(waited.is_err(), "{waited:?}");
    }
}

async fn assert_shows(party: &RelyingParty, fault: TransportFault, request: RequestBuilder) {
    if fault == TransportFault::NoAnswer {
        return assert_never_answers(party, request).await;
    }
    let begun = Instant::now();
    let answer = request.send().await;
    let expected = match fault {
        TransportFault::ConnectionClosed => {
            let broken = match answer {
                Err(error) => !error.is_timeout(),
                Ok(answer) => answer.bytes().await.is_err(),
            };
            return assert!(broken);
        }
        TransportFault::Status401 => StatusCode::UNAUTHORIZED,
        TransportFault::Status429 => StatusCode::TOO_MANY_REQUESTS,
        TransportFault::Status500 => StatusCode::INTERNAL_SERVER_ERROR,
        TransportFault::Status502 => StatusCode::BAD_GATEWAY,
        TransportFault::Status503 => StatusCode::SERVICE_UNAVAILABLE,
        TransportFault::Redirect => StatusCode::TEMPORARY_REDIRECT,
        _ => StatusCode::OK,
    };
    let answer = answer.unwrap();
    assert_eq!(answer.status(), expected, "{fault}");
    match fault {
        TransportFault::Html => assert!(header(&answer, "content-type").starts_with("text/html")),
        TransportFault::TextPlain => {
            assert!(header(&answer, "content-type").starts_with("text/plain"));
            assert!(answer.bytes().await.unwrap().len() > WHOLE);
        }
        TransportFault::Empty => assert!(answer.bytes().await.unwrap().is_empty()),
        TransportFault::NotUtf8 => {
            assert!(String::from_utf8(answer.bytes().await.unwrap().into()).is_err());
        }
        TransportFault::Redirect => {
            assert_eq!(header(&answer, "location"), "/mock/redirected");
        }
        TransportFault::Huge => assert!(answer.bytes().await.unwrap().len() > 10 * 1024 * 1024),
        TransportFault::Slow => assert!(begun.elapsed() >= Duration::from_secs(2)),
        TransportFault::Drip => {
            let mut answer = answer;
            let first = answer.chunk().await.unwrap().unwrap();
            assert!(first.len() < WHOLE, "the rest is on its way");
        }
        TransportFault::HalfAnswer => {
            let announced: usize = header(&answer, "content-length").parse().unwrap();
            let mut answer = answer;
            let mut received = 0;
            let error = loop {
                match answer.chunk().await {
                    Ok(chunk) => received += chunk.expect("an answer cut short").len(),
                    Err(error) => break error,
                }
            };
            assert_eq!(received, announced / 2);
            assert!(!error.is_timeout() && received > 0);
        }
        _ => {}
    }
}

/// Each fault appears once, and then the same request succeeds.
async fn every_fault_shows_once(endpoint: Endpoint) {
    let party = RelyingParty::new().await;
    for fault in TransportFault::iter() {
        let request = request(&party, endpoint).await;
        party.mock.plan(PlannedFault {
            fault: Fault::Transport(endpoint, fault),
            until: Until::Once,
            client_id: None,
        });
        assert_shows(&party, fault, request).await;
    }
    let answer = request(&party, endpoint).await.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(!answer.bytes().await.unwrap().is_empty());
}

/// All at once, since most of the time is spent waiting.
#[tokio::test]
async fn every_failure_shows_at_every_endpoint() {
    join_all(Endpoint::iter().map(every_fault_shows_once)).await;
}
