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
async fn a_path_without_a_file_is_a_page_that_is_not_cached() {
    let app = TestApp::start().await;
    app.publish("notes.txt", "notes");
    let notes = app.browser().get("/notes.txt").await;
    assert_eq!(notes.header("cache-control"), "public, max-age=3600");
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

#[tokio::test]
async fn a_text_names_its_encoding_and_another_file_has_none() {
    let app = TestApp::start().await;
    for (path, content_type) in [
        ("pkg/a.css", "text/css; charset=utf-8"),
        ("pkg/a.js", "text/javascript; charset=utf-8"),
        ("notes.txt", "text/plain; charset=utf-8"),
        ("image.svg", "image/svg+xml; charset=utf-8"),
        ("image.png", "image/png"),
        ("pkg/a.wasm", "application/wasm"),
    ] {
        app.publish(path, "content");
        let answer = app.browser().get(&format!("/{path}")).await;
        assert_eq!(answer.header("content-type"), content_type, "{path}");
    }
}

#[tokio::test]
async fn f23_a_file_that_is_no_asset_is_never_served_wherever_it_lies() {
    let app = TestApp::start().await;
    for path in [
        ".env",
        ".git/config",
        "sessions.sqlite",
        "sessions.sqlite-wal",
        "pkg/.env",
        "pkg/site.d.ts",
        "backup/.hidden.css",
        "server",
        "log",
    ] {
        app.publish(path, "a secret");
        for spelling in [path.to_owned(), path.replace('.', "%2e")] {
            for method in [Method::GET, Method::HEAD] {
                let mut browser = app.browser();
                let asked = format!("/{spelling}");
                let answer = browser.request(method, &asked, &[], "").await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{spelling}");
                assert!(!answer.body.contains("a secret"), "{spelling}");
            }
        }
    }
    app.publish("guide.pdf", "for everybody");
    assert_eq!(app.browser().get("/guide.pdf").await.body, "for everybody");
}

#[tokio::test]
async fn l9_a_part_of_a_file_is_sent_where_it_is_sure_to_be_a_part_of_the_same_file() {
    let app = TestApp::start().await;
    app.publish("pkg/a.css", "0123456789");
    app.publish("b.css", "0123456789");
    for path in ["/pkg/a.css", "/b.css"] {
        for (headers, status, body) in [
            (vec![("range", "bytes=2-4")], 206, "234"),
            (vec![("range", "bytes=20-30")], 416, ""),
            (vec![("range", "bytes=0-1,4-5")], 200, "0123456789"),
            (
                vec![("range", "bytes=2-4"), ("if-range", "\"another\"")],
                200,
                "0123456789",
            ),
            (
                vec![
                    ("range", "bytes=2-4"),
                    ("if-range", "Thu, 01 Jan 1970 00:00:00 GMT"),
                ],
                200,
                "0123456789",
            ),
        ] {
            let mut browser = app.browser();
            let plain = [("accept", "*/*"), ("accept-encoding", "identity")];
            let headers = [&headers[..], &plain].concat();
            let answer = browser.request(Method::GET, path, &headers, "").await;
            assert_eq!(answer.status.as_u16(), status, "{path} {headers:?}");
            if status != 416 {
                assert_eq!(answer.body, body, "{path} {headers:?}");
            }
        }
    }
}
