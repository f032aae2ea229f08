//! The honest logins between the cases: a refusal proves nothing when the service refuses everybody.

use super::subject::Careless::LockedOutForAWhile;
use super::subject::audit;

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_by_a_service_that_then_refuses_an_honest_agent_too_is_taken_back() {
    let verdicts = audit(&[LockedOutForAWhile], &["id-token-alg-none"]).await;
    let outcome = verdicts.of("id-token-alg-none").unwrap();
    assert!(outcome.starts_with("NotRun"), "{outcome}");
}
