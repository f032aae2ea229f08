use super::*;

#[tokio::test]
async fn a_session_is_loaded_with_the_saved_data() {
    let fixture = Fixture::new().await;
    let mut record = fixture.create().await;
    record.data.insert("key".to_owned(), "other".into());
    fixture.store.save(&record).await.unwrap();
    let mut loaded = fixture.store.load(&record.id).await.unwrap().unwrap();
    assert!(loaded.data.remove(SESSION_END).is_some());
    // A marker for the rest of the request that created the session.
    assert!(record.data.remove("session_store.created").is_some());
    assert_eq!(loaded.data, record.data);
}

#[tokio::test]
async fn the_id_is_minted_when_the_session_is_created() {
    let fixture = Fixture::new().await;
    let (one, other) = (fixture.create().await, fixture.create().await);
    assert_ne!(one.id, Id(7));
    assert_ne!(one.id, other.id);
    assert!(fixture.store.load(&Id(7)).await.unwrap().is_none());
}

#[tokio::test]
async fn a_save_does_not_bring_a_deleted_session_back() {
    let fixture = Fixture::new().await;
    let record = fixture.create().await;
    fixture.store.delete(&record.id).await.unwrap();
    fixture.store.save(&record).await.unwrap();
    assert!(!fixture.lives(&record).await);
}

#[tokio::test]
async fn a_session_ends_when_it_is_left_idle() {
    let fixture = Fixture::new().await;
    let (left, used) = (fixture.create().await, fixture.create().await);
    fixture.wait(TimeDelta::minutes(20));
    assert!(fixture.lives(&used).await);
    fixture.wait(TimeDelta::minutes(20));
    assert!(fixture.lives(&used).await);
    assert!(!fixture.lives(&left).await);
}

#[tokio::test]
async fn a_session_ends_after_its_absolute_lifetime_however_it_is_used() {
    let fixture = Fixture::new().await;
    let record = fixture.create().await;
    for _ in 0..12 * 3 - 1 {
        fixture.wait(TimeDelta::minutes(20));
        assert!(fixture.lives(&record).await);
    }
    fixture.wait(TimeDelta::minutes(20));
    assert!(!fixture.lives(&record).await);
}

#[tokio::test]
async fn a_session_that_is_only_asked_about_ends_no_later_and_its_end_is_returned() {
    let fixture = Fixture::new().await;
    let record = fixture.create().await;
    let begun = fixture.now.lock().unwrap().timestamp();
    let asking = fixture.store.without_renewal();
    let end = async |store: &SqliteSessionStore| {
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

#[tokio::test]
async fn the_returned_end_is_never_after_the_absolute_lifetime() {
    let fixture = Fixture::new().await;
    let record = fixture.create().await;
    for _ in 0..36 - 1 {
        fixture.wait(TimeDelta::minutes(20));
        assert!(fixture.lives(&record).await);
    }
    let loaded = fixture.store.load(&record.id).await.unwrap().unwrap();
    let left = loaded.data[SESSION_END].as_i64().unwrap() - fixture.store.now();
    assert_eq!(left, 20 * 60);
}

#[tokio::test]
async fn sessions_that_are_over_are_swept_and_no_others() {
    let fixture = Fixture::new().await;
    fixture.create().await;
    fixture.wait(TimeDelta::minutes(31));
    let living = fixture.create().await;
    assert_eq!(fixture.store.delete_expired().await.unwrap(), 1);
    assert!(fixture.lives(&living).await);
}

#[tokio::test]
async fn the_table_holds_neither_the_id_nor_the_data_in_clear() {
    let fixture = Fixture::new().await;
    let record = fixture.create().await;
    let (hash, sealed): (Vec<u8>, Vec<u8>) =
        sqlx::query_as("SELECT id_hash, sealed_record FROM sessions")
            .fetch_one(&mut fixture.connection().await)
            .await
            .unwrap();
    assert_ne!(hash, record.id.0.to_le_bytes());
    assert!(!String::from_utf8_lossy(&sealed).contains("value"));
}

/// The seals decide, not the columns.
#[tokio::test]
async fn f11_writing_the_table_makes_no_session_last_longer() {
    let fixture = Fixture::new().await;
    let record = fixture.create().await;
    fixture.wait(TimeDelta::minutes(29));
    let life = "SELECT sealed_life FROM sessions";
    let life: Vec<u8> = sqlx::query_scalar(life)
        .fetch_one(&mut fixture.connection().await)
        .await
        .unwrap();
    fixture.wait(TimeDelta::minutes(2));
    assert!(!fixture.lives(&record).await);
    let later = fixture.store.now() + 100_000;
    fixture
        .execute(&format!("UPDATE sessions SET purge_at = {later}"))
        .await;
    assert!(!fixture.lives(&record).await);

    // The times of another session, which is alive.
    let other = fixture.create().await;
    let mut connection = fixture.connection().await;
    for column in ["sealed_life", "sealed_record"] {
        let copy = format!(
            "UPDATE sessions SET {column} = (SELECT {column} FROM sessions ORDER BY rowid DESC)
             WHERE rowid = (SELECT min(rowid) FROM sessions)"
        );
        fixture.execute(&copy).await;
        assert!(!fixture.lives(&record).await, "{column}");
    }
    assert!(fixture.lives(&other).await);

    // Its own times again, from a copy of the table: the session ends when they state.
    sqlx::query("UPDATE sessions SET sealed_life = ?1")
        .bind(life)
        .execute(&mut connection)
        .await
        .unwrap();
    assert!(!fixture.lives(&record).await);
}

#[tokio::test]
async fn f14_lowered_lifetimes_end_living_sessions_and_raised_ones_revive_none() {
    let fixture = Fixture::new().await;
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
        let store = fixture.with_lifetimes(idle, absolute).await;
        let asking = store.without_renewal();
        assert_eq!(lives(&asking, &record).await, lives_on, "{idle} {absolute}");
    }
    let lowered = fixture.with_lifetimes(25, 720).await.without_renewal();
    let end = lowered.load(&record.id).await.unwrap().unwrap().data[SESSION_END].clone();
    assert_eq!(end.as_i64().unwrap() - lowered.now(), 5 * 60);
    fixture.wait(TimeDelta::minutes(11));
    let raised = fixture.with_lifetimes(600, 7200).await;
    assert!(!lives(&raised, &record).await);
}

#[tokio::test]
async fn f14_an_agent_who_goes_on_stays_signed_in_however_short_the_idle_lifetime() {
    let fixture = Fixture::new().await;
    let store = fixture.with_lifetimes(1, 720).await;
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
#[tokio::test]
async fn a_time_that_is_still_to_come_counts_as_now() {
    let fixture = Fixture::new().await;
    fixture.wait(TimeDelta::hours(3));
    let record = fixture.create().await;
    fixture.wait(TimeDelta::hours(-3));
    let loaded = fixture.store.load(&record.id).await.unwrap().unwrap();
    let left = loaded.data[SESSION_END].as_i64().unwrap() - fixture.store.now();
    assert_eq!(left, 30 * 60);
    fixture.wait(TimeDelta::minutes(31));
    assert!(!fixture.lives(&record).await);
}
