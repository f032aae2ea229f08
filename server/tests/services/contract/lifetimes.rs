//! When a session ends.

use super::{on_every_store, *};
use proconnect::web::SESSION_END;

on_every_store![
    a_session_is_loaded_with_the_saved_data,
    the_id_is_minted_when_the_session_is_created,
    a_save_does_not_bring_a_deleted_session_back,
    a_session_ends_when_it_is_left_idle,
    a_session_ends_after_its_absolute_lifetime_however_it_is_used,
    a_session_that_is_only_asked_about_ends_no_later_and_its_end_is_returned,
    the_returned_end_is_never_after_the_absolute_lifetime,
    f14_lowered_lifetimes_end_living_sessions_and_raised_ones_revive_none,
    f14_an_agent_who_goes_on_stays_signed_in_however_short_the_idle_lifetime,
    a_time_that_is_still_to_come_counts_as_now,
];

async fn a_session_is_loaded_with_the_saved_data(fixture: Fixture) {
    let mut record = fixture.create().await;
    record.data.insert("key".to_owned(), "other".into());
    fixture.store.save(&record).await.unwrap();
    let mut loaded = fixture.store.load(&record.id).await.unwrap().unwrap();
    assert!(loaded.data.remove(SESSION_END).is_some());
    // A marker for the rest of the request that created the session.
    assert!(record.data.remove("session_store.created").is_some());
    assert_eq!(loaded.data, record.data);
}

async fn the_id_is_minted_when_the_session_is_created(fixture: Fixture) {
    let (one, other) = (fixture.create().await, fixture.create().await);
    assert_ne!(one.id, Id(7));
    assert_ne!(one.id, other.id);
    assert!(fixture.store.load(&Id(7)).await.unwrap().is_none());
}

async fn a_save_does_not_bring_a_deleted_session_back(fixture: Fixture) {
    let record = fixture.create().await;
    fixture.store.delete(&record.id).await.unwrap();
    fixture.store.save(&record).await.unwrap();
    assert!(!fixture.lives(&record).await);
}

async fn a_session_ends_when_it_is_left_idle(fixture: Fixture) {
    let (left, used) = (fixture.create().await, fixture.create().await);
    fixture.wait(TimeDelta::minutes(20));
    assert!(fixture.lives(&used).await);
    fixture.wait(TimeDelta::minutes(20));
    assert!(fixture.lives(&used).await);
    assert!(!fixture.lives(&left).await);
}

async fn a_session_ends_after_its_absolute_lifetime_however_it_is_used(fixture: Fixture) {
    let record = fixture.create().await;
    for _ in 0..12 * 3 - 1 {
        fixture.wait(TimeDelta::minutes(20));
        assert!(fixture.lives(&record).await);
    }
    fixture.wait(TimeDelta::minutes(20));
    assert!(!fixture.lives(&record).await);
}

async fn a_session_that_is_only_asked_about_ends_no_later_and_its_end_is_returned(
    fixture: Fixture,
) {
    let record = fixture.create().await;
    let begun = fixture.now.lock().unwrap().timestamp();
    let asking = fixture.store.without_renewal();
    let end = async |store: &AgentSessions| {
        let loaded = store.load(&record.id).await.unwrap();
        loaded.map(|loaded| loaded.data[SESSION_END].as_i64().unwrap() - begun)
    };
    fixture.wait(TimeDelta::minutes(20));
    assert_eq!(end(&asking).await, Some(30 * 60));
    assert_eq!(end(&fixture.store).await, Some(50 * 60));
    assert_eq!(end(&asking).await, Some(50 * 60));
    fixture.wait(TimeDelta::minutes(30));
    assert_eq!(end(&asking).await, None);
}

async fn the_returned_end_is_never_after_the_absolute_lifetime(fixture: Fixture) {
    let record = fixture.create().await;
    for _ in 0..36 - 1 {
        fixture.wait(TimeDelta::minutes(20));
        assert!(fixture.lives(&record).await);
    }
    let loaded = fixture.store.load(&record.id).await.unwrap().unwrap();
    let left = loaded.data[SESSION_END].as_i64().unwrap() - fixture.now();
    assert_eq!(left, 20 * 60);
}

async fn f14_lowered_lifetimes_end_living_sessions_and_raised_ones_revive_none(fixture: Fixture) {
    let record = fixture.create().await;
    fixture.wait(TimeDelta::minutes(20));
    for (idle, absolute, lives_on) in [
        (30, 720, true),
        (21, 720, true),
        (20, 720, false),
        (5, 720, false),
        (30, 20, false),
        (30, 21, true),
    ] {
        let store = fixture.with_rules(idle, absolute, None);
        let asking = store.without_renewal();
        assert_eq!(lives(&asking, &record).await, lives_on, "{idle} {absolute}");
    }
    let lowered = fixture.with_rules(25, 720, None).without_renewal();
    let end = lowered.load(&record.id).await.unwrap().unwrap().data[SESSION_END].clone();
    assert_eq!(end.as_i64().unwrap() - fixture.now(), 5 * 60);
    fixture.wait(TimeDelta::minutes(11));
    let raised = fixture.with_rules(600, 7200, None);
    assert!(!lives(&raised, &record).await);
}

async fn f14_an_agent_who_goes_on_stays_signed_in_however_short_the_idle_lifetime(
    fixture: Fixture,
) {
    let store = fixture.with_rules(1, 720, None);
    let mut begun = record(json!({"key": "value"}));
    store.create(&mut begun).await.unwrap();
    for _ in 0..60 {
        fixture.wait(TimeDelta::seconds(20));
        assert!(lives(&store, &begun).await);
    }
    fixture.wait(TimeDelta::seconds(60));
    assert!(!lives(&store, &begun).await);
}

/// A clock that was ahead for a moment does not make the idle lifetime longer.
async fn a_time_that_is_still_to_come_counts_as_now(fixture: Fixture) {
    fixture.wait(TimeDelta::hours(3));
    let record = fixture.create().await;
    fixture.wait(TimeDelta::hours(-3));
    let loaded = fixture.store.load(&record.id).await.unwrap().unwrap();
    let left = loaded.data[SESSION_END].as_i64().unwrap() - fixture.now();
    assert_eq!(left, 30 * 60);
    fixture.wait(TimeDelta::minutes(31));
    assert!(!fixture.lives(&record).await);
}
