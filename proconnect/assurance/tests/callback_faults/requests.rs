//! Rows about the request that carries the response: its method, its size, its browser, its server.

use super::{
    Row,
    stage::{FOREIGN, NOT_ALLOWED, SIGNED_IN, call_back, replace, request},
};
use axum::http::Method;
use proconnect_assurance::{application::ACCOUNT, site::Site};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

const UNKNOWN: &str = "login_attempt.unknown";

pub async fn rows(site: &Site) -> Vec<Row> {
    vec![
        methods(site).await,
        huge(site).await,
        no_cookie(site).await,
        no_attempt(site).await,
        previews(site).await,
        another_replica(site).await,
        another_agent(site).await,
    ]
}

async fn methods(site: &Site) -> Row {
    let (mut browser, before) = (site.browser(), site.calls_to("/token"));
    let callback = browser.begin_login().await;
    let from = |site| [("sec-fetch-site", site)];
    let seen = vec![
        request(&mut browser, Method::POST, &callback, &from("cross-site")).await,
        request(&mut browser, Method::POST, &callback, &from("same-origin")).await,
        request(&mut browser, Method::GET, "/auth/proconnect", &[]).await,
        request(&mut browser, Method::GET, "/auth/proconnect/logout", &[]).await,
    ];
    assert_eq!(site.calls_to("/token"), before);
    Row {
        name: "P-12",
        fault: "The callback posted, from the issuer's site and from here; the login and the logout by `GET`",
        note: "",
        expected: vec![
            "request.cross_origin",
            NOT_ALLOWED,
            NOT_ALLOWED,
            NOT_ALLOWED,
        ],
        seen,
    }
}

async fn huge(site: &Site) -> Row {
    let mut browser = site.browser();
    let callback = browser.begin_login().await;
    let padded = |length: usize| format!("{callback}&a={}", "a".repeat(length));
    Row {
        name: "P-13",
        fault: "A query of 64 KB, of 9 KB, and one that the HTTP server itself cuts off",
        note: "8 KiB are read; from 64 KiB on there is no page, only the status",
        expected: vec![
            "authorization_response.malformed",
            "authorization_response.malformed",
            "414",
            SIGNED_IN,
        ],
        seen: vec![
            call_back(&mut browser, &padded(64_000)).await,
            call_back(&mut browser, &padded(9_000)).await,
            status_on_the_wire(site, &padded(70_000)).await,
            call_back(&mut browser, &callback).await,
        ],
    }
}

/// The status of the response on a real connection.
async fn status_on_the_wire(site: &Site, path: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = site.router.clone();
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let mut connection = TcpStream::connect(address).await.unwrap();
    let head = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    // The server may respond before everything is sent, and close.
    let _ = connection.write_all(head.as_bytes()).await;
    let mut answer = [0; 12];
    connection.read_exact(&mut answer).await.unwrap();
    server.abort();
    let answer = String::from_utf8(answer.to_vec()).unwrap();
    answer.trim_start_matches("HTTP/1.1 ").to_owned()
}

async fn no_cookie(site: &Site) -> Row {
    let mut browser = site.browser();
    let callback = browser.begin_login().await;
    let mut stranger = site.browser();
    Row {
        name: "P-15",
        fault: "A browser without any cookie",
        note: "",
        expected: vec![UNKNOWN],
        seen: vec![call_back(&mut stranger, &callback).await],
    }
}

async fn no_attempt(site: &Site) -> Row {
    let mut browser = site.browser();
    browser.log_in().await;
    let mut attacker = site.browser();
    let callback = attacker.begin_login().await;
    Row {
        name: "P-16",
        fault: "A browser with a session, but no login under way",
        note: "The session is the same after as before, whoever's response it is",
        expected: vec![FOREIGN],
        seen: vec![call_back(&mut browser, &callback).await],
    }
}

async fn previews(site: &Site) -> Row {
    let (mut browser, before) = (site.browser(), site.calls_to("/token"));
    let callback = browser.begin_login().await;
    let prefetch = |purpose| [("sec-purpose", purpose)];
    let mut preview_of_a_chat = site.browser();
    let seen = vec![
        request(&mut browser, Method::HEAD, &callback, &[]).await,
        request(&mut browser, Method::GET, &callback, &prefetch("prefetch")).await,
        request(
            &mut browser,
            Method::GET,
            &callback,
            &prefetch("prefetch;prerender"),
        )
        .await,
        call_back(&mut preview_of_a_chat, &callback).await,
        call_back(&mut browser, &callback).await,
    ];
    assert_eq!(site.calls_to("/token"), before + 1);
    Row {
        name: "P-18",
        fault: "`HEAD`, a prefetch, a prerendering, and the preview of a pasted link, before the agent's own",
        note: "None of them uses the attempt up; a preview has no cookie",
        expected: vec![NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED, UNKNOWN, SIGNED_IN],
        seen,
    }
}

async fn another_replica(site: &Site) -> Row {
    let replica = site.replica();
    let mut browser = site.browser();
    let callback = browser.begin_login().await;
    let attempt = browser.cookies.clone();
    let mut browser = browser.at(&replica);
    let mut seen = vec![call_back(&mut browser, &callback).await];
    let mut browser = browser.at(&site.router);
    assert!(
        browser.signed_in_as().await.is_some(),
        "the session is the first replica's too"
    );
    // A thief with the whole cookie jar, at a replica that has not seen the response.
    browser.cookies = attempt;
    seen.push(call_back(&mut browser, &callback).await);
    Row {
        name: "P-19",
        fault: "At another replica than the one that began; then once more at the first, with the cookie \
                of the attempt",
        note: "Attempts live in the browser, sessions in the store. Each replica remembers what it used; \
               between replicas it is the issuer that takes a code once",
        expected: vec![SIGNED_IN, "token_response.invalid_grant"],
        seen,
    }
}

async fn another_agent(site: &Site) -> Row {
    let mut browser = site.browser();
    browser.log_in().await;
    let mut before = browser.clone();
    let address = "karim.benali@interieur.example.fr";
    let callback = browser.begin_login_as(address).await;
    let seen = vec![call_back(&mut browser, &callback).await];
    assert!(browser.get(ACCOUNT).await.body.contains("BENALI"));
    let agent_before = before.signed_in_as().await;
    assert_eq!(agent_before, None, "the session before is over");
    let other_tab = call_back(&mut before, &replace(&callback, "code", "another-code")).await;
    Row {
        name: "P-20",
        fault: "While another agent is signed in; then again by whoever holds that agent's old cookies",
        note: "The session before ends, and the new one has another id",
        expected: vec![SIGNED_IN, UNKNOWN],
        seen: [seen, vec![other_tab]].concat(),
    }
}
