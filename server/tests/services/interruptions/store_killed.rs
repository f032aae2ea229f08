//! A store that is killed at each step of a login: PostgreSQL and Redis lose their power, SQLite its file.

use crate::support::{
    Faulty, Store, assert_is_outage, callback_after_exchange, exchanges, is_not_ready,
    is_ready_again, is_served_again, works,
};
use reqwest::StatusCode;

in_each!(store_r02_a_store_killed_before_a_login_refuses_and_recovers: sqlite postgres redis);

async fn store_r02_a_store_killed_before_a_login_refuses_and_recovers(store: Store) {
    let (site, mut faulty) = Faulty::site(store).await;
    let replica = site.alone().await;
    let mut signed_in = site.browser();
    signed_in.log_in().await;
    faulty.kill();
    // An agent is not taken for a visitor, on any page.
    for path in ["/mon-compte", "/", "/espace-agents-publics"] {
        assert_is_outage(&signed_in.get(path).await);
    }
    // A visitor has no session to read: public pages are served, and an attempt is in a cookie.
    let mut visitor = site.browser();
    assert_eq!(visitor.get("/").await.status, StatusCode::OK);
    let callback = visitor.begin_login().await;
    assert_is_outage(&visitor.get(&callback).await);
    let text = is_not_ready(&replica).await;
    // Its file is away meanwhile.
    let word = if store == Store::Sqlite {
        "missing: its file is gone"
    } else {
        "unreachable: it does not answer"
    };
    assert!(text.contains(&format!("session store: {word}")), "{text}");

    faulty.restart();
    is_served_again(&mut signed_in).await;
    is_ready_again(&replica).await;
    works(&site).await;
    assert!(!visitor.is_signed_in().await);
}

in_each!(store_r03_a_store_killed_between_redirect_and_callback_uses_no_code: sqlite postgres redis);

async fn store_r03_a_store_killed_between_redirect_and_callback_uses_no_code(store: Store) {
    let (site, mut faulty) = Faulty::site(store).await;
    let _replica = site.alone().await;
    let mut browser = site.browser();
    let callback = browser.begin_login().await;
    faulty.kill();
    let before = exchanges(&site);
    for _ in 0..3 {
        let mut copy = browser.clone();
        assert_is_outage(&copy.get(&callback).await);
    }
    assert_eq!(exchanges(&site), before, "the code is not used");

    faulty.restart();
    works(&site).await;
    assert!(!browser.is_signed_in().await);
    // The agent reloads the callback, whose code is still good.
    let signed_in = browser.get(&callback).await;
    assert_eq!(signed_in.status, StatusCode::SEE_OTHER, "{signed_in:?}");
    assert!(browser.is_signed_in().await);
}

in_each!(store_r04_a_store_killed_between_exchange_and_save_begins_no_session: sqlite postgres redis);

async fn store_r04_a_store_killed_between_exchange_and_save_begins_no_session(store: Store) {
    let (site, mut faulty) = Faulty::site(store).await;
    let _replica = site.alone().await;
    let callback = callback_after_exchange(&site, &mut site.browser()).await;
    faulty.kill();
    let (mut browser, answer) = callback.await.unwrap();
    assert_is_outage(&answer);
    assert!(!browser.cookies.contains_key("local-session"));

    faulty.restart();
    works(&site).await;
    assert!(!browser.is_signed_in().await);
    let stores = site.stores().await;
    let open = proconnect::web::SessionRegistry::list(&stores.sessions, None).await;
    assert_eq!(open.unwrap(), [], "no half of a session is left");
    browser.log_in().await;
    assert!(browser.is_signed_in().await);
}

in_each!(store_r05_a_store_killed_at_a_logout_signs_nobody_out_in_silence: sqlite postgres redis);

async fn store_r05_a_store_killed_at_a_logout_signs_nobody_out_in_silence(store: Store) {
    let (site, mut faulty) = Faulty::site(store).await;
    let _replica = site.alone().await;
    let mut browser = site.browser();
    browser.log_in().await;
    let mut thief = browser.clone();
    faulty.kill();
    assert_is_outage(&browser.submit("/auth/proconnect/logout", "").await);

    faulty.restart();
    is_served_again(&mut browser).await;
    assert!(thief.is_signed_in().await, "the page has said so");
    let left = browser.log_out().await;
    assert!(left.location().starts_with(site.mock.issuer()), "{left:?}");
    assert!(!thief.is_signed_in().await);
}
