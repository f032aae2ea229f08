//! The page of an error replaces its bare answer: a panic, a wrong method, a body that is too long.

use super::{
    agent::Replaced,
    refusal_page::{accepts_html, is_html},
};
use crate::state::AppState;
use axum::{
    extract::{Request, State},
    http::header::{CONTENT_LENGTH, CONTENT_TYPE},
    middleware::Next,
    response::Response,
};
use proconnect::web::Refused;

/// Replaces an error that is neither a page nor a refusal by the page of its status, with the headers of the error,
/// in the frame of the signed-in agent. A client that does not accept HTML gets the error as it is.
pub async fn render_errors(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let wants_page = accepts_html(request.headers());
    let replaced = Replaced::of(&request);

    let mut answer = next.run(request).await;
    let status = answer.status();
    let is_error = status.is_client_error() || status.is_server_error();
    let is_refusal = answer.extensions().get::<Refused>().is_some();
    if !wants_page || !is_error || is_refusal || is_html(answer.headers()) {
        return answer;
    }
    let options = state.options.clone();
    let document = move || app::error_document(options, status);
    let mut page = replaced.render(&state.proconnect, document).await;
    *page.status_mut() = status;
    for of_the_body in [CONTENT_TYPE, CONTENT_LENGTH] {
        answer.headers_mut().remove(of_the_body);
    }
    page.headers_mut()
        .extend(std::mem::take(answer.headers_mut()));
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::tests::state_at;
    use axum::{
        Router,
        body::Body,
        http::{StatusCode, header::ACCEPT},
        middleware::from_fn_with_state,
        routing::get,
    };
    use tower::ServiceExt;
    use tower_http::catch_panic::CatchPanicLayer;

    async fn stumble() -> &'static str {
        panic!("an inner detail")
    }

    async fn answer_to(accept: &str) -> (StatusCode, String) {
        let state = state_at("https://issuer.example.fr").await;
        let router = Router::new()
            .route("/", get(stumble))
            .layer(CatchPanicLayer::new())
            .layer(from_fn_with_state(state, render_errors));
        let request = Request::get("/").header(ACCEPT, accept);
        let answer = router
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        let status = answer.status();
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await;
        (status, String::from_utf8(body.unwrap().to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_panic_is_answered_by_a_page_that_says_nothing_of_it() {
        let (status, page) = answer_to("text/html").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(page.contains("Une erreur est survenue"), "{page}");
        assert!(page.contains(">Retour à l’accueil</a>"), "{page}");
        assert!(!page.contains("an inner detail"), "{page}");
        let (status, bare) = answer_to("*/*").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!bare.contains("an inner detail") && !bare.contains("<html"));
    }
}
