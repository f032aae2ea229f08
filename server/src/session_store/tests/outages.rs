use super::*;

const REFUSE_UPDATES: &str = "CREATE TRIGGER full BEFORE UPDATE ON agent_sessions
    BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END";
const REFUSE_INSERTS: &str = "CREATE TRIGGER full BEFORE INSERT ON agent_sessions
    BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END";

#[tokio::test]
async fn m2_a_session_that_was_read_stays_read_when_it_cannot_be_renewed() {
    let fixture = Fixture::new().await;
    let record = fixture.create().await;
    fixture.wait(TimeDelta::minutes(2));
    fixture.execute(REFUSE_UPDATES).await;
    assert!(fixture.lives(&record).await);
    // The page shows the true end of the session.
    let loaded = fixture.store.load(&record.id).await.unwrap().unwrap();
    let left = loaded.data[SESSION_END].as_i64().unwrap() - fixture.store.now();
    assert_eq!(left, 28 * 60);
    fixture.execute("DROP TRIGGER full").await;
    fixture.wait(TimeDelta::minutes(27));
    assert!(fixture.lives(&record).await);
    fixture.wait(TimeDelta::minutes(29));
    assert!(fixture.lives(&record).await);
}

#[tokio::test]
async fn m2_readers_do_not_stand_behind_writers_that_wait() {
    let fixture = Fixture::new().await;
    let (record, due) = (fixture.create().await, fixture.create().await);
    fixture.wait(TimeDelta::minutes(2));
    assert!(fixture.lives(&record).await);
    let mut lock = fixture.connection().await;
    sqlx::raw_sql("BEGIN IMMEDIATE")
        .execute(&mut lock)
        .await
        .unwrap();
    let waiting: Vec<_> = (0..20)
        .map(|_| {
            let store = fixture.store.clone();
            tokio::spawn(async move { store.create(&mut super::record(json!({}))).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(100)).await;
    for _ in 0..40 {
        assert!(fixture.lives(&record).await);
    }
    assert!(waiting.iter().all(|writer| !writer.is_finished()));
    // A session that is due for renewal is served without it.
    for _ in 0..10 {
        assert!(fixture.lives(&due).await);
    }
    for waiting in waiting {
        assert!(waiting.await.unwrap().is_err());
    }
    sqlx::raw_sql("ROLLBACK").execute(&mut lock).await.unwrap();
    fixture.create().await;
}

#[tokio::test]
async fn m2_r20_a_store_that_cannot_be_written_is_not_ready_and_is_again_afterwards() {
    let fixture = Fixture::new().await;
    let probe = Probe::new(Arc::new(SqlRows(fixture.database.clone())));
    assert!(probe.ask().await.is_ok());
    fixture.execute(REFUSE_INSERTS).await;
    // At most one probe a second: the answer is reused.
    assert!(probe.ask().await.is_ok());
    tokio::time::sleep(Duration::from_millis(1100)).await;
    assert!(probe.ask().await.is_err());
    fixture.execute("DROP TRIGGER full").await;
    assert!(check(&fixture.database).await.is_ok());
    assert_eq!(fixture.rows().await, 0);

    let mut lock = fixture.connection().await;
    let begin = sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut lock);
    begin.await.unwrap();
    assert!(check(&fixture.database).await.is_err());
    sqlx::raw_sql("ROLLBACK").execute(&mut lock).await.unwrap();
    assert!(check(&fixture.database).await.is_ok());
}

#[tokio::test]
async fn m2_a_table_of_another_shape_under_the_server_is_not_ready() {
    let fixture = Fixture::new().await;
    fixture
        .execute("ALTER TABLE agent_sessions DROP COLUMN sealed_life")
        .await;
    assert!(check(&fixture.database).await.is_err());
    assert!(fixture.store.create(&mut record(json!({}))).await.is_err());
}

#[tokio::test]
async fn l7_a_session_is_written_once_when_it_begins() {
    let fixture = Fixture::new().await;
    fixture.execute(REFUSE_UPDATES).await;
    let mut record = fixture.create().await;
    // The layer of `tower-sessions` does this after the response.
    record.expiry_date += time::Duration::weeks(2);
    fixture.store.save(&record).await.unwrap();
    fixture.execute("DROP TRIGGER full").await;
    record.data.insert("key".to_owned(), "other".into());
    fixture.store.save(&record).await.unwrap();
    let loaded = fixture.store.load(&record.id).await.unwrap().unwrap();
    assert_eq!(loaded.data["key"], "other");
    assert_eq!(loaded.data.len(), 2, "{:?}", loaded.data.keys());
}

/// When the disk is full, SQLite ends the transaction by itself.
#[tokio::test]
async fn m2_r20_a_store_without_room_is_not_ready_and_serves_again_when_there_is_some() {
    let fixture = Fixture::new().await;
    let record = fixture.create().await;
    let writer = fixture.writer().await;
    let limit = async |pages: i64| {
        let limit = format!("PRAGMA max_page_count = {pages}");
        let limit = sqlx::query(&limit).execute(&writer).await;
        limit.unwrap();
    };
    limit(1).await;
    let mut begun = 0;
    while begins(&fixture.store).await {
        begun += 1;
    }
    assert!(begun < 10);
    assert!(check(&fixture.database).await.is_err());
    assert!(check(&fixture.database).await.is_err());
    assert!(!begins(&fixture.store).await);
    assert!(fixture.lives(&record).await);
    limit(1_000_000).await;
    assert!(check(&fixture.database).await.is_ok());
    assert!(begins(&fixture.store).await);
}

async fn begins(store: &AgentSessions) -> bool {
    let mut record = record(json!({"key": "value".repeat(300)}));
    store.create(&mut record).await.is_ok()
}

#[tokio::test]
async fn a_login_that_is_cancelled_halfway_blocks_no_other() {
    let fixture = Fixture::new().await;
    for micros in (0..2000).step_by(25) {
        let given_up = Duration::from_micros(micros);
        let _ = tokio::time::timeout(given_up, begins(&fixture.store)).await;
    }
    fixture.create().await;
    fixture.execute("BEGIN IMMEDIATE; COMMIT").await;
}

/// SQLite deletes its log with the last connection, and a cancelled request may close its
/// connection.
#[tokio::test]
async fn a_pool_that_loses_its_connections_loses_no_file() {
    let fixture = Fixture::new().await;
    for _ in 0..3 {
        let Pool::Sqlite(readers) = fixture.database.reader().await.unwrap() else {
            panic!("the database is SQLite");
        };
        for pool in [&fixture.writer().await, &readers] {
            let connection = pool.acquire().await.unwrap();
            connection.close().await.unwrap();
        }
        let record = fixture.create().await;
        assert!(fixture.lives(&record).await);
    }
}
