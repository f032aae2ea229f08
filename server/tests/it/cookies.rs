//! Cookies of other hosts, and the length of this application's own cookies.

use crate::support::{Answer, Browser, HTTPS, TestApp};
use app::refusals::texts::ATTEMPT_GAVE_WAY;
use axum::http::{Method, StatusCode, header};
use std::time::Duration;

/// Spellings of one of our names that a sibling host may set for the whole domain.
fn spellings(name: &str) -> Vec<String> {
    let escaped = |c: char| format!("%{:02X}", c as u32);
    let all: String = name.chars().map(escaped).collect();
    let lower = all.to_lowercase();
    vec![
        name.replacen("__Host-", "__Host%2D", 1),
        name.replacen("__Host-", "__Host%2d", 1),
        name.replacen('_', "%5F", 1),
        all,
        lower,
        format!("{name}%20"),
        format!("{name} "),
        name.to_lowercase(),
        name.to_uppercase(),
        format!("={name}"),
    ]
}

/// The status and the location of a page requested with this `Cookie` header.
async fn get(browser: &Browser, path: &str, cookies: &[u8]) -> (StatusCode, String) {
    let answer = browser.get_with_cookies(path, cookies).await;
    (answer.status, answer.location().to_owned())
}

fn header_of(browser: &Browser) -> String {
    let pairs = browser.cookies.iter();
    let pairs: Vec<_> = pairs
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("; ")
}

#[tokio::test]
async fn f1_a_cookie_of_a_sibling_host_is_no_session() {
    let app = TestApp::start_at(HTTPS, &[]).await;
    let (mut attacker, mut agent) = (app.browser(), app.browser());
    attacker.log_in().await;
    agent.log_in().await;
    let planted = attacker.cookies["__Host-session"].clone();
    for name in spellings("__Host-session") {
        let evil = format!("{name}={planted}");
        let visitor = get(&app.browser(), "/mon-compte", evil.as_bytes()).await;
        assert_eq!(visitor.0, StatusCode::SEE_OTHER, "{name}");
        for line in [
            format!("{}; {evil}", header_of(&agent)),
            format!("{evil}; {}", header_of(&agent)),
            format!("{name}=garbage; {}", header_of(&agent)),
        ] {
            let answer = agent.get_with_cookies("/mon-compte", line.as_bytes()).await;
            assert_eq!(answer.status, StatusCode::OK, "{line}");
            assert_eq!(answer.headers.get(header::SET_COOKIE), None, "{line}");
        }
    }
}

#[tokio::test]
async fn f1_a_cookie_of_a_sibling_host_is_no_login_attempt() {
    let app = TestApp::start_at(HTTPS, &[]).await;
    let mut attacker = app.browser();
    let callback = attacker.begin_login("/").await;
    let attempts = attacker.cookies.iter();
    let attempts = attempts.filter(|(name, _)| name.contains("login-attempt"));
    for (name, value) in attempts {
        for name in spellings(name) {
            let victim = app.browser();
            let planted = format!("{name}={value}");
            let answer = victim.get_with_cookies(&callback, planted.as_bytes()).await;
            assert_eq!(answer.refusal(), "login_attempt.unknown", "{name}");
        }
    }
}

#[tokio::test]
async fn f5_a_foreign_cookie_with_an_accent_blocks_no_login() {
    let app = TestApp::start().await;
    for foreign in [
        &b"ville=\xc3\x89vry; "[..],
        b"ville=\xc9vry; ",
        b"\xff=\xff; ",
    ] {
        let mut browser = app.browser();
        let callback = browser.begin_login("/mon-compte").await;
        let with_it = |browser: &Browser| [foreign, header_of(browser).as_bytes()].concat();
        let answer = browser
            .get_with_cookies(&callback, &with_it(&browser))
            .await;
        assert_eq!(answer.location(), "/mon-compte", "{foreign:?}");
        browser.keep(&answer);
        let page = get(&browser, "/mon-compte", &with_it(&browser)).await;
        assert_eq!(page.0, StatusCode::OK, "{foreign:?}");
    }
}

#[tokio::test]
async fn f17_our_cookies_stay_under_4096_bytes_whatever_is_pending() {
    let long_values = "eidas1 ".repeat(36);
    let settings = [
        ("PROCONNECT_ACR_VALUES", long_values.as_str()),
        ("PROCONNECT_ACR_ESSENTIAL", "false"),
    ];
    let app = TestApp::start_at(HTTPS, &settings).await;
    let mut browser = app.browser();
    browser.log_in().await;
    browser
        .post("/preferences/theme", "theme=system&page=/")
        .await;
    browser
        .post("/preferences/theme", "theme=light&page=/")
        .await;
    for length in [
        2048, 60, 60, 700, 2048, 1200, 512, 512, 512, 512, 512, 2048, 1, 1, 1, 1,
    ] {
        let form = format!("return_to=/{}&level=mfa", "x".repeat(length - 1));
        let left = browser.post("/auth/proconnect", &form).await;
        assert_eq!(left.status, StatusCode::SEE_OTHER, "{}", left.refusal());
        let length = "Cookie: ".len() + header_of(&browser).len();
        assert!(length < 4096, "{length} bytes");
    }
    browser.post("/auth/proconnect/logout", "").await;
    let length = "Cookie: ".len() + header_of(&browser).len();
    assert!(length < 4096, "{length} bytes");
}

/// The bytes of a response that a proxy must buffer before it forwards it: 4 096 at most in nginx's
/// default configuration.
fn head_length(answer: &Answer) -> usize {
    let lines = answer.headers.iter();
    let lines: usize = lines
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum();
    "HTTP/1.1 200 OK\r\ndate: Thu, 26 Nov 2026 00:00:00 GMT\r\n\r\n".len() + lines
}

#[tokio::test]
async fn l4_the_start_of_a_login_fits_the_default_buffer_of_a_proxy() {
    let settings = [(
        "PROCONNECT_ACR_VALUES",
        "eidas0-mfa eidas1-mfa eidas2 eidas3",
    )];
    let app = TestApp::start_at(HTTPS, &settings).await;
    let mut browser = app.browser();
    for length in [1, 512, 1024, 60, 60, 60, 1500, 1500] {
        let form = format!(
            "return_to=/{}&login_hint=angela.claire.dubois-martin@ministere.gouv.fr&siret_hint=13002526500013",
            "x".repeat(length - 1)
        );
        let left = browser.submit("/auth/proconnect", &form).await;
        assert_eq!(left.status, StatusCode::OK, "{}", left.refusal());
        let length = head_length(&left);
        assert!(length < 4096, "{length} bytes");
    }
}

#[tokio::test]
async fn f17_a_removed_attempt_has_its_own_refusal() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let first = browser.begin_login("/mon-compte").await;
    let long = format!("/mon-compte?q={}", "x".repeat(2000));
    browser.begin_login(&long).await;
    let second = browser.begin_login(&long).await;
    let given_way = browser.get(&first).await;
    assert_eq!(given_way.refusal(), "login_attempt.gave_way");
    assert!(given_way.explains(&ATTEMPT_GAVE_WAY), "{}", given_way.body);
    assert_eq!(browser.get(&second).await.location(), long);
}

#[tokio::test]
async fn r06_a_late_attempt_has_its_own_refusal_and_keeps_the_return_path() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let callback = browser.begin_login("/mon-compte?onglet=2").await;
    app.wait(Duration::from_secs(11 * 60));
    let kept = |cookie: &str| !cookie.contains("Max-Age=600;");
    assert!(browser.cookies.keys().any(|name| name.contains("attempt")));
    let late = browser.get(&callback).await;
    assert_eq!(late.refusal(), "login_attempt.expired");
    let way_back = "name=\"return_to\" value=\"/mon-compte?onglet=2\"";
    assert!(late.body.contains(way_back), "{}", late.body);
    let begun = browser.post("/auth/proconnect", "return_to=/").await;
    let cookies = begun.headers.get_all(header::SET_COOKIE).iter();
    assert!(cookies.map(|cookie| cookie.to_str().unwrap()).all(kept));
}

#[tokio::test]
async fn r06_how_long_a_login_may_take_is_a_setting() {
    let app = TestApp::start_with(&[("PROCONNECT_LOGIN_MINUTES", "30")]).await;
    let mut browser = app.browser();
    let form = "return_to=/mon-compte&login_hint=angela.dubois@ministere.gouv.fr";
    let left = browser.post("/auth/proconnect", form).await;
    app.wait(Duration::from_secs(29 * 60));
    let callback = browser.visit_issuer(left.location()).await;
    assert_eq!(browser.get(&callback).await.location(), "/mon-compte");
}

#[tokio::test]
async fn r07_by_plain_http_no_cookie_is_secure_and_by_https_every_one_is() {
    for (app, https) in [
        (TestApp::start().await, false),
        (TestApp::start_at(HTTPS, &[]).await, true),
    ] {
        let mut browser = app.browser();
        let begun = browser.post("/auth/proconnect", "return_to=/").await;
        let logged_in = browser.log_in().await;
        let themed = browser
            .post("/preferences/theme", "theme=dark&page=/")
            .await;
        let logged_out = browser
            .request(
                Method::POST,
                "/auth/proconnect/logout",
                &[("sec-fetch-site", "same-origin")],
                "",
            )
            .await;
        for answer in [begun, logged_in, themed, logged_out] {
            let cookies: Vec<_> = answer.headers.get_all(header::SET_COOKIE).iter().collect();
            assert!(!cookies.is_empty());
            for cookie in cookies {
                let cookie = cookie.to_str().unwrap();
                assert_eq!(cookie.contains("; Secure"), https, "{cookie}");
                assert_eq!(cookie.starts_with("__Host-"), https, "{cookie}");
                assert!(!cookie.contains("Domain"), "{cookie}");
            }
        }
    }
}
