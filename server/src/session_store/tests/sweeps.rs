use super::*;
use std::fs;

/// Records of the length of an agent's.
async fn fill(fixture: &Fixture, count: usize) {
    let writer = &fixture.writer().await;
    let purge_at = fixture.store.now() + 60;
    let mut transaction = writer.begin().await.unwrap();
    for _ in 0..count {
        let insert = "INSERT INTO agent_sessions
            (reference, agent_hash, issuer_session_hash, browser_hash, sealed_record, sealed_life, purge_at)
            VALUES (hex(randomblob(16)), hex(randomblob(8)), NULL, hex(randomblob(32)),
                    randomblob(1600), randomblob(60), ?1)";
        let insert = sqlx::query(insert).bind(purge_at);
        insert.execute(&mut *transaction).await.unwrap();
    }
    transaction.commit().await.unwrap();
}

pub(super) fn size(fixture: &Fixture, suffix: &str) -> u64 {
    fs::metadata(beside(&fixture.path, suffix)).unwrap().len()
}

#[tokio::test]
async fn l6_a_row_of_1600_bytes_takes_less_than_2400() {
    let fixture = Fixture::new().await;
    fill(&fixture, 5000).await;
    let deleted = fixture.store.delete_expired().await.unwrap();
    assert_eq!((deleted, fixture.rows().await), (0, 5000));
    let row = size(&fixture, "") / 5000;
    assert!(row < 2400, "{row}");
}

#[tokio::test]
async fn l6_a_sweep_lets_others_write_and_frees_the_disk_space() {
    let fixture = Fixture::new().await;
    fill(&fixture, 5000).await;
    fixture.store.delete_expired().await.unwrap();
    let full = size(&fixture, "");
    fixture.wait(TimeDelta::minutes(2));
    let living = fixture.create().await;
    let sweeping = tokio::spawn({
        let store = fixture.store.clone();
        async move { store.delete_expired().await }
    });
    let mut begun_meanwhile = 0;
    while !sweeping.is_finished() {
        fixture.create().await;
        begun_meanwhile += 1;
    }
    assert_eq!(sweeping.await.unwrap().unwrap(), 5000);
    assert!(begun_meanwhile > 5, "{begun_meanwhile}");
    assert!(fixture.lives(&living).await);
    fixture.store.delete_expired().await.unwrap();
    assert_eq!(size(&fixture, "-wal"), 0);
    assert!(size(&fixture, "") < full / 10);
}
