//! Responses that no handler wrote: hyper's own to an unreadable request, and the one to HTTP/2.

use crate::common_headers;

/// The first bytes of a client that speaks HTTP/2 without asking first (RFC 9113 3.4).
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n";

/// An empty SETTINGS frame, then GOAWAY with `HTTP_1_1_REQUIRED` (RFC 9113 6.5, 6.8, 7).
pub const GO_AWAY: &[u8] = &[
    0, 0, 0, 4, 0, 0, 0, 0, 0, //
    0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x0d,
];

/// True when the connection's first bytes are the preface of HTTP/2.
pub fn is_http2(first: &[u8]) -> bool {
    first.len() >= 6 && first.starts_with(&PREFACE[..first.len().min(PREFACE.len())])
}

/// Adds the headers that every response has to one that hyper wrote itself (4xx, without a body).
/// Returns `None` if `bytes` are anything else.
pub fn complete(bytes: &[u8]) -> Option<Vec<u8>> {
    // Asked first: every answer of the application passes here.
    let head = bytes
        .strip_suffix(b"\r\n\r\n")
        .filter(|head| head.starts_with(b"HTTP/1.1 4"))?;
    let text = std::str::from_utf8(head).ok()?;
    let names: Vec<&str> = text
        .split("\r\n")
        .skip(1)
        .map(|line| line.split(':').next().unwrap_or(""))
        .collect();
    let is_own = names.contains(&"content-length")
        && names.contains(&"date")
        && !names.contains(&"x-content-type-options")
        && text.contains("\r\ncontent-length: 0");
    is_own.then(|| {
        let added = common_headers::lines();
        [head, b"\r\n", added.as_bytes(), b"\r\n"].concat()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\ndate: \
                       Fri, 27 Nov 2026 00:00:00 GMT\r\n\r\n";

    #[test]
    fn f24_an_answer_of_hypers_own_gets_the_headers_of_every_other() {
        let whole = String::from_utf8(complete(OWN.as_bytes()).unwrap()).unwrap();
        assert!(whole.starts_with(OWN.trim_end()), "{whole}");
        assert!(
            whole.contains("\r\nx-content-type-options: nosniff\r\n"),
            "{whole}"
        );
        assert!(whole.contains("\r\ncache-control: no-store\r\n"), "{whole}");
        assert!(whole.ends_with("\r\n\r\n") && whole.matches("\r\n\r\n").count() == 1);
        assert!(complete(whole.as_bytes()).is_none());
    }

    #[test]
    fn nothing_else_is_touched() {
        for other in [
            OWN.replace("400 Bad Request", "200 OK"),
            OWN.replace("content-length: 0", "content-length: 7"),
            format!("{OWN}rest"),
            format!("rest{OWN}"),
            OWN.trim_end().to_owned(),
            String::new(),
        ] {
            assert!(complete(other.as_bytes()).is_none(), "{other}");
        }
    }

    #[test]
    fn f21_the_preface_of_http2_is_known_by_its_beginning() {
        assert!(is_http2(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        assert!(is_http2(b"PRI * "));
        assert!(!is_http2(b"PRI"));
        assert!(!is_http2(b"GET / HTTP/1.1\r\n"));
        assert!(!is_http2(b"PRIVATE / HTTP/1.1\r\n"));
    }
}
