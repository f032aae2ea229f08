//! A form that leads to another site, under a Content-Security-Policy with `form-action 'self'`.
//!
//! Browsers check every redirect that follows a form against `form-action`. The policy could list
//! ProConnect's origin, but not those of the identity providers behind it, which are not known in advance.
//! The response to the form is therefore a small page, which ends the form. Its `Refresh` redirects the
//! browser; a link serves browsers that ignore `Refresh`.

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use std::sync::Arc;
use url::Url;

/// The page loads nothing, and declares that it has no icon: Firefox would look for one.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// Replaces the redirect of a form to another site than `origin` by the page that redirects there. A client
/// that does not accept HTML gets the redirect itself.
pub async fn leave_site(State(origin): State<Arc<str>>, request: Request, next: Next) -> Response {
    let is_form = request.method() == Method::POST && accepts_html(request.headers());
    let response = next.run(request).await;
    match is_form.then(|| destination(&response)).flatten() {
        Some(url) if url.origin().ascii_serialization() != *origin => page(response, &url),
        _ => response,
    }
}

fn accepts_html(headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// The target of a redirect that may leave the site: an address with a scheme.
fn destination(response: &Response) -> Option<Url> {
    let location = response
        .headers()
        .get(header::LOCATION)
        .filter(|_| response.status().is_redirection());
    Url::parse(location?.to_str().ok()?).ok()
}

fn page(response: Response, url: &Url) -> Response {
    let (mut parts, _) = response.into_parts();
    parts.status = StatusCode::OK;
    parts.headers.remove(header::LOCATION);
    parts.headers.remove(header::CONTENT_LENGTH);
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    // Not `extend`, which would add to the headers of the redirect.
    for (name, value) in headers {
        parts.headers.insert(name, value);
    }
    if let Ok(refresh) = HeaderValue::try_from(format!("0;url={url}")) {
        parts.headers.insert(header::REFRESH, refresh);
    }
    // A parsed URL holds no quote and no angle bracket: only its ampersands matter to HTML.
    let address = url.as_str().replace('&', "&amp;");
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"fr\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <title>Redirection vers ProConnect</title>\n\
         <p>Redirection vers ProConnect…</p>\n\
         <p><a href=\"{address}\">Continuer vers ProConnect</a></p>\n</html>\n"
    );
    Response::from_parts(parts, Body::from(html))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, middleware::from_fn_with_state, response::Redirect, routing::post};
    use tower::ServiceExt;

    const ORIGIN: &str = "https://app.example.fr";

    async fn submit_to_be_sent_to(location: &'static str, accept: &str) -> Response {
        let origin: Arc<str> = ORIGIN.into();
        let answer = move || async move {
            // As Leptos answers.
            let json = [(header::CONTENT_TYPE, "application/json")];
            (json, Redirect::to(location))
        };
        let router = Router::new()
            .route("/", post(answer))
            .layer(from_fn_with_state(origin, leave_site));
        let request = Request::post("/").header(header::ACCEPT, accept);
        router
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn only_a_form_that_leads_to_another_site_is_answered_by_a_page() {
        let away = submit_to_be_sent_to("https://issuer.example/a?b=c&d=e", "text/html").await;
        assert_eq!(away.status(), StatusCode::OK);
        assert_eq!(
            away.headers()[header::REFRESH],
            "0;url=https://issuer.example/a?b=c&d=e"
        );
        assert!(!away.headers().contains_key(header::LOCATION));
        for (location, accept) in [
            ("/mon-compte", "text/html"),
            ("https://app.example.fr/mon-compte", "text/html"),
            ("https://issuer.example/", "*/*"),
        ] {
            let answer = submit_to_be_sent_to(location, accept).await;
            assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{location}");
            assert_eq!(answer.headers()[header::LOCATION], location);
        }
    }

    #[tokio::test]
    async fn c3_the_page_has_one_type_of_content() {
        let page = submit_to_be_sent_to("https://issuer.example/", "text/html").await;
        let types = page.headers().get_all(header::CONTENT_TYPE).iter();
        let types: Vec<_> = types.collect();
        assert_eq!(types, ["text/html; charset=utf-8"]);
    }
}
