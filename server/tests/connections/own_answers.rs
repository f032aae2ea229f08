use crate::{
    program::{NOBODY, Program},
    sockets::{answer, exchange},
};
use std::time::Duration;

#[test]
fn f24_every_response_has_the_security_headers() {
    let program = Program::start(NOBODY, &[]);
    let long = "a".repeat(70_000);
    let many = "X: y\r\n".repeat(200);
    for (request, status) in [
        ("nonsense\r\n\r\n".to_owned(), "400"),
        ("GET / HTTP/1.1\r\nHost: \u{1}\r\n\r\n".to_owned(), "400"),
        ("GET / HTTP/1.1\r\n: none\r\n\r\n".to_owned(), "400"),
        ("GET /\u{0} HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(), "400"),
        ("GET / HTTP/9.9\r\nHost: a\r\n\r\n".to_owned(), "400"),
        (format!("GET /{long} HTTP/1.1\r\nHost: a\r\n\r\n"), "414"),
        (format!("GET / HTTP/1.1\r\nHost: a\r\n{many}\r\n"), "431"),
        (
            format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", long.repeat(4)),
            "431",
        ),
        (
            "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{fc}\u{3}\u{3}".to_owned(),
            "400",
        ),
        ("GET / HTTP/1.1\r\n\r\n".to_owned(), "400"),
    ] {
        // The server may close before it has read everything.
        let answer = exchange(program.address, request.as_bytes(), Duration::from_secs(3));
        let answer = String::from_utf8_lossy(&answer.unwrap_or_default()).into_owned();
        let shown = &request[..request.len().min(40)];
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")),
            "{shown:?}: {answer}"
        );
        for line in [
            "x-content-type-options: nosniff",
            "content-security-policy: default-src 'none';",
            "cache-control: no-store",
            "x-frame-options: DENY",
            "referrer-policy: ",
            "cross-origin-resource-policy: ",
        ] {
            assert_eq!(
                answer.matches(&format!("\r\n{line}")).count(),
                1,
                "{line}: {answer}"
            );
        }
    }
}

#[test]
fn f21_http_2_is_refused_in_its_own_words() {
    let program = Program::start(NOBODY, &[]);
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";
    let answer = exchange(program.address, preface, Duration::from_secs(3)).unwrap();
    // SETTINGS, then GOAWAY with HTTP_1_1_REQUIRED.
    assert_eq!(
        (answer[3], answer[9 + 3], answer[answer.len() - 1]),
        (4, 7, 0x0d)
    );
    assert_eq!(answer.len(), 9 + 9 + 8);
}

#[test]
fn f21_an_offer_to_change_to_http_2_is_not_taken() {
    let program = Program::start(NOBODY, &[]);
    let offer = "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings, close\r\n\
                 Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n";
    let answer = answer(program.address, offer.as_bytes());
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}
