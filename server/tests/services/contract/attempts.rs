//! Used login attempts, and the purge.

use super::{on_every_store, *};
use proconnect::{Outcome, UsedAttempts};

on_every_store![
    an_attempt_is_used_once_by_all_replicas_together,
    another_replica_learns_how_a_login_ended,
    sessions_that_are_over_are_swept_and_no_others,
];

async fn an_attempt_is_used_once_by_all_replicas_together(fixture: Fixture) {
    let environment = environment("https://issuer", "client");
    let replica = fixture.replica(&fixture.secrets, &environment);
    let now = *fixture.now.lock().unwrap();
    let forget_at = now + TimeDelta::minutes(10);
    for round in 0..50 {
        let id = format!("attempt {round}");
        let uses = tokio::join!(
            UsedAttempts::begin(&fixture.store, &id, now, forget_at),
            UsedAttempts::begin(&replica, &id, now, forget_at),
            UsedAttempts::begin(&replica, &id, now, forget_at),
        );
        let first = [uses.0, uses.1, uses.2].map(Result::unwrap);
        assert_eq!(first.iter().filter(|first| **first).count(), 1);
    }
}

async fn another_replica_learns_how_a_login_ended(fixture: Fixture) {
    let environment = environment("https://issuer", "client");
    let replica = fixture.replica(&fixture.secrets, &environment);
    let now = *fixture.now.lock().unwrap();
    assert_eq!(replica.outcome("unknown").await, None);
    for outcome in [Outcome::Succeeded, Outcome::Failed] {
        let id = format!("{outcome:?}");
        let begun = UsedAttempts::begin(&fixture.store, &id, now, now + TimeDelta::minutes(10));
        begun.await.unwrap();
        assert_eq!(replica.outcome(&id).await, Some(Outcome::Pending));
        UsedAttempts::end(&fixture.store, &id, outcome).await;
        assert_eq!(replica.outcome(&id).await, Some(outcome));
    }
    UsedAttempts::end(&fixture.store, "unknown", Outcome::Succeeded).await;
    assert_eq!(replica.outcome("unknown").await, None);
}

/// Redis deletes by its own clock, which the test does not move.
async fn sessions_that_are_over_are_swept_and_no_others(fixture: Fixture) {
    let over = fixture.create().await;
    fixture.wait(TimeDelta::minutes(31));
    let living = fixture.create().await;
    fixture.store.delete_expired().await.unwrap();
    assert!(fixture.lives(&living).await && !fixture.lives(&over).await);
}
