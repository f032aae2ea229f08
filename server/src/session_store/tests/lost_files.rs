//! Files that are deleted or replaced under a running server.

use super::*;
use std::fs;

fn delete(path: &Path, suffixes: &[&str]) {
    for suffix in suffixes {
        fs::remove_file(beside(path, suffix)).unwrap();
    }
}

async fn assert_out_of_order(fixture: &Fixture, record: &Record) {
    for _ in 0..30 {
        assert!(fixture.store.load(&record.id).await.is_err());
        assert!(fixture.store.delete(&record.id).await.is_err());
        let login = fixture.store.create(&mut super::record(json!({}))).await;
        assert!(login.is_err());
    }
    assert!(check(&fixture.database).await.is_err());
}

/// True once the store has had time to open its files again.
async fn healed(fixture: &Fixture) -> bool {
    for _ in 0..30 {
        if fixture.database.writer().await.is_ok() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    false
}

#[tokio::test]
async fn m5_a_deleted_file_is_neither_made_anew_nor_taken_for_a_store_without_sessions() {
    for suffixes in [&["", "-wal", "-shm"][..], &[""]] {
        let fixture = Fixture::new().await;
        let record = fixture.create().await;
        delete(&fixture.path, suffixes);
        assert_out_of_order(&fixture, &record).await;
        assert!(!healed(&fixture).await);
        assert!(!fixture.path.exists());
        let reason = check(&fixture.database).await.unwrap_err().reason();
        assert_eq!(reason, "its file is gone: a restart is needed");
        // A restart creates a new file.
        assert!(open_at(&fixture.path).await.is_ok());
    }
}

#[tokio::test]
async fn m5_a_file_that_is_moved_away_and_back_is_the_same() {
    let fixture = Fixture::new().await;
    let record = fixture.create().await;
    let away = beside(&fixture.path, ".away");
    fs::rename(&fixture.path, &away).unwrap();
    assert_out_of_order(&fixture, &record).await;
    fs::rename(&away, &fixture.path).unwrap();
    assert!(fixture.lives(&record).await);
}

#[tokio::test]
async fn m5_sqlites_own_files_are_made_again_and_no_login_is_lost() {
    for suffixes in [&["-wal", "-shm"][..], &["-wal"], &["-shm"]] {
        let fixture = Fixture::new().await;
        let record = fixture.create().await;
        delete(&fixture.path, suffixes);
        assert!(healed(&fixture).await, "{suffixes:?}");
        assert!(fixture.lives(&record).await, "{suffixes:?}");
        let later = fixture.create().await;
        let environment = environment("https://issuer", "client");
        let restarted = fixture.again(&fixture.secrets, &environment).await;
        assert!(lives(&restarted, &record).await && lives(&restarted, &later).await);
    }
}

#[tokio::test]
async fn m5_a_backup_put_in_place_of_the_file_is_served() {
    let fixture = Fixture::new().await;
    let before = fixture.create().await;
    let backup = beside(&fixture.path, ".backup");
    fixture
        .execute(&format!("VACUUM INTO '{}'", backup.display()))
        .await;
    let after = fixture.create().await;
    fs::rename(&backup, &fixture.path).unwrap();
    assert!(healed(&fixture).await);
    assert!(fixture.lives(&before).await);
    assert!(!fixture.lives(&after).await);
    let later = fixture.create().await;
    for (pragma, expected) in [("integrity_check", "ok"), ("journal_mode", "wal")] {
        let found: String = sqlx::query_scalar(&format!("PRAGMA {pragma}"))
            .fetch_one(&mut fixture.connection().await)
            .await
            .unwrap();
        assert_eq!(found, expected);
    }
    assert!(fixture.lives(&later).await);
}

#[tokio::test]
async fn m5_another_file_without_sessions_turns_no_agent_into_a_visitor() {
    let fixture = Fixture::new().await;
    let record = fixture.create().await;
    delete(&fixture.path, &["", "-wal", "-shm"]);
    fs::write(&fixture.path, "").unwrap();
    assert_out_of_order(&fixture, &record).await;
    assert!(!healed(&fixture).await);
    assert!(fixture.store.load(&record.id).await.is_err());
}

#[tokio::test]
async fn m5_a_dropped_table_turns_no_agent_into_a_visitor() {
    let fixture = Fixture::new().await;
    let record = fixture.create().await;
    fixture.execute("DROP TABLE agent_sessions").await;
    assert_out_of_order(&fixture, &record).await;
    let reason = check(&fixture.database).await.unwrap_err().reason();
    assert_eq!(reason, "a table is missing");
}
