//! The purge of decisions, invitations and aliases.

use super::column;
use crate::support::TestApp;
use app::accounts::{
    admission::{Accounts, DECISIONS_KEPT},
    policy::Policy,
};
use chrono::{DateTime, TimeDelta, Utc};
use proconnect::Clock;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering::SeqCst},
};

/// Decisions and invitations of the past: more than two batches of each.
const ROWS: i64 = 60;

/// The first decision. Each is an hour after the one before, and each invitation expires so.
fn begin() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

async fn fill(app: &TestApp) {
    let at = |hours: i64| (begin() + TimeDelta::hours(hours)).to_rfc3339();
    let mut sql = String::from(
        "INSERT INTO organisations (id, siret) VALUES (x'01', '13002526500013');
         INSERT INTO agents (id, sub, name, first_login_at, last_login_at)
            VALUES (x'0a', 'a', 'A', '2027-01-01', '2027-01-01'), (x'0b', 'b', 'B', '2027-01-01', '2027-01-01');
         INSERT INTO memberships (agent_id, organisation_id, role, blocked_at, last_login_at)
            VALUES (x'0a', x'01', 'member', '2027-01-01T00:00:00+00:00', '2027-01-01'),
                (x'0b', x'01', 'member', NULL, '2027-01-01');
         INSERT INTO blocked_aliases (alias, agent_id) VALUES ('agent:closed', x'0a'), ('agent:open', x'0b');",
    );
    let rows = (0..ROWS).map(|number| {
        let at = at(number);
        format!(
            "INSERT INTO access_decisions (id, decided_at, agent_hash, verdict)
                VALUES (randomblob(16), '{at}', 'hash', 'known');
             INSERT INTO invitations (organisation_id, email_key, role, invited_at, expires_at)
                VALUES (x'01', '{number}@mairie.test', 'member', '{at}', '{at}');"
        )
    });
    sql.extend(rows);
    app.execute_in_store(&sql).await;
}

#[tokio::test]
async fn acc_a_purge_deletes_by_the_clock_in_small_batches() {
    let app = TestApp::start().await;
    fill(&app).await;
    let now = Arc::new(AtomicI64::new(0));
    let clock = Arc::clone(&now);
    let clock = Clock::new(move || begin() + TimeDelta::seconds(clock.load(SeqCst)));
    let accounts = Accounts::new(app.database().await, Policy::default(), clock);
    let count = async |table: &str| {
        column(&app, &format!("SELECT 'a row' FROM {table}"))
            .await
            .len()
    };

    // At the first hour, one invitation expires. An alias of an open access serves no more.
    assert!(accounts.purge().await.unwrap());
    assert_eq!(
        (count("access_decisions").await, count("invitations").await),
        (60, 59)
    );
    let aliases = column(&app, "SELECT alias FROM blocked_aliases").await;
    assert_eq!(aliases, [Some("agent:closed".to_owned())]);

    // One second before the eleventh decision is a year old: ten of them are deleted.
    let year = DECISIONS_KEPT.num_seconds();
    now.store(year + 10 * 3600 - 1, SeqCst);
    assert!(
        !accounts.purge().await.unwrap(),
        "25 invitations of 59 are deleted"
    );
    assert_eq!(
        (count("access_decisions").await, count("invitations").await),
        (50, 34)
    );
    while !accounts.purge().await.unwrap() {}
    assert_eq!(
        (count("access_decisions").await, count("invitations").await),
        (50, 0)
    );
    now.store(year + 10 * 3600, SeqCst);
    assert!(accounts.purge().await.unwrap());
    assert_eq!(count("access_decisions").await, 49);
    now.store(2 * year, SeqCst);
    while !accounts.purge().await.unwrap() {}
    assert_eq!(count("access_decisions").await, 0);
    assert_eq!(count("agents").await, 2, "no agent is deleted");
}
