//! Reads a body to its end before the request is handled. A body that does not arrive holds its own
//! connection only, for a limited time.

use crate::connections::{Activity, BODY_TIMEOUT, Phase};
use axum::{
    body::{Body, HttpBody, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header::CONNECTION},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::sync::Arc;
use tokio::time::timeout;

/// Reads a body of at most `limit` bytes: 413 for a longer one, 408 for one that takes too long.
pub async fn read(State(limit): State<usize>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let activity = request.extensions().get::<Arc<Activity>>().cloned();
    let enter = |phase| activity.as_ref().inspect(|activity| activity.enter(phase));
    let (head, body) = request.into_parts();
    enter(Phase::Body);
    let body = timeout(BODY_TIMEOUT, to_bytes(body, limit)).await;
    enter(Phase::Working);
    match body {
        Ok(Ok(bytes)) => next.run(Request::from_parts(head, Body::from(bytes))).await,
        Ok(Err(_)) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        Err(_) => {
            let close = [(CONNECTION, HeaderValue::from_static("close"))];
            (StatusCode::REQUEST_TIMEOUT, close).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, middleware::from_fn_with_state, routing::post};
    use tower::ServiceExt;

    async fn status_of(body: Body) -> StatusCode {
        let echo = post(|text: String| async { text });
        let router = Router::new().route("/", echo);
        let router = router.layer(from_fn_with_state(8, read));
        let answer = router.oneshot(Request::post("/").body(body).unwrap()).await;
        answer.unwrap().status()
    }

    #[tokio::test]
    async fn a_body_is_read_up_to_its_limit() {
        assert_eq!(status_of(Body::from("12345678")).await, StatusCode::OK);
        assert_eq!(status_of(Body::empty()).await, StatusCode::OK);
        let longer = status_of(Body::from("123456789")).await;
        assert_eq!(longer, StatusCode::PAYLOAD_TOO_LARGE);
    }
}
