use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use futures::{StreamExt, stream};
use std::convert::Infallible;
use std::io;
use std::time::Duration;
use strum::{Display, EnumIter, EnumMessage};

/// Longer than an impatient relying party waits, shorter than a patient one.
const DELAY: Duration = Duration::from_secs(2);

const AN_HOUR: Duration = Duration::from_secs(60 * 60);

/// In bytes.
const HUGE: usize = 10 * 1024 * 1024;

/// A failure of the server or of the network, for any response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter, EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum TransportFault {
    #[strum(message = "statut 401", detailed_message = "status 401")]
    Status401,
    #[strum(message = "statut 429", detailed_message = "status 429")]
    Status429,
    #[strum(message = "statut 500", detailed_message = "status 500")]
    Status500,
    #[strum(message = "statut 502", detailed_message = "status 502")]
    Status502,
    #[strum(message = "statut 503", detailed_message = "status 503")]
    Status503,
    #[strum(
        message = "page HTML au lieu de la réponse, avec le statut 200",
        detailed_message = "an HTML page instead of the response, with the status 200"
    )]
    Html,
    #[strum(
        message = "bonne réponse annoncée comme du texte",
        detailed_message = "a good response announced as text"
    )]
    TextPlain,
    #[strum(message = "réponse vide", detailed_message = "an empty response")]
    Empty,
    #[strum(
        message = "octets qui ne sont pas de l’UTF-8",
        detailed_message = "bytes that are not UTF-8"
    )]
    NotUtf8,
    #[strum(
        message = "redirection vers une autre adresse",
        detailed_message = "a redirect to another address"
    )]
    Redirect,
    #[strum(
        message = "réponse précédée de 10 Mio d’espaces",
        detailed_message = "the response after 10 MiB of spaces"
    )]
    Huge,
    #[strum(
        message = "réponse au bout de 2 secondes",
        detailed_message = "the response after 2 seconds"
    )]
    Slow,
    #[strum(
        message = "réponse envoyée octet par octet, un par seconde",
        detailed_message = "the response sent byte by byte, one per second"
    )]
    Drip,
    #[strum(message = "aucune réponse", detailed_message = "no response")]
    NoAnswer,
    #[strum(
        message = "connexion coupée à la moitié de la réponse",
        detailed_message = "the connection cut halfway through the response"
    )]
    HalfAnswer,
    #[strum(
        message = "connexion coupée avant la réponse",
        detailed_message = "the connection cut before the response"
    )]
    ConnectionClosed,
}

impl TransportFault {
    /// Breaks the transfer of `answer`, whose body is `body`.
    pub async fn fail(self, mut answer: Response, body: Bytes) -> Response {
        answer.headers_mut().remove(CONTENT_LENGTH);
        match self {
            Self::Status401 => status(answer, StatusCode::UNAUTHORIZED),
            Self::Status429 => status(answer, StatusCode::TOO_MANY_REQUESTS),
            Self::Status500 => status(answer, StatusCode::INTERNAL_SERVER_ERROR),
            Self::Status502 => status(answer, StatusCode::BAD_GATEWAY),
            Self::Status503 => status(answer, StatusCode::SERVICE_UNAVAILABLE),
            Self::Html => {
                set_type(&mut answer, "text/html; charset=utf-8");
                with_body(answer, "<!doctype html><title>Maintenance</title>")
            }
            Self::TextPlain => {
                set_type(&mut answer, "text/plain; charset=utf-8");
                with_body(answer, body)
            }
            Self::Empty => with_body(answer, ""),
            Self::NotUtf8 => with_body(answer, vec![b'{', b'"', 0xff, 0xfe, b'"', b'}']),
            Self::Redirect => {
                let location = HeaderValue::from_static("/mock/redirected");
                answer.headers_mut().insert(LOCATION, location);
                *answer.status_mut() = StatusCode::TEMPORARY_REDIRECT;
                with_body(answer, "")
            }
            Self::Huge => with_body(answer, [vec![b' '; HUGE], body.to_vec()].concat()),
            Self::Slow => {
                tokio::time::sleep(DELAY).await;
                with_body(answer, body)
            }
            Self::Drip => with_body(answer, drip(body)),
            Self::NoAnswer => {
                tokio::time::sleep(AN_HOUR).await;
                answer
            }
            Self::HalfAnswer => cut(answer, &body, body.len() / 2),
            Self::ConnectionClosed => cut(answer, &body, 0),
        }
    }
}

fn set_type(answer: &mut Response, content_type: &'static str) {
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
}

fn with_body(answer: Response, body: impl Into<Body>) -> Response {
    answer.map(|_| body.into())
}

fn status(mut answer: Response, status: StatusCode) -> Response {
    *answer.status_mut() = status;
    set_type(&mut answer, "text/plain; charset=utf-8");
    with_body(answer, status.to_string())
}

fn drip(body: Bytes) -> Body {
    Body::from_stream(stream::unfold(body, |mut rest| async move {
        if rest.is_empty() {
            return None;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        Some((Ok::<_, Infallible>(rest.split_to(1)), rest))
    }))
}

/// Announces the whole body, sends `length` bytes of it, and breaks. The server writes its buffer
/// when no more data is ready: without that pause, the connection would close before any byte is
/// sent.
fn cut(mut answer: Response, body: &Bytes, length: usize) -> Response {
    answer
        .headers_mut()
        .insert(CONTENT_LENGTH, body.len().into());
    let sent = (length > 0).then(|| Ok(body.slice(..length)));
    let breaks = async move {
        if length > 0 {
            tokio::task::yield_now().await;
        }
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    };
    let parts = stream::iter(sent).chain(stream::once(breaks));
    with_body(answer, Body::from_stream(parts))
}
