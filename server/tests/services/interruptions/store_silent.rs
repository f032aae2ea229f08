//! A store that is silent, cut off, slow or busy.

use crate::support::{
    Browser, Faulty, PATIENCE, Store, assert_is_outage, assert_within, exchanges, is_not_ready,
    is_ready_again, is_served_again, works,
};
use futures::future::join_all;
use reqwest::StatusCode;
use std::time::{Duration, Instant};
use tokio::time::sleep;

// A file does not fall silent. A lock of SQLite delays writers only: `store_r10_…`.
in_each!(store_r06_a_silent_store_is_an_outage_within_seconds: postgres redis);

async fn store_r06_a_silent_store_is_an_outage_within_seconds(store: Store) {
    let (site, faulty) = Faulty::site(store).await;
    let replica = site.alone().await;
    let mut browser = site.browser();
    browser.log_in().await;
    let callback = site.browser().begin_login().await;
    faulty.network().black_hole();
    let begun = Instant::now();
    assert_is_outage(&browser.get("/mon-compte").await);
    assert_within(PATIENCE, begun);
    let begun = Instant::now();
    // The refusal, and the page to which it leads.
    assert_is_outage(&browser.submit("/auth/proconnect/logout", "").await);
    assert_within(PATIENCE * 2, begun);
    assert_eq!(site.browser().get("/").await.status, StatusCode::OK);
    let before = exchanges(&site);
    assert_ne!(site.browser().get(&callback).await.status, StatusCode::OK);
    assert_eq!(exchanges(&site), before);
    is_not_ready(&replica).await;

    faulty.network().heal();
    is_served_again(&mut browser).await;
    is_ready_again(&replica).await;
    works(&site).await;
}

in_each!(store_r10_with_all_connections_in_use_the_answer_is_a_503_and_no_wait: sqlite postgres redis);

async fn store_r10_with_all_connections_in_use_the_answer_is_a_503_and_no_wait(store: Store) {
    let (site, faulty) = Faulty::site(store).await;
    let _replica = site.alone().await;
    let mut browser = site.browser();
    browser.log_in().await;
    let mut visitors = Vec::new();
    for _ in 0..40 {
        let mut visitor = site.browser();
        let callback = visitor.begin_login().await;
        visitors.push((visitor, callback));
    }
    faulty.hold(Duration::from_secs(8)).await;
    let begun = Instant::now();
    let callbacks = visitors.iter_mut().map(async |(visitor, callback)| {
        let answer = visitor.get(callback).await;
        (answer, begun.elapsed())
    });
    for (answer, took) in join_all(callbacks).await {
        assert_is_outage(&answer);
        // Forty at once, on a machine that may be busy, and still well before the store is free again.
        assert!(took < PATIENCE * 2, "{took:?}");
    }
    // In SQLite, readers do not wait for the writer.
    let page = browser.get("/mon-compte").await;
    if store == Store::Sqlite {
        assert_eq!(page.status, StatusCode::OK);
    } else {
        assert_is_outage(&page);
    }
    sleep(Duration::from_secs(8).saturating_sub(begun.elapsed())).await;
    is_served_again(&mut browser).await;
    works(&site).await;
}

// The network of a file does not part.
in_each!(store_r13_a_partition_loses_no_session_and_the_server_comes_back_by_itself: postgres redis);

/// Twelve seconds are longer than every limit of time on the way to the store (2 s for an operation, 3 s without
/// an acknowledgement, 5 s for a statement, 10 s for an idle transaction): 30 seconds would show nothing else.
async fn store_r13_a_partition_loses_no_session_and_the_server_comes_back_by_itself(store: Store) {
    let (site, faulty) = Faulty::site(store).await;
    let replica = site.alone().await;
    let mut browser = site.browser();
    browser.log_in().await;
    faulty.network().black_hole();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(12) {
        let asked = Instant::now();
        // Several at once, so that every connection to the store is lost.
        let mut browsers = vec![browser.clone(); 8];
        let pages = browsers
            .iter_mut()
            .map(|browser| browser.get("/mon-compte"));
        for page in join_all(pages).await {
            assert_is_outage(&page);
        }
        assert_within(PATIENCE, asked);
    }
    faulty.network().heal();
    is_served_again(&mut browser).await;
    is_ready_again(&replica).await;
    works(&site).await;
}

// The time of an answer of SQLite is that of the disk.
in_each!(store_r14_a_store_that_takes_half_a_second_is_slow_and_nothing_else: postgres redis);

async fn store_r14_a_store_that_takes_half_a_second_is_slow_and_nothing_else(store: Store) {
    let (site, faulty) = Faulty::site(store).await;
    let _replica = site.alone().await;
    let mut browser = site.browser();
    browser.log_in().await;
    let half = Duration::from_millis(250);
    faulty.network().delay(half, half);
    let begun = Instant::now();
    assert!(browser.is_signed_in().await);
    assert_within(PATIENCE, begun);
    // PostgreSQL needs about ten exchanges for a login and for a new connection. Beyond the limit of two seconds,
    // the answer is that of an outage.
    let is_strict = store == Store::Redis;
    let page = |mut browser: Browser| async move { browser.get("/mon-compte").await };
    let pages = join_all((0..8).map(|_| page(browser.clone()))).await;
    for page in pages {
        if is_strict || page.status == StatusCode::OK {
            assert_eq!(page.status, StatusCode::OK, "{}", page.body);
            assert!(page.body.contains(browser.agent));
        } else {
            assert_is_outage(&page);
        }
    }
    if is_strict {
        works(&site).await;
    }
    let mut late = site.browser();
    let callback = late.begin_login().await;
    let answer = late.get(&callback).await;
    let is_signed_in = answer.status == StatusCode::SEE_OTHER;
    if !is_signed_in {
        assert!(!is_strict);
        assert_is_outage(&answer);
    }
    faulty.network().heal();
    is_served_again(&mut browser).await;
    assert_eq!(late.is_signed_in().await, is_signed_in);
    works(&site).await;
}
