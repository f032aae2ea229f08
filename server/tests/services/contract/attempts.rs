//! Used login attempts, and the purge.

use super::{on_every_store, *};
use proconnect::{Outcome, UsedAttempts, web::ATTEMPT_SUCCEEDED};

on_every_store![
    an_attempt_is_used_once_by_all_replicas_together,
    another_replica_learns_how_a_login_ended,
    a_session_that_begins_is_written_together_with_the_success_of_its_login,
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

async fn a_session_that_begins_is_written_together_with_the_success_of_its_login(fixture: Fixture) {
    let now = *fixture.now.lock().unwrap();
    let used = async |id: &str| {
        let begun = UsedAttempts::begin(&fixture.store, id, now, now + TimeDelta::minutes(10));
        assert!(begun.await.unwrap());
    };
    let login = |attempt: Option<&str>| {
        let left_at = now.timestamp() - 5;
        let browser = json!({"id": "browser", "login": "login", "left_at": left_at});
        let mut record = login("angela", Some(browser), None);
        if let Some(attempt) = attempt {
            let labels = record.data["proconnect.labels"].as_str().unwrap();
            let mut labels: Value = serde_json::from_str(labels).unwrap();
            labels["attempt"] = attempt.into();
            let labels = labels.to_string().into();
            record.data.insert("proconnect.labels".to_owned(), labels);
        }
        record
    };
    used("first").await;
    let mut first = login(Some("first"));
    fixture.store.create(&mut first).await.unwrap();
    assert!(first.data.contains_key(ATTEMPT_SUCCEEDED));
    let outcome = fixture.store.outcome("first").await;
    assert_eq!(outcome, Some(Outcome::Succeeded));
    fixture.store.save(&first).await.unwrap();
    let read = fixture.store.load(&first.id).await.unwrap().unwrap();
    assert!(!read.data.contains_key(ATTEMPT_SUCCEEDED));

    // No session begins: its login records the success itself.
    used("second").await;
    let mut second = login(Some("second"));
    fixture.store.create(&mut second).await.unwrap();
    assert!(second.data.contains_key(ALREADY_BEGUN));
    assert!(!second.data.contains_key(ATTEMPT_SUCCEEDED));
    let outcome = fixture.store.outcome("second").await;
    assert_eq!(outcome, Some(Outcome::Pending));

    // No attempt is created: one that was forgotten stays so.
    fixture.wait(TimeDelta::minutes(5));
    let mut third = login(Some("forgotten"));
    fixture.store.create(&mut third).await.unwrap();
    assert_eq!(fixture.store.outcome("forgotten").await, None);
    let mut without = login(None);
    without.data.remove("proconnect.labels");
    fixture.store.create(&mut without).await.unwrap();
    assert!(!without.data.contains_key(ATTEMPT_SUCCEEDED));
}

/// Redis deletes by its own clock, which the test does not move.
async fn sessions_that_are_over_are_swept_and_no_others(fixture: Fixture) {
    let over = fixture.create().await;
    fixture.wait(TimeDelta::minutes(31));
    let living = fixture.create().await;
    fixture.store.delete_expired().await.unwrap();
    assert!(fixture.lives(&living).await && !fixture.lives(&over).await);
}
