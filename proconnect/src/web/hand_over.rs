//! A form that leads to another site, under a Content-Security-Policy with `form-action 'self'`.
//!
//! Browsers hold every redirect that follows a form against `form-action`. `ProConnect`'s own
//! origin could be listed, but not those of the identity providers behind it, which nobody knows
//! in advance. So the form is answered with a small page: the form ends there, and the page's
//! `Refresh` leads on, with a link for whoever it does not move.

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use url::Url;

/// Turns the redirect of a form to another site into the page that leads there. A client that
/// does not ask for HTML gets the redirect itself.
pub async fn hand_over(request: Request, next: Next) -> Response {
    let is_form = request.method() == Method::POST && accepts_html(request.headers());
    let response = next.run(request).await;
    match destination(&response) {
        Some(url) if is_form => page(response, &url),
        _ => response,
    }
}

fn accepts_html(headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// Where a redirect leads, if it leaves the site: an address with a scheme.
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
    ];
    parts.headers.extend(headers);
    if let Ok(refresh) = HeaderValue::try_from(format!("0;url={url}")) {
        parts.headers.insert(header::REFRESH, refresh);
    }
    // A parsed URL holds no quote and no angle bracket: only its ampersands matter to HTML.
    let address = url.as_str().replace('&', "&amp;");
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"fr\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>Redirection vers ProConnect</title>\n\
         <p>Redirection vers ProConnect…</p>\n\
         <p><a href=\"{address}\">Continuer vers ProConnect</a></p>\n</html>\n"
    );
    Response::from_parts(parts, Body::from(html))
}
