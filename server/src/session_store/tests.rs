use super::*;
use chrono::{DateTime, Utc};
use std::sync::{Arc, Mutex};

/// A store in memory, and the time it goes by.
struct Fixture {
    store: SqliteSessionStore,
    now: Arc<Mutex<DateTime<Utc>>>,
}

impl Fixture {
    async fn new() -> Self {
        let now = Arc::new(Mutex::new(Utc::now()));
        let lifetimes = SessionLifetimes {
            idle: TimeDelta::minutes(30),
            absolute: TimeDelta::hours(12),
        };
        let clock = Clock::new({
            let now = Arc::clone(&now);
            move || *now.lock().unwrap()
        });
        // A file, since each connection to a base in memory has its own.
        let file = std::env::temp_dir().join(format!("sessions-{}.sqlite", Id::default()));
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true);
        let secret = Key::generate();
        let store = SqliteSessionStore::open(options, &secret, lifetimes, clock).await;
        Self {
            store: store.unwrap(),
            now,
        }
    }

    fn wait(&self, time: TimeDelta) {
        *self.now.lock().unwrap() += time;
    }

    async fn create(&self) -> Record {
        let data = [("key".to_owned(), "value".into())].into();
        let mut record = Record {
            id: Id(7),
            data,
            expiry_date: OffsetDateTime::UNIX_EPOCH,
        };
        self.store.create(&mut record).await.unwrap();
        record
    }

    async fn lives(&self, record: &Record) -> bool {
        self.store.load(&record.id).await.unwrap().is_some()
    }
}

#[tokio::test]
async fn a_session_is_found_again_with_what_was_saved() {
    let fixture = Fixture::new().await;
    let mut record = fixture.create().await;
    record.data.insert("key".to_owned(), "other".into());
    fixture.store.save(&record).await.unwrap();
    let mut loaded = fixture.store.load(&record.id).await.unwrap().unwrap();
    assert!(loaded.data.remove(SESSION_END).is_some());
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
async fn a_session_that_is_only_asked_about_ends_no_later_and_its_end_is_told() {
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
async fn the_end_that_is_told_is_never_after_the_absolute_lifetime() {
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
async fn the_table_holds_neither_the_id_nor_what_the_session_says() {
    let fixture = Fixture::new().await;
    let record = fixture.create().await;
    let (hash, sealed): (Vec<u8>, Vec<u8>) =
        sqlx::query_as("SELECT id_hash, sealed_record FROM sessions")
            .fetch_one(&fixture.store.pool)
            .await
            .unwrap();
    assert_ne!(hash, record.id.0.to_le_bytes());
    assert!(!String::from_utf8_lossy(&sealed).contains("value"));
}

#[tokio::test]
async fn a_record_sealed_with_another_secret_is_no_session() {
    let mut fixture = Fixture::new().await;
    let record = fixture.create().await;
    fixture.store.seal = Seal::new(&Key::generate());
    assert!(!fixture.lives(&record).await);
}
