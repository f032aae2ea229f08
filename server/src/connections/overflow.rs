//! A connection above the bound, accepted when all others are busy with a request. `/healthz`
//! answers 200, any other path 503.

use super::{Activity, stream::ClientStream};
use crate::common_headers;
use axum::{
    body::Body,
    http::{HeaderValue, Request, Response, StatusCode, header},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use std::{convert::Infallible, sync::Arc, time::Duration};
use tokio::{net::TcpStream, time::timeout};

/// Time for the whole connection.
const PATIENCE: Duration = Duration::from_secs(1);

const BUSY: &str = "Ce service a trop de demandes en même temps. Réessayez dans un instant.\n";

/// Answers the connection's one request, if it arrives in time.
pub(super) async fn answer(stream: TcpStream) {
    let stream = TokioIo::new(ClientStream::new(stream, Arc::<Activity>::default()));
    let service =
        service_fn(
            |request: Request<Incoming>| async move { Ok::<_, Infallible>(reply(&request)) },
        );
    let connection = http1::Builder::new()
        .keep_alive(false)
        .serve_connection(stream, service);
    let _ = timeout(PATIENCE, connection).await;
}

fn reply(request: &Request<Incoming>) -> Response<Body> {
    let asks_for_life = request.uri().path() == "/healthz";
    let (status, text) = if asks_for_life {
        (StatusCode::OK, "ok\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, BUSY)
    };
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, plain);
    if !asks_for_life {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    common_headers::complete(headers, false);
    response
}
