//! H-17 to H-22: bodies that are too long, and redirects.

use crate::{
    answer::Answer,
    issuer::Endpoint,
    row::Row,
    world::{SIGNED_IN, World},
};
use proconnect::testing::http::{DOCUMENT_CAP, TOKEN_CAP, USER_INFO_CAP};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::SeqCst},
};

/// Most bytes of an unread body that the system may buffer.
const IN_THE_SOCKETS: usize = 16 << 20;

pub fn rows() -> Vec<Row> {
    vec![
        charset(),
        flood(),
        gzip_bomb(),
        endless(),
        redirects(),
        redirect_loop(),
    ]
}

fn charset() -> Row {
    let utf_16: Vec<u8> = "\u{feff}{}"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let utf_16 = Answer::response(
        "200 OK\r\nContent-Type: application/json; charset=utf-16\r\n",
        &utf_16,
    );
    let reasons = ["malformed", "malformed", "unexpected_content_type"];
    Row::new("H-17", "A byte order mark, or another character set")
        .note("JSON is UTF-8 whatever `charset` says (RFC 8259 8.1)")
        .answered(&Answer::json("200 OK", "\u{feff}{}"), reasons)
        .answered(&utf_16, reasons)
}

fn flood() -> Row {
    let mut row = Row::new("H-18", "A body of 100 MB")
        .note("Read up to 256 KiB, of tokens up to 64 KiB, of userinfo up to 2 MiB; then the connection is closed");
    for endpoint in Endpoint::ALL {
        let step = match endpoint {
            Endpoint::Discovery | Endpoint::Jwks => "provider",
            Endpoint::Token => "token_response",
            Endpoint::UserInfo => "user_info",
        };
        row = row.case(
            format!("{endpoint:?}"),
            &[&format!("{step}.too_large")],
            async move {
                let (world, taken) = (World::new().await, Arc::new(AtomicUsize::new(0)));
                let flood = Answer::Flood(100_000_000, Arc::clone(&taken));
                world
                    .issuer
                    .change(|script| script.faults.push((endpoint, flood)));
                let verdict = world.log_in().await;
                while world.issuer.open_connections() > 0 {
                    tokio::task::yield_now().await;
                }
                assert!(
                    taken.load(SeqCst) < IN_THE_SOCKETS,
                    "{taken:?} bytes were taken"
                );
                vec![verdict]
            },
        );
    }
    row
}

fn gzip_bomb() -> Row {
    let bomb = |compressed: usize| {
        let head = "200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n";
        Answer::response(head, &gzip_of_zeros(compressed))
    };
    let malformed = ["malformed", "malformed", "unexpected_content_type"];
    Row::new("H-19", "A gzip bomb")
        .note(
            "Nothing is asked compressed and nothing decompressed: the bytes are taken as they are",
        )
        .answered(&bomb(USER_INFO_CAP + 1), ["too_large"; 3])
        .answered(&bomb(TOKEN_CAP - 1000), malformed)
        .case("what is asked for", &[SIGNED_IN], async {
            let world = World::new().await;
            let verdict = world.log_in().await;
            for request in world.issuer.requests() {
                let request = request.to_ascii_lowercase();
                assert!(!request.contains("accept-encoding"), "{request}");
            }
            vec![verdict]
        })
}

/// A gzip stream of this length, which expands to 158 times as many zeros (RFC 1951 3.2.6: a zero,
/// then copies of it, 258 at a time, in 13 bits each).
fn gzip_of_zeros(length: usize) -> Vec<u8> {
    const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let start = [
        true, true, false, false, false, true, true, false, false, false, false,
    ];
    let copy = [
        true, true, false, false, false, true, false, true, false, false, false, false, false,
    ];
    let mut bits = start.into_iter().chain(copy.into_iter().cycle());
    let mut byte = || {
        (0..8).fold(0, |byte, place| {
            byte | u8::from(bits.next() == Some(true)) << place
        })
    };
    let body = (HEADER.len()..length).map(|_| byte());
    HEADER.into_iter().chain(body).collect()
}

fn endless() -> Row {
    Row::new("H-20", "A chunked body without end").answered(&Answer::Endless, ["too_large"; 3])
}

fn redirects() -> Row {
    let targets = [
        "/elsewhere",
        "https://other.example/elsewhere",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "ftp://other.example/elsewhere",
    ];
    let mut row = Row::new(
        "H-21",
        "301, 302, 307 or 308: to the same host, another one, 169.254.169.254, `file:`, `ftp:`",
    )
    .note("No redirect is followed: the metadata say where everything is");
    for status in [301, 302, 307, 308] {
        for target in targets {
            row = row.answered(&Answer::redirect(status, target), ["unexpected_status"; 3]);
        }
    }
    row
}

fn redirect_loop() -> Row {
    let mut row = Row::new("H-22", "A redirect to itself");
    for endpoint in Endpoint::ALL {
        let (path, _) = endpoint.path_and_member();
        let step = match endpoint {
            Endpoint::Discovery | Endpoint::Jwks => "provider",
            Endpoint::Token => "token_response",
            Endpoint::UserInfo => "user_info",
        };
        let code = format!("{step}.unexpected_status");
        row = row.answered_at(endpoint, &Answer::redirect(302, path), &code);
    }
    row
}

// The smaller bomb is under all caps, the larger one over them.
const _: () = assert!(TOKEN_CAP < DOCUMENT_CAP && DOCUMENT_CAP < USER_INFO_CAP);
