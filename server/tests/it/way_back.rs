//! The page that an agent wanted, kept byte for byte from the address bar through the login and
//! back.

use crate::support::{Browser, TestApp};
use axum::http::StatusCode;
use url::form_urlencoded::byte_serialize;

const ADDRESSES: [&str; 17] = [
    "/mon-compte?q=Jean%20Dupont",
    "/mon-compte?q=Jean+Dupont",
    "/mon-compte?q=R%26D",
    "/mon-compte?q=a%23b",
    "/mon-compte?q=100%25",
    "/mon-compte?q=%2525%252B%2526",
    "/mon-compte?q=1%2B1",
    "/mon-compte?q=a/b?c",
    "/mon-compte?q=a%2Fb%3Fc%5Cd",
    "/mon-compte?q=%C3%A9t%C3%A9",
    "/mon-compte?u=https://exemple.fr/a?b=c%26d",
    "/mon-compte?u=https%3A%2F%2Fexemple.fr%2F%3Fa%3D1%26b%3D2%23c",
    "/mon-compte?a=&b=&c",
    "/mon-compte?a=1&a=2&b%5B%5D=3",
    "/mon-compte?",
    "/mon-compte?q=%22%3C%3E%27%60%0A%09",
    "/mon-compte?a=b=c;d,e:@!$()*~-._",
];

/// Submits the form of the login page, and returns from the issuer.
async fn log_in_from(browser: &mut Browser, login_page: &str) -> String {
    let page = browser.get(login_page).await;
    assert_eq!(page.status, StatusCode::OK);
    let return_to: String = byte_serialize(page.field("return_to").as_bytes()).collect();
    let callback = browser.begin_login(&return_to).await;
    browser.get(&callback).await.location().to_owned()
}

#[tokio::test]
async fn r01_an_address_comes_back_byte_for_byte_after_a_login() {
    let app = TestApp::start().await;
    for address in ADDRESSES {
        let mut browser = app.browser();
        let sent = browser.get(address).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{address}");
        let landed = log_in_from(&mut browser, sent.location()).await;
        assert_eq!(landed, address);
        assert_eq!(browser.get(&landed).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn r01_a_path_and_a_fragment_come_back_too() {
    let app = TestApp::start().await;
    for address in [
        "/dossiers/%C3%A9t%C3%A9%202026/R%26D%2525",
        "/a%2Fb/c%3Fd;e=f+g",
        "/mon-compte?q=a%23b#partie%202",
    ] {
        let mut browser = app.browser();
        let query: String = byte_serialize(address.as_bytes()).collect();
        let login_page = format!("/connexion?return_to={query}");
        assert_eq!(log_in_from(&mut browser, &login_page).await, address);
    }
}

#[tokio::test]
async fn r01_an_address_comes_back_after_a_step_up_and_after_a_refusal() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    for address in ADDRESSES {
        let address = address.replace("/mon-compte", "/espace-sensible");
        let sent = browser.get(&address).await;
        let page = browser.get(sent.location()).await;
        assert_eq!(page.field("level"), "mfa", "{address}");
        assert_eq!(page.field("return_to"), address);

        let mut refused = app.browser();
        let return_to: String = byte_serialize(address.as_bytes()).collect();
        let callback = refused.begin_login(&return_to).await;
        let denied = callback.replace("code=", "error=access_denied&was=");
        let page = refused.get(&denied).await;
        assert_eq!(page.field("return_to"), address);
    }
}

#[tokio::test]
async fn l4_a_way_back_that_is_too_long_to_be_kept_makes_no_long_head() {
    let app = TestApp::start().await;
    for query in ["x".repeat(5000), "%20".repeat(5000)] {
        let sent = app.browser().get(&format!("/mon-compte?q={query}")).await;
        assert_eq!(sent.location(), "/connexion");
    }
}
