//! Measures the session store: `cargo run -p server --example session_store_cost URL` begins, reads and ends
//! a thousand sessions in the store at that address (as `SESSION_STORE_URL`), one after the other, and prints
//! the time of each. Run under `strace -f -c -e trace=fsync,fdatasync`, it shows the writes of SQLite to the
//! disk.

use axum_extra::extract::cookie::Key;
use chrono::TimeDelta;
use proconnect::{Clock, web::SessionLifetimes};
use server::{
    session_store::{AgentSessions, Environment, Rules},
    stores::open_rows,
};
use std::{
    error::Error,
    time::{Duration, Instant},
};
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
};

const SESSIONS: usize = 1000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).ok_or("which store?")?;
    let rows = open_rows(&url.parse()?).await?;
    let environment = Environment {
        issuer: "https://issuer".to_owned(),
        client_id: "client".to_owned(),
    };
    let lifetimes = SessionLifetimes {
        idle: TimeDelta::minutes(30),
        absolute: TimeDelta::hours(12),
    };
    let secrets = Key::generate().into();
    let rules = Rules {
        lifetimes,
        cap: None,
    };
    let store = AgentSessions::new(rows, &secrets, &environment, rules, Clock::system());
    let mut times = [const { Vec::new() }; 3];
    let mut ids = Vec::new();
    for _ in 0..SESSIONS {
        let mut record = Record {
            id: Id::default(),
            // As long as an agent's record.
            data: [("text".to_owned(), "a".repeat(1600).into())].into(),
            expiry_date: OffsetDateTime::UNIX_EPOCH,
        };
        let began = Instant::now();
        store.create(&mut record).await?;
        times[0].push(began.elapsed());
        ids.push(record.id);
    }
    for id in &ids {
        let began = Instant::now();
        store.load(id).await?;
        times[1].push(began.elapsed());
    }
    for id in &ids {
        let began = Instant::now();
        store.delete(id).await?;
        times[2].push(began.elapsed());
    }
    for (name, mut times) in ["begin", "read", "end"].into_iter().zip(times) {
        times.sort_unstable();
        let at = |part: usize| millis(times[times.len() * part / 100]);
        println!(
            "{name}: p50 {} p99 {} longest {}",
            at(50),
            at(99),
            millis(times[times.len() - 1])
        );
    }
    Ok(())
}

fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}
