//! H-01 to H-16: the issuer is unreachable, slow, or answers with an error.

use crate::{
    answer::Answer,
    place::{black_hole, refused, unresolvable},
    row::{Here, Row},
    world::HASTY,
};

/// The userinfo response is then not a JWT, which its content type shows first.
const MALFORMED: [&str; 3] = ["malformed", "malformed", "unexpected_content_type"];

#[rustfmt::skip]
pub fn rows() -> Vec<Row> {
    vec![
        Row::new("H-01", "Connections are refused, or closed at once")
            .placed(Here, refused, ["unreachable"; 3])
            .answered(&Answer::Close, ["unreachable"; 3]),
        Row::new("H-02", "The name does not resolve")
            .placed(Here, unresolvable, ["unreachable"; 3]),
        Row::new("H-03", "Connections are neither accepted nor refused")
            .deadlines(HASTY)
            .placed(Here, black_hole, ["timed_out"; 3]),
        Row::new("H-04", "Accepts the connection, then is silent")
            .deadlines(HASTY)
            .answered(&Answer::Silence, ["timed_out"; 3]),
        Row::new("H-05", "A header that trickles, a byte a second")
            .deadlines(HASTY)
            .answered(&Answer::Trickle("HTTP/1.1 200 OK\r\nX: "), ["timed_out"; 3]),
        Row::new("H-06", "A body that trickles, a byte a second")
            .deadlines(HASTY)
            .answered(&Answer::Trickle("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n{"), ["timed_out"; 3]),
        Row::new("H-07", "The connection is reset within the body")
            .answered(&Answer::Reset("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), ["unreachable"; 3]),
        Row::new("H-08", "`Content-Length` is too long, or too short")
            .answered(&Answer::text("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{}"), ["unreachable"; 3])
            .answered(&Answer::text("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{}"), MALFORMED),
        Row::new("H-09", "Half a JSON document")
            .answered(&Answer::json("200 OK", "{\"issuer\":"), MALFORMED),
        Row::new("H-10", "500")
            .answered(&Answer::status("500 Internal Server Error"), ["unexpected_status"; 3]),
        Row::new("H-11", "502 with a page")
            .answered(&Answer::response("502 Bad Gateway\r\nContent-Type: text/html\r\n", b"<p>"), ["unexpected_status"; 3]),
        Row::new("H-12", "503 with `Retry-After`")
            .note("The agent is told to come back, and the call is not repeated: a code is used once")
            .answered(&Answer::status("503 Service Unavailable\r\nRetry-After: 1"), ["unexpected_status"; 3]),
        Row::new("H-13", "429")
            .answered(&Answer::status("429 Too Many Requests\r\nRetry-After: 1"), ["unexpected_status"; 3]),
        Row::new("H-14", "404")
            .answered(&Answer::status("404 Not Found"), ["unexpected_status"; 3]),
        Row::new("H-15", "204, or 200 with nothing")
            .answered(&Answer::text("HTTP/1.1 204 No Content\r\n\r\n"), ["unexpected_status"; 3])
            .answered(&Answer::json("200 OK", ""), MALFORMED),
        Row::new("H-16", "A page in place of a document")
            .answered(&Answer::response("200 OK\r\nContent-Type: text/html\r\n", b"<p>"), MALFORMED),
    ]
}
