//! The issuer's server ends a session, and each replica knows it at the next request.

use crate::support::{Replica, Site, Store};
use mock_proconnect::{PlannedFault, Until};
use proconnect::web::BACK_CHANNEL_LOGOUT_PATH;
use url::form_urlencoded;

const AGENT: &str = "etat";

#[tokio::test]
async fn the_issuer_ends_a_session_on_every_replica_in_sqlite() {
    end_on_every_replica(Store::Sqlite).await;
}

#[tokio::test]
async fn the_issuer_ends_a_session_on_every_replica_in_postgres() {
    end_on_every_replica(Store::Postgres).await;
}

#[tokio::test]
async fn the_issuer_ends_a_session_on_every_replica_in_redis() {
    end_on_every_replica(Store::Redis).await;
}

async fn end_on_every_replica(store: Store) {
    let site = Site::with_back_channel(store).await;
    let pair = site.pair().await;
    let mut browser = site.browser();
    // By the session of the issuer, then by the agent alone.
    for fault in [None, Some("logout-token-session-missing")] {
        browser.at("a").log_in().await;
        assert!(browser.at("b").is_signed_in().await);
        let sent = end_issuer_sessions(&site, fault).await;
        assert_eq!(sent.status, Some(200), "{store:?}");
        for replica in ["a", "b"] {
            assert!(!browser.at(replica).is_signed_in().await, "{store:?}");
        }
        // A session that has begun since does not end by the same token, wherever it comes again.
        browser.log_in().await;
        for replica in &pair.replicas {
            assert_eq!(send(replica, &sent.logout_token).await, 400, "{store:?}");
        }
        assert!(browser.is_signed_in().await, "{store:?}");
    }
    for fault in [
        "logout-token-other-subject",
        "logout-token-other-session",
        "logout-token-bad-signature",
    ] {
        browser.log_in().await;
        let sent = end_issuer_sessions(&site, Some(fault)).await;
        let expected = if fault.ends_with("signature") {
            400
        } else {
            200
        };
        assert_eq!(sent.status, Some(expected), "{store:?} {fault}");
        assert!(browser.is_signed_in().await, "{store:?} {fault}");
    }
}

async fn end_issuer_sessions(site: &Site, fault: Option<&str>) -> mock_proconnect::Delivery {
    if let Some(fault) = fault {
        site.mock.plan(PlannedFault {
            fault: fault.parse().unwrap(),
            until: Until::Cleared,
            client_id: None,
        });
    }
    // One token for each login of the issuer's session, in any order; the answers are alike.
    let mut sent = site.mock.end_sessions_of(AGENT).await;
    site.mock.clear_faults();
    assert_ne!(sent.len(), 0, "nobody is logged in at this issuer");
    sent.pop().unwrap()
}

/// Sends a logout token to one replica, past the proxy.
async fn send(replica: &Replica, token: &str) -> u16 {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("logout_token", token)
        .finish();
    let address = format!(
        "http://127.0.0.1:{}{BACK_CHANNEL_LOGOUT_PATH}",
        replica.port()
    );
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = client
        .post(address)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    request.send().await.unwrap().status().as_u16()
}
