//! The beginning of a session.

use super::{on_every_store, *};

/// The record of a login: the browser, what the login is for, and when the browser left.
fn of(browser: &str, login: &str, left_at: i64) -> Record {
    let browser = json!({"id": browser, "login": login, "left_at": left_at});
    super::login("agent", Some(browser), None)
}

on_every_store![
    f19_two_logins_of_one_browser_at_once_begin_one_session,
    f19_another_login_of_the_same_browser_replaces_its_session,
    f19_a_session_that_has_ended_holds_no_login_up,
    where_the_browser_is_not_known_each_login_begins_a_session,
];

async fn f19_two_logins_of_one_browser_at_once_begin_one_session(fixture: Fixture) {
    let environment = environment("https://issuer", "client");
    let replica = fixture.replica(&fixture.secrets, &environment);
    let left_at = fixture.now() - 5;
    for round in 0..100 {
        let login = || of(&format!("browser {round}"), "login", left_at);
        let other = if round % 2 == 0 {
            &fixture.store
        } else {
            &replica
        };
        let (one, two) = tokio::join!(begins(&fixture.store, login()), begins(other, login()));
        let begun: Vec<_> = [one, two].into_iter().flatten().collect();
        assert_eq!(begun.len(), 1);
        assert!(fixture.lives(&begun[0]).await);
        assert_eq!(fixture.rows().await, round + 1);
    }
}

async fn f19_another_login_of_the_same_browser_replaces_its_session(fixture: Fixture) {
    let store = &fixture.store;
    let left_at = fixture.now() - 5;
    let first = begins(store, of("browser", "one", left_at)).await.unwrap();
    let stranger = begins(store, of("other browser", "one", left_at)).await;
    // Another agent, or another `acr`.
    let second = begins(store, of("browser", "two", left_at)).await.unwrap();
    assert!(!fixture.lives(&first).await);
    assert!(fixture.lives(&second).await);
    // The agent tries again: the first response may have been lost.
    fixture.wait(TimeDelta::seconds(2));
    let asked_again = of("browser", "two", fixture.now());
    let third = begins(store, asked_again).await.unwrap();
    assert!(!fixture.lives(&second).await);
    // Later than a login may last.
    fixture.wait(TimeDelta::seconds(121));
    let fourth = begins(store, of("browser", "two", left_at)).await;
    assert!(!fixture.lives(&third).await);
    assert!(fixture.lives(&fourth.unwrap()).await);
    assert!(fixture.lives(&stranger.unwrap()).await);
    assert_eq!(fixture.rows().await, 2);
}

async fn f19_a_session_that_has_ended_holds_no_login_up(fixture: Fixture) {
    let store = &fixture.store;
    let login = || of("browser", "one", fixture.now() - 5);
    let first = begins(store, login()).await.unwrap();
    store.delete(&first.id).await.unwrap();
    let second = begins(store, login()).await;
    assert!(fixture.lives(&second.unwrap()).await);
    // A session sealed with another secret is ignored.
    let secrets = CookieKeys::from(Key::generate());
    let environment = environment("https://issuer", "client");
    let other = fixture.replica(&secrets, &environment);
    assert!(begins(&other, login()).await.is_some());
    assert_eq!(fixture.rows().await, 1);
}

async fn where_the_browser_is_not_known_each_login_begins_a_session(fixture: Fixture) {
    let (one, two) = (fixture.create().await, fixture.create().await);
    assert!(fixture.lives(&one).await && fixture.lives(&two).await);
}
