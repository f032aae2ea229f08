//! The two lifetimes of a session, and clocks that jump.

use super::*;

#[tokio::test]
async fn s10_a_session_without_requests_ends_after_the_idle_lifetime() {
    let fixture = Fixture::new().await;
    let (idle, used) = (fixture.create().await, fixture.create().await);
    for _ in 0..3 {
        fixture.wait(TimeDelta::minutes(29));
        assert!(fixture.lives(&used).await);
    }
    assert!(!fixture.lives(&idle).await);
    fixture.wait(TimeDelta::minutes(29));
    assert!(fixture.lives(&used).await);
    fixture.wait(TimeDelta::minutes(30));
    assert!(!fixture.lives(&used).await, "to the second");
}

#[tokio::test]
async fn s11_a_session_in_use_ends_after_the_absolute_lifetime() {
    let fixture = Fixture::new().await;
    let record = fixture.create().await;
    for _ in 0..35 {
        fixture.wait(TimeDelta::minutes(20));
        assert!(fixture.lives(&record).await);
    }
    fixture.wait(TimeDelta::minutes(20));
    assert!(!fixture.lives(&record).await, "12 hours");
}

#[tokio::test]
async fn s12_a_session_that_ends_during_a_request_is_not_restored_by_its_save() {
    let fixture = Fixture::new().await;
    let record = fixture.create().await;
    fixture.wait(TimeDelta::minutes(29));
    let store = fixture.store.without_renewal();
    let mut loaded = store.load(&record.id).await.unwrap().unwrap();
    fixture.wait(TimeDelta::minutes(2));
    loaded.data.insert("key".to_owned(), "other".into());
    store.save(&loaded).await.unwrap();
    assert!(!fixture.lives(&record).await);
    assert_eq!(fixture.store.delete_expired().await.unwrap(), 1);
    store.save(&loaded).await.unwrap();
    assert_eq!(fixture.rows().await, 0);
}

/// An hour forward is an hour without requests. An hour back makes no session last longer than its lifetimes,
/// and signs nobody out.
#[tokio::test]
async fn s25_a_clock_that_jumps_by_an_hour_makes_no_session_last_longer() {
    let fixture = Fixture::new().await;
    let record = fixture.create().await;
    fixture.wait(TimeDelta::hours(1));
    assert!(!fixture.lives(&record).await);
    // The clock was ahead, and is set right again.
    let ahead = fixture.create().await;
    fixture.wait(TimeDelta::hours(-1));
    assert!(fixture.lives(&ahead).await);
    assert!(fixture.lives(&record).await, "it did not end then");
    for record in [&ahead, &record] {
        let loaded = fixture.store.load(&record.id).await.unwrap().unwrap();
        let left = loaded.data[SESSION_END].as_i64().unwrap() - fixture.store.now();
        assert!(left <= 30 * 60, "{left}");
    }
    fixture.wait(TimeDelta::minutes(31));
    assert!(!fixture.lives(&record).await);
    assert!(!fixture.lives(&ahead).await);
}

/// A rolling restart, or a rollback, runs two versions on one store. A record of the other one is read where it
/// can be, and is otherwise no session: never an error, and never a panic.
#[tokio::test]
async fn s26_a_row_of_another_version_is_read_or_ignored() {
    let fixture = Fixture::new().await;
    // Members that this version does not know stay as they are.
    let mut newer = record(json!({"key": "value", "of_a_newer_version": {"list": [1, 2]}}));
    fixture.store.create(&mut newer).await.unwrap();
    let loaded = fixture.store.load(&newer.id).await.unwrap().unwrap();
    assert_eq!(loaded.data["of_a_newer_version"], json!({"list": [1, 2]}));
    // A life of other parts, sealed with the right secret.
    for length in [0, 8, 24, 40, 33] {
        let record = fixture.create().await;
        let reference = SessionReference::of(record.id);
        let row = reference.as_str();
        let life = vec![1; length];
        let sealed = fixture
            .store
            .seal
            .close(row.as_bytes(), Column::Life, &life);
        sqlx::query("UPDATE agent_sessions SET sealed_life = $2 WHERE reference = $1")
            .bind(row)
            .bind(sealed.unwrap())
            .execute(&mut fixture.connection().await)
            .await
            .unwrap();
        assert!(!fixture.lives(&record).await, "{length}");
    }
    assert!(fixture.lives(&newer).await);
}
