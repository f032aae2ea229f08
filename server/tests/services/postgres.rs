use crate::support::{Postgres, is_running, psql};
use std::time::{Duration, Instant};

#[test]
fn each_test_has_an_empty_database_of_its_own() {
    let (one, other) = (
        Postgres::shared().new_database(),
        Postgres::shared().new_database(),
    );
    psql(
        &one,
        "CREATE TABLE here (id int); INSERT INTO here VALUES (1)",
    )
    .unwrap();
    assert_eq!(
        psql(&one, "SELECT count(*), max(id) FROM here").unwrap(),
        "1|1"
    );
    assert!(
        psql(&other, "SELECT count(*) FROM here")
            .unwrap_err()
            .contains("does not exist")
    );
    assert_eq!(Postgres::shared().execute("SHOW fsync"), "on");
    // An address without the password is refused, as at a platform.
    let (_, host) = one.split_once('@').unwrap();
    assert!(psql(&format!("postgres://service@{host}"), "SELECT 1").is_err());
}

#[test]
fn what_was_committed_outlives_a_kill() {
    let mut postgres = Postgres::start();
    postgres.execute("CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)");
    let family = postgres.process().family();
    assert!(family.len() > 3, "its background processes: {family:?}");
    postgres.kill();
    assert!(!family.iter().any(|id| is_running(*id)));
    assert!(psql(&postgres.url(), "SELECT 1").is_err());
    postgres.restart();
    assert_eq!(postgres.execute("SELECT id FROM kept"), "7");
    postgres.stop();
    assert!(psql(&postgres.url(), "SELECT 1").is_err());
    postgres.restart();
    assert_eq!(postgres.execute("SELECT id FROM kept"), "7");
}

#[test]
fn a_paused_database_answers_nothing_and_goes_on() {
    let postgres = Postgres::start();
    postgres.pause();
    let begun = Instant::now();
    assert!(psql(&postgres.url(), "SELECT 1").is_err());
    assert!(
        begun.elapsed() > Duration::from_secs(1),
        "it accepts, and is silent"
    );
    postgres.resume();
    assert_eq!(postgres.execute("SELECT 1"), "1");
}
