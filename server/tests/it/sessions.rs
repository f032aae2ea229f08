//! Records that are sessions, and those that are not: of another version, another issuer or another
//! client.

use crate::support::{Browser, TestApp};
use axum::http::StatusCode;
use axum_extra::extract::cookie::Key;
use proconnect::web::CookieKeys;
use serde_json::{Value, json};
use tower_sessions::SessionStore;

/// The agent's record, changed as another version of the application would have written it.
async fn change_record(app: &TestApp, browser: &Browser, change: impl FnOnce(&mut Value)) {
    let store = app.store().await;
    let id = browser.cookies["local-session"].parse().unwrap();
    let mut record = store.load(&id).await.unwrap().unwrap();
    let signed_in = record.data.get_mut("signed_in").unwrap();
    // A text of JSON, which stays one unless the change makes it something else.
    let mut value = serde_json::from_str(signed_in.as_str().unwrap()).unwrap();
    change(&mut value);
    *signed_in = match value {
        Value::Object(_) => value.to_string().into(),
        other => other,
    };
    store.save(&record).await.unwrap();
}

fn remove(value: &mut Value, member: &str) {
    assert!(value.as_object_mut().unwrap().remove(member).is_some());
}

#[tokio::test]
async fn f7_an_agent_whose_record_cannot_be_read_is_a_visitor_and_nothing_fails() {
    let app = TestApp::start().await;
    let changes: [fn(&mut Value); 7] = [
        |signed_in| signed_in["identity"]["roles"] = json!("agent_public"),
        |signed_in| signed_in["identity"]["sub"] = json!({"value": "sub"}),
        |signed_in| signed_in["since"] = json!("2026-11-24T00:00:00Z"),
        |signed_in| remove(&mut signed_in["identity"], "claims"),
        |signed_in| remove(signed_in, "id_token"),
        |signed_in| *signed_in = json!("text"),
        |signed_in| *signed_in = Value::Null,
    ];
    for change in changes {
        let mut browser = app.browser();
        browser.log_in().await;
        change_record(&app, &browser, change).await;
        let home = browser.get("/").await;
        assert_eq!(home.status, StatusCode::OK);
        assert!(!home.body.contains("DUBOIS"));
        let account = browser.get("/mon-compte").await;
        assert_eq!(account.status, StatusCode::SEE_OTHER);
        let current = browser.post("/api/current_user", "").await;
        assert_eq!(current.body, "null");
        let out = browser.post("/auth/proconnect/logout", "").await;
        assert_eq!(out.status, StatusCode::SEE_OTHER);
        assert!(out.set_cookie("local-session").contains("Max-Age=0"));
        assert_eq!(app.session_count().await, 0);
        browser.log_in().await;
        assert!(browser.is_signed_in().await);
        browser.post("/auth/proconnect/logout", "").await;
    }
}

#[tokio::test]
async fn f19_of_two_callbacks_of_one_browser_at_once_one_session_is_left_and_is_the_browsers() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    for round in 0..100 {
        // From the second round on, the browser also sends an older session.
        let callbacks = [
            browser.begin_login("/").await,
            browser.begin_login("/").await,
        ];
        let (mut one, mut two) = (browser.clone(), browser.clone());
        let (first, second) = tokio::join!(one.get(&callbacks[0]), two.get(&callbacks[1]));
        assert_eq!([first.location(), second.location()], ["/", "/"]);
        assert_eq!(app.session_count().await, 1, "{round}");
        // In either order of the responses.
        for answers in [[&first, &second], [&second, &first]] {
            let mut reading = browser.clone();
            for answer in answers {
                reading.keep(answer);
            }
            assert!(reading.is_signed_in().await, "{round}");
        }
        browser.keep(&first);
        browser.keep(&second);
    }
}

#[tokio::test]
async fn f19_a_login_that_the_agent_asks_for_again_is_not_held_up_by_an_answer_that_was_lost() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.begin_login("/").await;
    let callback = browser.begin_login("/").await;
    let mut lost = browser.clone();
    lost.get(&callback).await;
    app.wait(std::time::Duration::from_secs(2));
    browser.log_in().await;
    assert!(browser.is_signed_in().await);
    assert!(!lost.is_signed_in().await);
    assert_eq!(app.session_count().await, 1);
}

#[tokio::test]
async fn f6_a_session_begun_for_another_client_is_none() {
    let mut app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    app.restart_with(|settings| {
        settings.proconnect.client_id = serde_json::from_value(json!("another-client")).unwrap();
    })
    .await;
    let mut browser = browser.at(&app.router);
    assert!(!browser.is_signed_in().await);
    assert_eq!(browser.get("/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn f13_agents_stay_signed_in_through_a_rotation_of_the_secret() {
    let mut app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let new = Key::generate();
    app.restart_with(|settings| {
        settings.cookie_keys = CookieKeys {
            current: new.clone(),
            previous: Some(settings.cookie_keys.current.clone()),
        };
    })
    .await;
    let mut browser = browser.at(&app.router);
    assert!(browser.is_signed_in().await);
    app.wait(std::time::Duration::from_secs(120));
    assert!(browser.is_signed_in().await);
    app.restart_with(|settings| settings.cookie_keys = new.into())
        .await;
    assert!(browser.at(&app.router).is_signed_in().await);
}
