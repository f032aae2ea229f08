//! Two replicas behind nginx that share nothing but their settings and their store.

use crate::support::{Site, Store};

#[tokio::test]
async fn p19_two_replicas_share_a_login_and_a_logout_in_sqlite() {
    share_a_login_and_a_logout(Store::Sqlite).await;
}

async fn share_a_login_and_a_logout(store: Store) {
    let site = Site::new(store).await;
    let pair = site.pair().await;
    for (first, second) in [("a", "b"), ("b", "a")] {
        let mut browser = site.browser();
        let callback = browser.at(first).begin_login().await;
        let signed_in = browser.at(second).get(&callback).await;
        assert_eq!(signed_in.status, 303, "{}", signed_in.refusal());
        assert!(browser.at(first).is_signed_in().await);
        let mut thief = browser.clone();

        let left = browser.at(second).log_out().await;
        assert!(left.location().starts_with(site.mock.issuer()), "{left:?}");
        for replica in [first, second] {
            assert!(!thief.at(replica).is_signed_in().await);
        }
    }
    // The header has chosen the replica: each has logged its part of the two logins.
    for replica in &pair.replicas {
        assert_eq!(
            replica.log().matches("\"login\"").count(),
            1,
            "{}",
            replica.log()
        );
    }
}

#[tokio::test]
async fn g04_a_killed_replica_signs_no_agent_out_in_sqlite() {
    outlive_a_kill(Store::Sqlite).await;
}

async fn outlive_a_kill(store: Store) {
    let site = Site::new(store).await;
    let mut pair = site.pair().await;
    let mut browser = site.browser();
    let callback = browser.at("a").begin_login().await;
    pair.replicas[0].kill();
    let signed_in = browser.at("b").get(&callback).await;
    assert_eq!(signed_in.status, 303, "{}", signed_in.refusal());
    pair.replicas[0] = site.replica(pair.replicas[0].port()).await;
    assert!(browser.at("a").is_signed_in().await);
    pair.replicas[1].kill();
    assert!(browser.is_signed_in().await);
}
