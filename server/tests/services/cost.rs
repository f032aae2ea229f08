//! The time of a session's read and of the purge, among many rows. A few thousand in every run; `make storebench`
//! has a million, and prints the figures of docs/performance.md. No time is asserted: a busy machine has others.

use crate::support::{Site, Store, psql};
use chrono::Utc;
use futures::future::join_all;
use server::session_store::AgentSessions;
use sqlx::{Connection, SqliteConnection};
use std::{
    env,
    fs::{self, File},
    io::Write,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};
use tokio::{task::spawn_blocking, time::sleep};
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
};

/// Sessions that are read.
const READ: usize = 1000;

/// Agents whose requests run beside the purge.
const AGENTS: usize = 4;

/// No request should take longer.
const STALL: Duration = Duration::from_millis(50);

fn rows() -> usize {
    let rows = env::var("STORE_ROWS").map(|rows| rows.parse().unwrap());
    rows.unwrap_or(4000)
}

in_each!(a_read_among_many_rows_and_a_purge_of_half_of_them: sqlite postgres);

async fn a_read_among_many_rows_and_a_purge_of_half_of_them(store: Store) {
    let site = Site::new(store).await;
    let sessions = site.stores().await.sessions;
    let few = begin(&sessions, 100).await;
    let times = read(&sessions, &few, READ).await;
    report(store, "read among 100 rows", times);
    let ids = begin(&sessions, READ).await;
    fill(store, &site.store_url(), rows()).await;
    let times = read(&sessions, &ids, READ).await;
    report(store, &format!("read among {} rows", rows()), times);

    let a_while = Duration::from_millis(1000 + u64::try_from(rows() / 10).unwrap());
    if store == Store::Sqlite {
        report(store, "the disk alone", disk_alone(a_while).await);
    }
    let times = requests_during(&sessions, sleep(a_while)).await;
    report(store, "request without a purge", times);
    // One process serves a file of SQLite, and purges it.
    let purger = match store {
        Store::Sqlite => sessions.clone(),
        _ => site.stores().await.sessions,
    };
    let began = Instant::now();
    let purge = async {
        let deleted = purger.delete_expired().await.unwrap();
        assert_eq!(deleted, u64::try_from(rows() / 2).unwrap());
    };
    let times = requests_during(&sessions, purge).await;
    let name = format!(
        "request during a purge of {} rows in {:.1} s",
        rows() / 2,
        began.elapsed().as_secs_f64()
    );
    report(store, &name, times);
    for id in &ids {
        assert!(sessions.load(id).await.unwrap().is_some());
    }
}

/// 4 096 bytes and `fsync`, every two milliseconds, in the folder of the store: a login cannot be quicker.
async fn disk_alone(time: Duration) -> Vec<Duration> {
    let write = move || {
        let path = env::temp_dir().join(format!("disk-{}", Id::default()));
        let mut file = File::create(&path).unwrap();
        let (began, mut times) = (Instant::now(), Vec::new());
        while began.elapsed() < time {
            let began = Instant::now();
            file.write_all(&[1; 4096]).unwrap();
            file.sync_data().unwrap();
            times.push(began.elapsed());
            thread::sleep(Duration::from_millis(2));
        }
        fs::remove_file(&path).unwrap();
        times
    };
    spawn_blocking(write).await.unwrap()
}

/// Begins sessions with records as long as an agent's.
async fn begin(sessions: &AgentSessions, count: usize) -> Vec<Id> {
    let mut ids = Vec::new();
    for _ in 0..count {
        let mut record = Record {
            id: Id::default(),
            data: [("text".to_owned(), "a".repeat(1600).into())].into(),
            expiry_date: time::OffsetDateTime::UNIX_EPOCH,
        };
        sessions.create(&mut record).await.unwrap();
        ids.push(record.id);
    }
    ids
}

/// Writes rows of the same size, half of which have expired. No session is behind them.
async fn fill(store: Store, url: &str, count: usize) {
    let now = Utc::now().timestamp();
    let purge_at = format!("CASE WHEN number % 2 = 0 THEN {now} - 60 ELSE {now} + 86400 END");
    let columns = "INSERT INTO agent_sessions
        (reference, agent_hash, sealed_record, sealed_life, purge_at)";
    if store == Store::Postgres {
        // Parts of a random text of a megabyte, because PostgreSQL would compress a repetition.
        let sql = format!(
            "CREATE TEMPORARY TABLE noise AS SELECT string_agg(decode(md5(random()::text), 'hex'), NULL) AS bytes
                 FROM generate_series(1, 65536);
             {columns} SELECT md5(random()::text || number), left(md5(number::text), 16),
                 substring(bytes FROM 1 + (random() * 1000000)::int FOR 1640), substring(bytes FROM 1 FOR 60), {purge_at}
                 FROM generate_series(1, {count}) AS number, noise;
             ANALYZE agent_sessions"
        );
        psql(url, &sql).unwrap();
        psql(url, "CHECKPOINT").unwrap();
    } else {
        let sql = format!(
            "WITH RECURSIVE numbers(number) AS
                 (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {count})
             {columns} SELECT lower(hex(randomblob(16))), lower(hex(randomblob(8))), randomblob(1640), randomblob(60),
                 {purge_at} FROM numbers"
        );
        let mut connection = SqliteConnection::connect(url).await.unwrap();
        sqlx::raw_sql(&sql).execute(&mut connection).await.unwrap();
        let checkpoint = sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)");
        checkpoint.execute(&mut connection).await.unwrap();
    }
}

async fn read(sessions: &AgentSessions, ids: &[Id], count: usize) -> Vec<Duration> {
    let mut times = Vec::new();
    for id in ids.iter().cycle().take(count) {
        let began = Instant::now();
        assert!(sessions.load(id).await.unwrap().is_some());
        times.push(began.elapsed());
    }
    times
}

/// Agents who log in, read pages and log out, until `other` ends.
async fn requests_during(
    sessions: &AgentSessions,
    other: impl Future<Output = ()>,
) -> Vec<Duration> {
    let over = Arc::new(AtomicBool::new(false));
    let agents = (0..AGENTS).map(|_| {
        let (sessions, over) = (sessions.clone(), Arc::clone(&over));
        tokio::spawn(async move {
            let mut times = Vec::new();
            while !over.load(Relaxed) {
                let began = Instant::now();
                let id = begin(&sessions, 1).await[0];
                times.push(began.elapsed());
                times.extend(read(&sessions, &[id], 5).await);
                let began = Instant::now();
                sessions.delete(&id).await.unwrap();
                times.push(began.elapsed());
            }
            times
        })
    });
    let agents: Vec<_> = agents.collect();
    other.await;
    over.store(true, Relaxed);
    let times = join_all(agents).await.into_iter();
    times.flat_map(Result::unwrap).collect()
}

fn report(store: Store, name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |part: usize| times[(times.len() - 1) * part / 1000].as_secs_f64() * 1000.0;
    let above = times.iter().filter(|time| **time > STALL).count();
    println!(
        "{store:?}, {name}: {} times, p50 {:.2} ms, p99 {:.2} ms, p99.9 {:.2} ms, longest {:.2} ms, {above} above {STALL:?}",
        times.len(),
        at(500),
        at(990),
        at(999),
        at(1000)
    );
}
