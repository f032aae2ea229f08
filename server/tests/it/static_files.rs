use crate::support::TestApp;
use axum::http::{Method, StatusCode};

#[tokio::test]
async fn a_built_file_is_kept_for_ever_and_comes_compressed_to_who_takes_it() {
    let app = TestApp::start().await;
    app.publish("pkg/a.css", "plain");
    app.publish("pkg/a.css.br", "compressed");
    let plain = app.browser().get("/pkg/a.css").await;
    assert_eq!(
        (plain.status, plain.body.as_str()),
        (StatusCode::OK, "plain")
    );
    assert_eq!(
        plain.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(plain.header("vary"), "accept-encoding");
    let brotli = [("accept-encoding", "br")];
    let small = app
        .browser()
        .request(Method::GET, "/pkg/a.css", &brotli, "")
        .await;
    assert_eq!(
        (small.header("content-encoding"), small.body.as_str()),
        ("br", "compressed")
    );
}

#[tokio::test]
async fn what_is_no_file_of_the_site_is_a_page_that_is_not_kept() {
    let app = TestApp::start().await;
    app.publish("robots.txt", "User-agent: *");
    let robots = app.browser().get("/robots.txt").await;
    assert_eq!(robots.header("cache-control"), "public, max-age=3600");
    for path in [
        "/pkg/none.css",
        "/none",
        "/pkg/../../secret",
        "/..%2f..%2fsecret",
    ] {
        let answer = app.browser().get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}
