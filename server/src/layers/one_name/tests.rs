use super::*;
use axum::{Router, body::Body, middleware::from_fn_with_state, routing::get};
use tower::ServiceExt;

const ORIGIN_OF_THE_SITE: &str = "https://app.example.fr";

fn site(origin: &str) -> Router {
    let page = get(|| async { "the page" }).post(|| async { "done" });
    let one = OneName::of(&origin.into());
    Router::new()
        .route("/{*any}", page.clone())
        .route("/", page)
        .layer(from_fn_with_state(one, lead))
}

async fn ask(
    site: &Router,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
) -> (StatusCode, String) {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).unwrap();
    let answer = site.clone().oneshot(request).await.unwrap();
    let location = answer.headers().get("location");
    let location = location.map_or("", |value| value.to_str().unwrap());
    (answer.status(), location.to_owned())
}

#[tokio::test]
async fn r18_a_visitor_by_another_name_is_led_to_the_same_page_under_the_one_name() {
    for host in [
        "www.example.fr",
        "example.fr",
        "app.example.fr.",
        "app.example.fr.evil.example",
        "203.0.113.7",
        "203.0.113.7:8443",
        "[2001:db8::1]:443",
    ] {
        for method in [Method::GET, Method::HEAD] {
            let site = site(ORIGIN_OF_THE_SITE);
            let (status, location) = ask(&site, method, "/a%20b?c=%2F&d", &[("host", host)]).await;
            assert_eq!(status, StatusCode::TEMPORARY_REDIRECT, "{host}");
            assert_eq!(location, "https://app.example.fr/a%20b?c=%2F&d", "{host}");
        }
    }
}

#[tokio::test]
async fn f22_the_one_name_is_served_in_every_spelling_and_with_every_port() {
    let site = site(ORIGIN_OF_THE_SITE);
    for host in [
        "app.example.fr",
        "APP.Example.fr",
        "app.example.fr:443",
        "app.example.fr:8080",
    ] {
        let (status, _) = ask(&site, Method::GET, "/", &[("host", host)]).await;
        assert_eq!(status, StatusCode::OK, "{host}");
    }
    assert_eq!(ask(&site, Method::GET, "/", &[]).await.0, StatusCode::OK);
}

#[tokio::test]
async fn r18_the_names_that_proxies_and_health_checks_use_are_served() {
    let site = site(ORIGIN_OF_THE_SITE);
    for host in [
        "127.0.0.1:8080",
        "localhost:8080",
        "backend",
        "10.0.0.4:8080",
        "[fd00::1]",
        "app_1:80",
    ] {
        for accept in ["*/*", "text/html"] {
            let headers = [("host", host), ("accept", accept)];
            for _ in 0..20 {
                let (status, _) = ask(&site, Method::GET, "/", &headers).await;
                assert_eq!(status, StatusCode::OK, "{host}");
            }
        }
    }
}

#[tokio::test]
async fn r18_a_proxy_that_says_what_the_visitor_used_is_believed_as_far_as_that_prevents_a_redirect()
 {
    for (header, value) in [
        ("x-forwarded-host", "app.example.fr"),
        ("x-forwarded-host", "app.example.fr:443"),
        ("forwarded", "for=192.0.2.1;host=app.example.fr;proto=https"),
        ("forwarded", "for=192.0.2.1, host=\"app.example.fr:443\""),
    ] {
        let site = site(ORIGIN_OF_THE_SITE);
        let headers = [("host", "app.internal.example"), (header, value)];
        let (status, _) = ask(&site, Method::GET, "/", &headers).await;
        assert_eq!(status, StatusCode::OK, "{header}: {value}");
    }
    let site = site(ORIGIN_OF_THE_SITE);
    let headers = [
        ("host", "app.example.fr"),
        ("x-forwarded-host", "www.example.fr"),
    ];
    let (status, _) = ask(&site, Method::GET, "/", &headers).await;
    assert_eq!(status, StatusCode::OK, "it is no reason to redirect");
}

/// A browser behind a proxy that replaces the name of the visitor by one with dots.
#[tokio::test]
async fn r18_a_redirect_that_leads_nowhere_ends_after_a_few() {
    let site = site(ORIGIN_OF_THE_SITE);
    let rewritten = [("host", "x7.platform.example")];
    let mut redirects = 0;
    while ask(&site, Method::GET, "/", &rewritten).await.0 != StatusCode::OK {
        redirects += 1;
        assert!(redirects < 20, "browsers give up");
    }
    assert_eq!(
        ask(&site, Method::GET, "/b", &rewritten).await.0,
        StatusCode::OK
    );
    // Another name still leads, and once somebody has arrived, so does that one.
    let www = [("host", "www.example.fr")];
    assert!(ask(&site, Method::GET, "/", &www).await.0.is_redirection());
    ask(&site, Method::GET, "/", &[("host", "app.example.fr")]).await;
    assert!(
        ask(&site, Method::GET, "/", &rewritten)
            .await
            .0
            .is_redirection()
    );
}

#[tokio::test]
async fn what_is_remembered_of_names_is_bounded() {
    let one = OneName::of(&ORIGIN_OF_THE_SITE.into());
    for number in 0..10_000 {
        let name = Name::parse(&format!("h{number}.example.org")).unwrap();
        assert!(one.leads(&name, &HeaderMap::new()));
        assert!(one.led().len() <= NAMES);
    }
}

#[tokio::test]
async fn r18_a_form_sent_from_another_name_is_refused_with_the_way_on() {
    for headers in [
        [
            ("host", "www.example.fr"),
            ("origin", "https://www.example.fr"),
            ("sec-fetch-site", "same-origin"),
        ],
        [
            ("host", "www.example.fr"),
            ("origin", "https://www.example.fr"),
            ("accept", "*/*"),
        ],
        [
            ("host", "127.0.0.1:8080"),
            ("origin", "https://www.example.fr"),
            ("sec-fetch-site", "same-origin"),
        ],
        [
            ("host", "10.0.0.4"),
            ("origin", "http://10.0.0.4"),
            ("accept", "text/html"),
        ],
        [
            ("host", "www.example.fr"),
            ("sec-fetch-site", "same-origin"),
            ("accept", "*/*"),
        ],
    ] {
        let site = site(ORIGIN_OF_THE_SITE);
        let (status, _) = ask(&site, Method::POST, "/auth/proconnect", &headers).await;
        assert_eq!(status, StatusCode::MISDIRECTED_REQUEST, "{headers:?}");
    }
    let page = OneName::of(&ORIGIN_OF_THE_SITE.into()).page();
    assert!(page.contains("href=\"https://app.example.fr/\""), "{page}");
}

#[tokio::test]
async fn a_form_of_the_one_name_goes_on_and_so_does_one_from_another_site_to_be_refused_as_such() {
    for headers in [
        [
            ("host", "app.example.fr"),
            ("origin", "https://app.example.fr"),
        ],
        [
            ("host", "127.0.0.1:8080"),
            ("origin", "https://app.example.fr"),
        ],
        [
            ("host", "127.0.0.1:8080"),
            ("sec-fetch-site", "same-origin"),
        ],
        [
            ("host", "app.example.fr"),
            ("origin", "https://evil.example"),
        ],
        [("host", "app.example.fr"), ("origin", "null")],
    ] {
        let site = site(ORIGIN_OF_THE_SITE);
        let (status, _) = ask(&site, Method::POST, "/", &headers).await;
        assert_eq!(status, StatusCode::OK, "{headers:?}");
    }
}

#[tokio::test]
async fn on_ones_own_machine_the_address_leads_to_the_name() {
    let site = site("http://localhost:3000");
    let at = |host| [("host", host), ("accept", "text/html")];
    let (_, location) = ask(&site, Method::GET, "/connexion?a=b", &at("127.0.0.1:3000")).await;
    assert_eq!(location, "http://localhost:3000/connexion?a=b");
    // A proxy on this machine has another port.
    let (status, _) = ask(&site, Method::GET, "/", &at("127.0.0.1:8080")).await;
    assert_eq!(status, StatusCode::OK);
}
