//! A store that returns without its last writes, or without its tables.

use crate::support::{
    Faulty, Store, assert_is_outage, is_not_ready, is_ready_again, is_served_again, works,
};
use proconnect::web::SessionRegistry;

in_each!(store_r12_a_failover_with_lost_writes_makes_nobody_somebody_else: sqlite postgres redis);

async fn store_r12_a_failover_with_lost_writes_makes_nobody_somebody_else(store: Store) {
    let (site, mut faulty) = Faulty::forgetful_site(store).await;
    let _replica = site.alone().await;
    let mut kept = site.browser();
    kept.log_in().await;
    let mut left = site.browser();
    left.log_in().await;
    let mut late_callback = site.browser();
    let callback = late_callback.begin_login().await;
    faulty.keep_state().await;
    is_served_again(&mut kept).await;
    let mut lost = site.browser();
    lost.agent = "jean.terrien@commune.example.fr";
    lost.log_in().await;
    let mut copy = left.clone();
    left.log_out().await;
    assert!(!copy.is_signed_in().await);

    faulty.lose_writes();
    is_served_again(&mut kept).await;
    // A session that was lost is over, in plain sight: the next page asks for a login.
    assert!(!lost.is_signed_in().await);
    lost.log_in().await;
    assert!(lost.is_signed_in().await);
    // A logout that was lost with the state is the price of such a failover; the browser has lost its cookie.
    assert!(!left.is_signed_in().await);
    assert!(copy.is_signed_in().await);
    let signed_in = late_callback.get(&callback).await;
    assert_eq!(signed_in.location(), "/", "{signed_in:?}");
    let open = site.stores().await.sessions.list(None).await.unwrap();
    assert_eq!(open.len(), 4);
}

// Redis has no schema.
in_each!(store_r15_a_missing_table_is_an_outage_until_it_is_back: sqlite postgres);

async fn store_r15_a_missing_table_is_an_outage_until_it_is_back(store: Store) {
    let (site, faulty) = Faulty::site(store).await;
    let replica = site.alone().await;
    let mut browser = site.browser();
    browser.log_in().await;
    faulty
        .execute("ALTER TABLE agent_sessions RENAME TO hidden")
        .await;
    assert_is_outage(&browser.get("/mon-compte").await);
    assert_is_outage(&browser.submit("/auth/proconnect/logout", "").await);
    let mut visitor = site.browser();
    let callback = visitor.begin_login().await;
    assert_is_outage(&visitor.get(&callback).await);
    let text = is_not_ready(&replica).await;
    assert!(text.contains("a table is missing"), "{text}");
    faulty
        .execute("ALTER TABLE hidden RENAME TO agent_sessions")
        .await;
    is_served_again(&mut browser).await;
    is_ready_again(&replica).await;
    works(&site).await;
}
