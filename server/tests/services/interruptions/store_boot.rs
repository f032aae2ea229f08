//! A server that starts before its store.

use crate::support::{Faulty, Store, is_ready_again, is_served_again, works};
use std::time::{Duration, Instant};
use tokio::time::sleep;

// SQLite has no server that could come later. A file that cannot be used is refused at once:
// `l8_r12_r13_every_mistake_is_reported_at_once_those_of_the_machine_too`.
in_each!(store_r01_a_store_that_comes_within_thirty_seconds_is_waited_for: postgres redis);

async fn store_r01_a_store_that_comes_within_thirty_seconds_is_waited_for(store: Store) {
    let (site, mut faulty) = Faulty::site(store).await;
    faulty.kill();
    let mut replica = site.begin();
    sleep(Duration::from_secs(3)).await;
    assert_eq!(replica.readiness().await.0, 0, "nothing listens yet");
    assert!(replica.has_ended().is_none(), "{}", replica.log());
    faulty.restart();
    is_ready_again(&replica).await;
    works(&site).await;
    assert!(replica.log().contains("tries again"), "{}", replica.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn store_r01_a_store_that_never_comes_ends_the_server_with_the_reason() {
    let mut servers = Vec::new();
    for (store, variable, place) in [
        (Store::Postgres, "DATABASE_URL", "postgres://127.0.0.1:"),
        (Store::Redis, "SESSION_STORE_URL", "redis://127.0.0.1:"),
    ] {
        let (site, mut faulty) = Faulty::site(store).await;
        faulty.kill();
        let begun = Instant::now();
        servers.push((site.begin(), begun, variable, place, site, faulty));
    }
    for (mut replica, begun, variable, place, ..) in servers {
        let ended = replica.ended_within(Duration::from_secs(60)).await;
        assert_eq!(ended.code(), Some(1));
        assert!(
            begun.elapsed() > Duration::from_secs(25),
            "{}",
            replica.log()
        );
        let log = replica.log();
        let reason = log.lines().skip_while(|line| *line != variable);
        let reason: Vec<_> = reason.collect();
        assert!(
            reason[1].starts_with(&format!("  received: {place}")),
            "{log}"
        );
        assert!(reason[2].contains("write:"), "{log}");
        assert!(!log.contains("service:"), "no password: {log}");
    }
}

// SQLite: `m5_a_lost_file_signs_no_agent_out_and_removes_no_cookie`, and a file that is missing at boot is
// created. Redis: its sessions are lost with its memory unless it writes to its disk, as here.
in_each!(store_r01_a_server_that_restarts_with_its_store_keeps_the_sessions: sqlite postgres redis);

async fn store_r01_a_server_that_restarts_with_its_store_keeps_the_sessions(store: Store) {
    let (site, mut faulty) = Faulty::site(store).await;
    let mut replica = site.alone().await;
    let mut browser = site.browser();
    browser.log_in().await;
    replica.kill();
    faulty.kill();
    faulty.restart();
    let _replica = site.alone().await;
    is_served_again(&mut browser).await;
}
