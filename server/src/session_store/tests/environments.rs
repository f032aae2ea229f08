use super::*;

#[tokio::test]
async fn a_record_sealed_with_another_secret_is_no_session() {
    let fixture = Fixture::new().await;
    let record = fixture.create().await;
    let secrets = CookieKeys::from(Key::generate());
    let other = environment("https://issuer", "client");
    assert!(!lives(&fixture.again(&secrets, &other).await, &record).await);
    assert!(lives(&fixture.again(&fixture.secrets, &other).await, &record).await);
}

#[tokio::test]
async fn f6_a_session_of_another_issuer_or_another_client_is_none() {
    let fixture = Fixture::new().await;
    let record = fixture.create().await;
    for (issuer, client_id) in [
        ("https://other", "client"),
        ("https://issuer", "other"),
        ("https://issuer/", "client"),
        ("https://issuerc", "lient"),
    ] {
        let other = environment(issuer, client_id);
        let store = fixture.again(&fixture.secrets, &other).await;
        assert!(!lives(&store, &record).await, "{issuer} {client_id}");
    }
    assert!(fixture.lives(&record).await);
}

#[tokio::test]
async fn f13_sessions_outlive_a_rotation_of_the_secret_and_are_sealed_anew_when_renewed() {
    let fixture = Fixture::new().await;
    let (used, left) = (fixture.create().await, fixture.create().await);
    let (old, new) = (fixture.secrets.current.clone(), Key::generate());
    let environment = environment("https://issuer", "client");
    let rotating = CookieKeys {
        current: new.clone(),
        previous: Some(old.clone()),
    };
    let store = fixture.again(&rotating, &environment).await;
    fixture.wait(TimeDelta::minutes(2));
    assert!(lives(&store.without_renewal(), &left).await);
    let loaded = store.load(&used.id).await.unwrap().unwrap();
    assert_eq!(loaded.data["key"], "value");

    let after = fixture.again(&new.into(), &environment).await;
    assert!(lives(&after, &used).await);
    assert!(!lives(&after, &left).await);
    let before = fixture.again(&old.into(), &environment).await;
    assert!(!lives(&before, &used).await);
}

/// A record of another version must still allow a logout, an expiry, and a later version to read
/// it.
#[tokio::test]
async fn f7_a_record_that_this_version_cannot_read_is_kept_but_does_not_last() {
    let fixture = Fixture::new().await;
    let mut records = Vec::new();
    for signed_in in [
        json!({"identity": {"sub": 7}}),
        json!({"since": 0}),
        json!("text"),
        json!([]),
        Value::Null,
    ] {
        let mut record = record(json!({"signed_in": signed_in}));
        fixture.store.create(&mut record).await.unwrap();
        records.push(record);
    }
    fixture.wait(TimeDelta::minutes(20));
    for record in &records {
        assert!(fixture.lives(record).await);
    }
    fixture.wait(TimeDelta::minutes(11));
    for record in &records {
        assert!(!fixture.lives(record).await, "{:?}", record.data);
    }
}

#[tokio::test]
async fn f7_an_unreadable_record_is_no_session() {
    let fixture = Fixture::new().await;
    for text in ["", "[]", "7", "{", "\"text\"", "{\"a\":1}trailing"] {
        let record = fixture.create().await;
        let row = hash(record.id);
        let close = |column, text: &[u8]| fixture.store.seal.close(&row, column, text).unwrap();
        let (mut connection, life) = (fixture.connection().await, Life::beginning(0, &LIFETIMES));
        let update = "UPDATE sessions SET sealed_record = ?2 WHERE id_hash = ?1";
        sqlx::query(update)
            .bind(row.as_slice())
            .bind(close(Column::Record, text.as_bytes()))
            .execute(&mut connection)
            .await
            .unwrap();
        assert!(!fixture.lives(&record).await, "{text}");

        let record = fixture.create().await;
        let row = hash(record.id);
        let life = [life.to_bytes(), text.as_bytes().to_vec(), vec![0]].concat();
        let life = fixture.store.seal.close(&row, Column::Life, &life).unwrap();
        sqlx::query("UPDATE sessions SET sealed_life = ?2 WHERE id_hash = ?1")
            .bind(row.as_slice())
            .bind(life)
            .execute(&mut connection)
            .await
            .unwrap();
        assert!(!fixture.lives(&record).await, "{text}");
    }
}
