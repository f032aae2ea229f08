//! Runs the example of the README: an agent logs in and out with the mock issuer.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and is a browser"
)]

#[path = "../examples/axum.rs"]
#[allow(dead_code, reason = "the test calls what `main` calls")]
mod example;

use mock_proconnect::Client;
use proconnect::Config;
use reqwest::{Method, Response, header, redirect::Policy};
use std::collections::BTreeMap;
use tokio::net::TcpListener;
use url::Url;

#[test]
fn the_readme_begins_with_the_example() {
    let program = include_str!("../examples/axum.rs");
    assert!(include_str!("../README.md").contains(program));
}

#[tokio::test]
async fn an_agent_logs_in_and_out_of_the_example() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let mut client = Client::development();
    client.redirect_uris = vec![format!("{origin}/auth/proconnect/callback")];
    client.post_logout_redirect_uris = vec![format!("{origin}/auth/proconnect/logout/callback")];
    let anywhere = ([127, 0, 0, 1], 0).into();
    let mock = mock_proconnect::start(anywhere, vec![client.clone()]).await;
    let mock = mock.unwrap();
    let config = Config::from_variables(|name| match name {
        "PROCONNECT_DOMAIN" => Some(mock.issuer().to_owned()),
        "PROCONNECT_CLIENT_ID" => Some(client.client_id.clone()),
        "PROCONNECT_CLIENT_SECRET" => Some(client.client_secret.clone()),
        "PROCONNECT_REDIRECT_URI" => client.redirect_uris.first().cloned(),
        "PROCONNECT_POST_LOGOUT_REDIRECT_URI" => client.post_logout_redirect_uris.first().cloned(),
        _ => None,
    });
    let config = config.unwrap();
    tokio::spawn(async move { example::serve(config, listener).await.unwrap() });
    let mut browser = Browser::new(&origin);

    assert!(browser.home().await.contains("Log in"));
    let form = "login_hint=angela.dubois@ministere.gouv.fr";
    browser.submit("/auth/proconnect", form).await;
    let home = browser.home().await;
    assert!(home.contains("Angela"), "{home}");
    assert!(home.contains("Log out"), "{home}");

    browser.submit("/auth/proconnect/logout", "").await;
    let home = browser.home().await;
    assert!(
        !home.contains("Angela") && home.contains("Log in"),
        "{home}"
    );
}

#[tokio::test]
async fn a_form_of_another_site_is_refused_by_the_example() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let config = Config::from_variables(|name| match name {
        "PROCONNECT_DOMAIN" => Some("http://127.0.0.1:9/api/v2".to_owned()),
        "PROCONNECT_CLIENT_ID" => Some("client".to_owned()),
        "PROCONNECT_CLIENT_SECRET" => Some("5".repeat(64)),
        "PROCONNECT_REDIRECT_URI" => Some(format!("{origin}/auth/proconnect/callback")),
        "PROCONNECT_POST_LOGOUT_REDIRECT_URI" => {
            Some(format!("{origin}/auth/proconnect/logout/callback"))
        }
        _ => None,
    });
    let config = config.unwrap();
    tokio::spawn(async move { example::serve(config, listener).await.unwrap() });
    let request = reqwest::Client::new().post(format!("{origin}/auth/proconnect"));
    let answer = request.header("sec-fetch-site", "cross-site").send().await;
    assert_eq!(answer.unwrap().status(), 403);
}

/// Keeps the cookies of each origin, and follows redirects.
struct Browser {
    origin: String,
    http: reqwest::Client,
    /// Values by origin and name. By host alone, those of the example and the mock would mix.
    cookies: BTreeMap<(String, String), String>,
}

impl Browser {
    fn new(origin: &str) -> Self {
        let http = reqwest::Client::builder().redirect(Policy::none());
        Self {
            origin: origin.to_owned(),
            http: http.no_proxy().build().unwrap(),
            cookies: BTreeMap::new(),
        }
    }

    async fn home(&mut self) -> String {
        let url = Url::parse(&self.origin).unwrap();
        self.follow(Method::GET, url, "").await
    }

    async fn submit(&mut self, path: &str, form: &str) -> String {
        let url = Url::parse(&self.origin).unwrap().join(path).unwrap();
        self.follow(Method::POST, url, form).await
    }

    /// The text of the page to which the request leads. A page of the mock that a script would
    /// submit (the end of its session) is submitted here.
    async fn follow(&mut self, mut method: Method, mut url: Url, form: &str) -> String {
        let mut form = form.to_owned();
        for _ in 0..12 {
            let answer = self.send(method, &url, &form).await;
            if let Some(location) = answer.headers().get(header::LOCATION) {
                url = url.join(location.to_str().unwrap()).unwrap();
                (method, form) = (Method::GET, String::new());
                continue;
            }
            let page = answer.text().await.unwrap();
            let Some((_, rest)) = page.split_once("name=\"xsrf\" value=\"") else {
                return page;
            };
            let xsrf = rest.split('"').next().unwrap();
            form = format!("xsrf={xsrf}&logout=yes");
            url = url.join("/api/v2/session/end/confirm").unwrap();
            method = Method::POST;
        }
        panic!("{url} leads on and on");
    }

    async fn send(&mut self, method: Method, url: &Url, form: &str) -> Response {
        let origin = url.origin().ascii_serialization();
        let own = self.cookies.iter().filter(|((of, _), _)| *of == origin);
        let own: Vec<_> = own
            .map(|((_, name), value)| format!("{name}={value}"))
            .collect();
        let request = self
            .http
            .request(method, url.clone())
            .header(header::COOKIE, own.join("; "))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(form.to_owned());
        let answer = request.send().await.unwrap();
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, rest) = cookie.split_once('=').unwrap();
            let key = (origin.clone(), name.to_owned());
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(&key);
            } else {
                let value = rest.split(';').next().unwrap();
                self.cookies.insert(key, value.to_owned());
            }
        }
        answer
    }
}
