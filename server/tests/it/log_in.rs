use crate::support::{HTTPS, TestApp};
use axum::http::StatusCode;
use mock_proconnect::Fault;

#[tokio::test]
async fn a_login_ends_on_the_page_that_was_asked_for_and_shows_who_it_is() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let callback = browser.begin_login("/mon-compte?onglet=1").await;
    let landed = browser.get(&callback).await;
    assert_eq!(landed.status, StatusCode::SEE_OTHER);
    assert_eq!(landed.location(), "/mon-compte?onglet=1");
    let home = browser.get("/").await;
    assert!(home.body.contains("DUBOIS"));
    assert_eq!(home.header("cache-control"), "no-store");
}

#[tokio::test]
async fn the_session_cookie_is_of_this_host_alone_and_out_of_reach_of_scripts() {
    let app = TestApp::start_at(HTTPS, &[]).await;
    let answer = app.browser().log_in().await;
    let cookie = answer.set_cookie("__Host-session");
    for attribute in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(attribute), "{attribute}");
    }
    assert!(!cookie.contains("Domain"));
}

#[tokio::test]
async fn a_second_login_makes_exactly_two_calls() {
    let app = TestApp::start().await;
    app.browser().log_in().await;
    let before = app.mock.requests().len();
    app.browser().log_in().await;
    let seen: Vec<String> = app.mock.requests()[before..]
        .iter()
        .map(|(_, path)| path.clone())
        .collect();
    let by_browser = |path: &&String| path.contains("/authorize") || path.contains("/interaction");
    let by_server: Vec<_> = seen.iter().filter(|path| !by_browser(path)).collect();
    assert_eq!(by_server, ["/api/v2/token", "/api/v2/userinfo"]);
}

#[tokio::test]
async fn an_agent_stays_signed_in_when_the_server_restarts() {
    let mut app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    app.restart().await;
    assert!(browser.at(&app.router).is_signed_in().await);
}

#[tokio::test]
async fn a_reloaded_callback_leads_home_and_uses_no_code_again() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let callback = browser.begin_login("/").await;
    let attempt = browser.cookies.clone();
    browser.get(&callback).await;
    let reloaded = browser.get(&callback).await;
    assert_eq!(
        (reloaded.status, reloaded.location()),
        (StatusCode::SEE_OTHER, "/")
    );
    // Even with the attempt's cookie, which a second tab may still have.
    browser.cookies.extend(attempt);
    let replayed = browser.get(&callback).await;
    assert_eq!(
        (replayed.status, replayed.location()),
        (StatusCode::SEE_OTHER, "/")
    );
    assert_eq!(app.calls_to("/token"), 1);
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn of_several_responses_at_once_one_is_finished() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let callback = browser.begin_login("/mon-compte").await;
    let [mut one, mut two, mut three] = [browser.clone(), browser.clone(), browser];
    let answers = tokio::join!(one.get(&callback), two.get(&callback), three.get(&callback));
    let answers = [answers.0, answers.1, answers.2];
    let sessions = answers
        .iter()
        .filter(|answer| !answer.set_cookie("local-session").is_empty())
        .count();
    assert_eq!((sessions, app.calls_to("/token")), (1, 1));
    // The others are redirected: the browser already has the one session.
    for answer in &answers {
        assert_eq!(answer.location(), "/mon-compte", "{}", answer.refusal());
    }
}

#[tokio::test]
async fn of_several_responses_at_once_none_is_shown_on_if_the_login_fails() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    app.mock
        .lie_about_next_login("id-token-wrong-nonce".parse::<Fault>().unwrap());
    let callback = browser.begin_login("/mon-compte").await;
    let [mut one, mut two] = [browser.clone(), browser];
    let answers = tokio::join!(one.get(&callback), two.get(&callback));
    let mut refusals = [answers.0.refusal(), answers.1.refusal()];
    refusals.sort_unstable();
    assert_eq!(
        refusals,
        ["id_token.nonce_mismatch", "login_attempt.already_used"]
    );
}

#[tokio::test]
async fn a_new_login_ends_the_session_there_was() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let mut old = browser.clone();
    browser.log_in().await;
    assert_ne!(
        old.cookies["local-session"],
        browser.cookies["local-session"]
    );
    assert!(browser.is_signed_in().await);
    assert!(!old.is_signed_in().await);
}

#[tokio::test]
async fn a_planted_session_id_is_not_the_one_that_signs_in() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let planted = "AAAAAAAAAAAAAAAAAAAAAA";
    browser
        .cookies
        .insert("local-session".to_owned(), planted.to_owned());
    browser.log_in().await;
    assert_ne!(browser.cookies["local-session"], planted);
    let mut thief = app.browser();
    thief
        .cookies
        .insert("local-session".to_owned(), planted.to_owned());
    assert!(!thief.is_signed_in().await);
}

#[tokio::test]
async fn a_browsers_form_is_handed_over_by_a_page_and_a_client_by_a_redirect() {
    let app = TestApp::start().await;
    let page = app.browser().submit("/auth/proconnect", "").await;
    assert_eq!((page.status, page.location()), (StatusCode::OK, ""));
    let authorize = format!("0;url={}/authorize?", app.mock.issuer());
    assert!(page.header("refresh").starts_with(&authorize));
    assert!(page.body.contains("Continuer vers ProConnect"));
    assert!(
        page.header("set-cookie")
            .starts_with("local-login-attempt-")
    );
    let redirect = app.browser().post("/auth/proconnect", "").await;
    assert_eq!(redirect.status, StatusCode::SEE_OTHER);
    assert!(redirect.location().starts_with(app.mock.issuer()));
}
