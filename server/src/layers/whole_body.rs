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
use http_body_util::LengthLimitError;
use std::{error::Error, iter::successors, sync::Arc};
use tokio::time::timeout;

/// Reads a body of at most `limit` bytes: 413 for a longer one, 408 for one that takes too long, 400 for one
/// that is cut short or malformed.
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
        Ok(Err(error)) if is_too_long(&error) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        Ok(Err(_)) => StatusCode::BAD_REQUEST.into_response(),
        Err(_) => {
            let close = [(CONNECTION, HeaderValue::from_static("close"))];
            (StatusCode::REQUEST_TIMEOUT, close).into_response()
        }
    }
}

/// Looks for the error of either limit among the causes.
fn is_too_long(error: &axum::Error) -> bool {
    let mut causes = successors(error.source(), |&cause| cause.source());
    causes.any(<dyn Error>::is::<LengthLimitError>)
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

    #[tokio::test]
    async fn a_body_that_breaks_off_is_not_said_to_be_too_long() {
        let broken = Err::<&str, _>(std::io::Error::other("cut short"));
        let broken = Body::from_stream(futures::stream::iter([Ok("1234"), broken]));
        assert_eq!(status_of(broken).await, StatusCode::BAD_REQUEST);
    }
}
