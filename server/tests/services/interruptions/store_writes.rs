//! A store that can be read and not written.

use crate::support::{
    Disk, Faulty, Replica, Site, Store, assert_is_outage, assert_is_refused,
    callback_after_exchange, is_not_ready, is_ready_again, works,
};
use proconnect::web::SessionRegistry;
use reqwest::StatusCode;

in_each!(store_r07_a_write_refused_after_the_exchange_begins_no_session: sqlite postgres redis);

async fn store_r07_a_write_refused_after_the_exchange_begins_no_session(store: Store) {
    let (site, faulty) = Faulty::site(store).await;
    let _replica = site.alone().await;
    let callback = callback_after_exchange(&site, &mut site.browser()).await;
    faulty.refuse_writes().await;
    let (mut browser, answer) = callback.await.unwrap();
    assert_is_outage(&answer);
    assert!(!browser.is_signed_in().await);
    faulty.accept_writes().await;
    let open = site.stores().await.sessions.list(None).await;
    assert_eq!(open.unwrap(), [], "no half of a session is left");
    works(&site).await;
    browser.log_in().await;
}

/// Signed-in agents are served, and no login begins. A logout is refused, or ends the session: a store that is
/// full may have room for a deletion.
async fn reads_and_does_not_write(site: &Site, replica: &Replica, name: &str) {
    let mut browser = site.browser();
    browser
        .cookies
        .insert("local-session".to_owned(), name.to_owned());
    assert!(browser.is_signed_in().await);
    let mut visitor = site.browser();
    let callback = visitor.begin_login().await;
    assert_is_outage(&visitor.get(&callback).await);
    let text = is_not_ready(replica).await;
    assert!(text.contains("session store: failing: "), "{text}");
    let mut copy = browser.clone();
    let left = browser.submit("/auth/proconnect/logout", "").await;
    let is_refused = left.status == StatusCode::SERVICE_UNAVAILABLE;
    if is_refused {
        assert_is_refused(&left);
    }
    assert_eq!(copy.is_signed_in().await, is_refused);
}

in_each!(store_r08_a_read_only_replica_serves_those_who_are_signed_in: sqlite postgres redis);

async fn store_r08_a_read_only_replica_serves_those_who_are_signed_in(store: Store) {
    let (site, faulty) = Faulty::site(store).await;
    let replica = site.alone().await;
    let mut browser = site.browser();
    browser.log_in().await;
    let mut other = site.browser();
    other.log_in().await;
    let name = browser.cookies["local-session"].clone();
    if store == Store::Redis {
        // A replica whose master is gone.
        faulty.redis().execute(&["REPLICAOF", "127.0.0.1", "1"]);
    } else {
        faulty.refuse_writes().await;
    }
    reads_and_does_not_write(&site, &replica, &name).await;
    if store == Store::Redis {
        faulty.redis().execute(&["REPLICAOF", "NO", "ONE"]);
    } else {
        faulty.accept_writes().await;
    }
    is_ready_again(&replica).await;
    works(&site).await;
    assert!(other.is_signed_in().await);
}

in_each!(store_r09_a_full_disk_serves_those_who_are_signed_in: sqlite postgres redis);

async fn store_r09_a_full_disk_serves_those_who_are_signed_in(store: Store) {
    let disk = Disk::of(96);
    let (site, faulty) = Faulty::site_on(store, &disk).await;
    let replica = site.alone().await;
    let mut browser = site.browser();
    browser.log_in().await;
    let mut other = site.browser();
    other.log_in().await;
    let name = browser.cookies["local-session"].clone();
    let mut writers = faulty.processes();
    if writers.is_empty() {
        writers.push(replica.process());
    }
    disk.fill(&writers);
    // Some more logins may find room in the files that exist.
    let (mut tries, mut refused) = (0, 0);
    while refused < 3 {
        let mut visitor = site.browser();
        let callback = visitor.begin_login().await;
        let answer = visitor.get(&callback).await;
        if answer.status == StatusCode::SEE_OTHER {
            assert!(visitor.is_signed_in().await);
            refused = 0;
        } else {
            assert_is_outage(&answer);
            refused += 1;
        }
        tries += 1;
        assert!(tries < 2000, "the disk is not full");
    }
    reads_and_does_not_write(&site, &replica, &name).await;
    disk.free(&writers);
    is_ready_again(&replica).await;
    works(&site).await;
    assert!(other.is_signed_in().await);
}

/// Only Redis deletes rows that have not expired.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn store_r11_a_redis_that_evicts_sessions_is_refused_at_boot_and_by_readyz() {
    let (site, faulty) = Faulty::site(Store::Redis).await;
    let mut replica = site.alone().await;
    let redis = faulty.redis();
    redis.execute(&["CONFIG", "SET", "maxmemory", "100mb"]);
    redis.execute(&["CONFIG", "SET", "maxmemory-policy", "allkeys-lru"]);
    let text = is_not_ready(&replica).await;
    assert!(
        text.contains("it deletes sessions when its memory is full"),
        "{text}"
    );

    replica.kill();
    let mut refused = site.begin();
    assert_eq!(refused.ended().await.code(), Some(1));
    let log = refused.log();
    assert!(
        log.contains("SESSION_STORE_URL\n  received: redis://"),
        "{log}"
    );
    assert!(log.contains("noeviction"), "{log}");

    redis.execute(&["CONFIG", "SET", "maxmemory-policy", "noeviction"]);
    let _replica = site.alone().await;
    works(&site).await;
}
