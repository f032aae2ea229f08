use super::*;
use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
};

fn assert_private(path: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mode = fs::metadata(beside(path, suffix)).unwrap().mode();
        assert_eq!(mode & 0o777, 0o600, "{suffix}");
    }
}

#[tokio::test]
async fn f12_other_users_cannot_read_the_files_new_or_old() {
    let fixture = Fixture::new().await;
    fixture.create().await;
    assert_private(&fixture.path);

    let path = unused_path();
    fs::write(&path, "").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
    let store = open_at(&path).await.unwrap();
    assert_private(&path);
    for suffix in ["", "-wal", "-shm"] {
        let public = fs::Permissions::from_mode(0o644);
        fs::set_permissions(beside(&path, suffix), public).unwrap();
    }
    let again = open_at(&path).await.unwrap();
    assert_private(&path);
    drop((store, again));
}

#[tokio::test]
async fn f12_a_write_reaches_the_disk_and_a_deleted_row_is_overwritten() {
    let fixture = Fixture::new().await;
    let writer = &fixture.writer().await;
    for (pragma, value) in [("synchronous", 2), ("secure_delete", 1)] {
        let query = format!("PRAGMA {pragma}");
        let set: i64 = sqlx::query_scalar(&query).fetch_one(writer).await.unwrap();
        assert_eq!(set, value, "{pragma}");
    }
}

async fn pragma(pool: &SqlitePool, name: &str) -> i64 {
    let query = format!("PRAGMA {name}");
    sqlx::query_scalar(&query).fetch_one(pool).await.unwrap()
}

#[tokio::test]
async fn f12_a_purge_does_not_wait_for_the_disk_and_requests_do_even_after_a_purge_that_failed() {
    let fixture = Fixture::new().await;
    fixture.create().await;
    let sync = async || {
        let (Pool::Sqlite(purger), turn) = fixture.database.purger().await.unwrap() else {
            panic!("the database is SQLite");
        };
        let of_purge = pragma(&purger, "synchronous").await;
        assert_eq!(pragma(&purger, "secure_delete").await, 1);
        drop(turn);
        (
            of_purge,
            pragma(&fixture.writer().await, "synchronous").await,
        )
    };
    assert_eq!(sync().await, (1, 2));
    fixture.wait(TimeDelta::hours(13));
    let refuse = "CREATE TRIGGER refusal BEFORE DELETE ON agent_sessions BEGIN SELECT raise(ABORT, 'no'); END";
    fixture.execute(refuse).await;
    assert!(fixture.store.delete_expired().await.is_err());
    assert_eq!((sync().await, fixture.rows().await), ((1, 2), 1));
    fixture.execute("DROP TRIGGER refusal").await;
    assert_eq!(fixture.store.delete_expired().await.unwrap(), 1);
    assert_eq!(sync().await, (1, 2));
}

#[tokio::test]
async fn a_purge_waits_for_its_turn_and_a_cancelled_one_leaves_the_next() {
    let fixture = Fixture::new().await;
    fixture.create().await;
    fixture.wait(TimeDelta::hours(13));
    let request = fixture.writer().await.acquire().await.unwrap();
    let soon = Duration::from_millis(200);
    let purge = tokio::time::timeout(soon, fixture.store.delete_expired());
    assert!(purge.await.is_err(), "a request held the writer");
    drop(request);
    assert_eq!(fixture.store.delete_expired().await.unwrap(), 1);
    fixture.create().await;
}

#[tokio::test]
async fn l5_two_servers_begin_on_a_fresh_file_at_once() {
    for _ in 0..200 {
        let path = unused_path();
        let (one, two) = tokio::join!(open_at(&path), open_at(&path));
        assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
        for suffix in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(beside(&path, suffix));
        }
    }
}

#[tokio::test]
async fn a_new_file_shrinks_when_sessions_are_deleted() {
    let path = unused_path();
    let store = open_at(&path).await.unwrap();
    let mut connection = options(&path).connect().await.unwrap();
    let vacuum: i64 = sqlx::query_scalar("PRAGMA auto_vacuum")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(vacuum, 2);
    drop(store);
}

/// As versions before the migrations left it, in a file of this name.
#[tokio::test]
async fn a_table_that_is_not_ours_is_left_alone() {
    let path = unused_path();
    let mut other = options(&path).connect().await.unwrap();
    let table = "CREATE TABLE sessions (id TEXT, meeting_room TEXT);
                 INSERT INTO sessions VALUES ('1', 'Marianne')";
    sqlx::raw_sql(table).execute(&mut other).await.unwrap();
    assert!(open_at(&path).await.is_ok());
    let room: String = sqlx::query_scalar("SELECT meeting_room FROM sessions")
        .fetch_one(&mut other)
        .await
        .unwrap();
    assert_eq!(room, "Marianne");
}

#[tokio::test]
async fn a_table_of_our_name_that_is_not_ours_is_refused() {
    let path = unused_path();
    let mut other = options(&path).connect().await.unwrap();
    let table = "CREATE TABLE agent_sessions (id TEXT)";
    sqlx::raw_sql(table).execute(&mut other).await.unwrap();
    let refused = open_at(&path).await;
    assert!(matches!(refused, Err(DatabaseError::Migration(_))));
}

#[tokio::test]
async fn m2_a_store_that_cannot_be_written_is_refused_at_boot() {
    let fixture = Fixture::new().await;
    let read_only = options(&fixture.path)
        .create_if_missing(false)
        .read_only(true);
    let opened = Database::open(&DatabaseUrl::Sqlite(Box::new(read_only)), &MIGRATIONS).await;
    assert!(opened.is_err());
    for path in ["/nowhere/sessions.sqlite", "/tmp"] {
        assert!(open_at(Path::new(path)).await.is_err(), "{path}");
    }
    let garbage = unused_path();
    fs::write(&garbage, "garbage ".repeat(1000)).unwrap();
    assert!(open_at(&garbage).await.is_err());
}

#[tokio::test]
async fn a_base_in_memory_serves_too() {
    let options: SqliteConnectOptions = "sqlite::memory:".parse().unwrap();
    let url = DatabaseUrl::Sqlite(Box::new(options));
    let database = Database::open(&url, &MIGRATIONS).await.unwrap();
    let store = store_on(&database, Clock::system());
    let mut record = record(json!({"key": "value"}));
    store.create(&mut record).await.unwrap();
    assert!(lives(&store, &record).await);
    store.delete(&record.id).await.unwrap();
    assert!(!lives(&store, &record).await);
}
