//! The write-ahead log of SQLite: it stays short, and holds no request up.

use super::{sweeps::size, *};

/// Larger than the log may be when requests write without a pause.
const MOST: u64 = 24 << 20;

/// Begins sessions of 64 KiB, four at a time, and reads beside them: 40 MiB of the log. Returns the size of the
/// longest log. A beginning that waits for two seconds is an outage of the store.
async fn write_without_a_pause(fixture: &Fixture) -> u64 {
    let mut longest = 0;
    let kept = fixture.create().await;
    for _ in 0..128 {
        let begin = || async {
            let mut record = record(json!({"key": "a".repeat(64 << 10)}));
            fixture.store.create(&mut record).await.unwrap();
            assert!(fixture.lives(&kept).await);
        };
        tokio::join!(begin(), begin(), begin(), begin());
        longest = longest.max(size(fixture, "-wal"));
    }
    longest
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn l6_the_log_stays_short_and_is_written_back_at_the_end() {
    let fixture = Fixture::new().await;
    let longest = write_without_a_pause(&fixture).await;
    assert!(longest < MOST, "{longest}");
    fixture.database.close().await;
    assert!(!beside(&fixture.path, "-wal").exists());
    assert_eq!(fixture.rows().await, 513);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn l6_a_reader_of_an_old_state_holds_no_write_up() {
    let fixture = Fixture::new().await;
    let mut reader = fixture.connection().await;
    let read = "BEGIN; SELECT count(*) FROM agent_sessions";
    sqlx::raw_sql(read).execute(&mut reader).await.unwrap();
    let longest = write_without_a_pause(&fixture).await;
    assert!(longest > MOST, "the reader needs the log");
    fixture.store.delete_expired().await.unwrap();
    sqlx::raw_sql("COMMIT").execute(&mut reader).await.unwrap();
    fixture.store.delete_expired().await.unwrap();
    assert_eq!(size(&fixture, "-wal"), 0);
}
