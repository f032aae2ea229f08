//! Secrets, issuers and versions.

use super::{on_every_store, *};

on_every_store![
    a_record_sealed_with_another_secret_is_no_session,
    f6_a_session_of_another_issuer_or_another_client_is_none,
    f13_sessions_outlive_a_rotation_of_the_secret_and_are_sealed_anew_when_renewed,
    f7_a_record_that_this_version_cannot_read_is_kept_but_does_not_last,
];

async fn a_record_sealed_with_another_secret_is_no_session(fixture: Fixture) {
    let record = fixture.create().await;
    let secrets = CookieKeys::from(Key::generate());
    let other = environment("https://issuer", "client");
    assert!(!lives(&fixture.replica(&secrets, &other), &record).await);
    assert!(lives(&fixture.replica(&fixture.secrets, &other), &record).await);
}

async fn f6_a_session_of_another_issuer_or_another_client_is_none(fixture: Fixture) {
    let record = fixture.create().await;
    for (issuer, client_id) in [
        ("https://other", "client"),
        ("https://issuer", "other"),
        ("https://issuer/", "client"),
        ("https://issuerc", "lient"),
    ] {
        let other = environment(issuer, client_id);
        let store = fixture.replica(&fixture.secrets, &other);
        assert!(!lives(&store, &record).await, "{issuer} {client_id}");
    }
    assert!(fixture.lives(&record).await);
}

async fn f13_sessions_outlive_a_rotation_of_the_secret_and_are_sealed_anew_when_renewed(
    fixture: Fixture,
) {
    let (used, left) = (fixture.create().await, fixture.create().await);
    let (old, new) = (fixture.secrets.current.clone(), Key::generate());
    let environment = environment("https://issuer", "client");
    let rotating = CookieKeys {
        current: new.clone(),
        previous: Some(old.clone()),
    };
    let store = fixture.replica(&rotating, &environment);
    fixture.wait(TimeDelta::minutes(2));
    assert!(lives(&store.without_renewal(), &left).await);
    let loaded = store.load(&used.id).await.unwrap().unwrap();
    assert_eq!(loaded.data["key"], "value");

    let after = fixture.replica(&new.into(), &environment);
    assert!(lives(&after, &used).await);
    assert!(!lives(&after, &left).await);
    let before = fixture.replica(&old.into(), &environment);
    assert!(!lives(&before, &used).await);
}

/// A record of another version must still allow a logout, an expiry, and a later version to read
/// it.
async fn f7_a_record_that_this_version_cannot_read_is_kept_but_does_not_last(fixture: Fixture) {
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
