//! A service that the suite cannot restart, and that limits how often it fetches the keys.

use std::time::Duration;

use super::subject::Careless::KeysLimited;
use super::subject::audit;

#[tokio::test(flavor = "multi_thread")]
async fn new_keys_that_a_service_reads_after_a_while_are_no_fault() {
    let verdicts = audit(&[KeysLimited], &["id-token-key-rotated"]).await;
    let outcome = verdicts.of("id-token-key-rotated");
    assert_eq!(outcome.as_deref(), Some("AsExpected"));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_lie_about_the_keys_that_is_not_told_the_others_are_not_tried() {
    let verdicts = audit(&[KeysLimited], &["keys"]).await;
    let [first, others @ ..] = &verdicts.0.trials[..] else {
        panic!("no case");
    };
    // The service recovers from the new keys of the first.
    assert!(first.duration > Duration::from_secs(1));
    assert!(others.len() > 5);
    for trial in others {
        assert_eq!(format!("{:?}", trial.outcome), "NotTold(None)");
        assert!(trial.duration < Duration::from_millis(100), "{trial:?}");
    }
}
