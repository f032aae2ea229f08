//! A session whose row is changed behind the store.

use super::*;

#[tokio::test]
async fn the_table_holds_neither_the_id_nor_the_data_in_clear() {
    let fixture = Fixture::new().await;
    let record = fixture.create().await;
    let (reference, sealed): (String, Vec<u8>) =
        sqlx::query_as("SELECT reference, sealed_record FROM agent_sessions")
            .fetch_one(&mut fixture.connection().await)
            .await
            .unwrap();
    let id = record.id.0;
    for shown in [
        format!("{id:032x}"),
        format!("{:032x}", id.swap_bytes()),
        record.id.to_string(),
    ] {
        assert!(!reference.contains(&shown));
    }
    assert!(!String::from_utf8_lossy(&sealed).contains("value"));
}

#[tokio::test]
async fn f7_an_unreadable_record_is_no_session() {
    let fixture = Fixture::new().await;
    for text in ["", "[]", "7", "{", "\"text\"", "{\"a\":1}trailing"] {
        let record = fixture.create().await;
        let row = SessionReference::of(record.id);
        let close = |column, text: &[u8]| {
            fixture
                .store
                .seal
                .close(row.as_str().as_bytes(), column, text)
                .unwrap()
        };
        let (mut connection, life) = (fixture.connection().await, Life::beginning(0, &LIFETIMES));
        let update = "UPDATE agent_sessions SET sealed_record = ?2 WHERE reference = ?1";
        sqlx::query(update)
            .bind(row.as_str())
            .bind(close(Column::Record, text.as_bytes()))
            .execute(&mut connection)
            .await
            .unwrap();
        assert!(!fixture.lives(&record).await, "{text}");

        let record = fixture.create().await;
        let row = SessionReference::of(record.id);
        let life = [life.to_bytes(), text.as_bytes().to_vec(), vec![0]].concat();
        let life = fixture
            .store
            .seal
            .close(row.as_str().as_bytes(), Column::Life, &life)
            .unwrap();
        sqlx::query("UPDATE agent_sessions SET sealed_life = ?2 WHERE reference = ?1")
            .bind(row.as_str())
            .bind(life)
            .execute(&mut connection)
            .await
            .unwrap();
        assert!(!fixture.lives(&record).await, "{text}");
    }
}

/// The seals decide, not the columns.
#[tokio::test]
async fn f11_writing_the_table_makes_no_session_last_longer() {
    let fixture = Fixture::new().await;
    let record = fixture.create().await;
    fixture.wait(TimeDelta::minutes(29));
    let life = "SELECT sealed_life FROM agent_sessions";
    let life: Vec<u8> = sqlx::query_scalar(life)
        .fetch_one(&mut fixture.connection().await)
        .await
        .unwrap();
    fixture.wait(TimeDelta::minutes(2));
    assert!(!fixture.lives(&record).await);
    let later = fixture.store.now() + 100_000;
    fixture
        .execute(&format!("UPDATE agent_sessions SET purge_at = {later}"))
        .await;
    assert!(!fixture.lives(&record).await);

    // The times of another session, which is alive.
    let other = fixture.create().await;
    let mut connection = fixture.connection().await;
    for column in ["sealed_life", "sealed_record"] {
        let copy = format!(
            "UPDATE agent_sessions SET {column} = (SELECT {column} FROM agent_sessions ORDER BY rowid DESC)
             WHERE rowid = (SELECT min(rowid) FROM agent_sessions)"
        );
        fixture.execute(&copy).await;
        assert!(!fixture.lives(&record).await, "{column}");
    }
    assert!(fixture.lives(&other).await);

    // Its own times again, from a copy of the table: the session ends when they state.
    sqlx::query("UPDATE agent_sessions SET sealed_life = ?1")
        .bind(life)
        .execute(&mut connection)
        .await
        .unwrap();
    assert!(!fixture.lives(&record).await);
}
