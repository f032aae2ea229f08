//! Two replicas behind nginx that share nothing but their settings and their store.

use crate::support::{Site, Store, exchanges};
use proconnect::web::SessionRegistry;

in_each!(p19_two_replicas_share_a_login_and_a_logout: sqlite postgres redis);

async fn p19_two_replicas_share_a_login_and_a_logout(store: Store) {
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

in_each!(a_double_logout_across_two_replicas_ends_both_sessions: sqlite postgres redis);

/// The browser follows the second answer only.
async fn a_double_logout_across_two_replicas_ends_both_sessions(store: Store) {
    let site = Site::new(store).await;
    let _pair = site.pair().await;
    for at_once in [false, true] {
        let mut browser = site.browser();
        browser.log_in().await;
        let (mut one, mut other) = (browser.clone(), browser.clone());
        let (first, second) = if at_once {
            tokio::join!(one.at("a").log_out(), other.at("b").log_out())
        } else {
            let first = one.at("a").log_out().await;
            (first, other.at("b").log_out().await)
        };
        for left in [&first, &second] {
            assert_eq!(left.status, 303, "{}", left.refusal());
            let end = format!("{}/session/end?", site.mock.issuer());
            assert!(left.location().starts_with(&end), "{left:?}");
        }
        let hints = [&first, &second].map(|left| left.location().contains("id_token_hint="));
        assert!(hints.contains(&true), "{hints:?}");
        for replica in ["a", "b"] {
            assert!(!browser.at(replica).is_signed_in().await);
        }
    }
}

in_each!(s18_of_three_callbacks_of_one_code_at_once_one_begins_a_session: sqlite postgres redis);

async fn s18_of_three_callbacks_of_one_code_at_once_one_begins_a_session(store: Store) {
    let site = Site::new(store).await;
    let _pair = site.pair().await;
    let stores = site.stores().await;
    for round in 0..10 {
        let mut browser = site.browser();
        let callback = browser.begin_login().await;
        let before = exchanges(&site);
        let ask = |replica| {
            let (mut browser, callback) = (browser.clone(), callback.clone());
            async move {
                let answer = browser.at(replica).get(&callback).await;
                (browser, answer)
            }
        };
        let answers = tokio::join!(ask("a"), ask("b"), ask("a"));
        let answers = [answers.0, answers.1, answers.2];
        let mut with_session = 0;
        for (mut browser, answer) in answers {
            assert_eq!(
                (answer.status.as_u16(), answer.location()),
                (303, "/"),
                "{answer:?}"
            );
            if browser.cookies.contains_key("local-session") {
                with_session += 1;
                assert!(browser.is_signed_in().await);
            }
        }
        assert_eq!(with_session, 1, "the others are led on");
        assert_eq!(exchanges(&site), before + 1, "one exchange");
        let open = stores.sessions.list(None).await.unwrap();
        assert_eq!(open.len(), round + 1);
    }
}

in_each!(g04_a_killed_replica_signs_no_agent_out: sqlite postgres redis);

async fn g04_a_killed_replica_signs_no_agent_out(store: Store) {
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
