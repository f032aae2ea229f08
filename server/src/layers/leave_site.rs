//! A form that leads to another site, under a Content-Security-Policy with `form-action 'self'`.
//!
//! Browsers check every redirect that follows a form against `form-action`. The policy could list
//! ProConnect's origin, but not those of the identity providers behind it, which are not known in advance.
//! The response to the form is therefore a page, which ends the form. Its `Refresh` redirects the
//! browser; a link serves browsers that ignore `Refresh`.

use super::agent::without_body;
use crate::state::AppState;
use app::{
    pages::hand_over::HandOver,
    session::{log_in::LogIn, log_out::LogOut},
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};
use leptos::server_fn::ServerFn;
use url::Url;

/// The page has a stylesheet, an icon and a manifest, no script and no form. The policy is shorter than a
/// document's: the address of an authorization request stands in the same head, which proxies limit.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self' data:; manifest-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'",
);

/// Replaces the redirect of a form to another site by the page that redirects there. A client that does not
/// accept HTML gets the redirect itself.
pub async fn leave_site(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let is_form = request.method() == Method::POST && accepts_html(request.headers());
    let bare = is_form.then(|| without_body(&request));
    let response = next.run(request).await;
    let Some((bare, url)) = bare.zip(destination(&response)) else {
        return response;
    };
    let origin = state.proconnect.relying_party.config().origin();
    if url.origin().ascii_serialization() == origin {
        return response;
    }
    hand_over(&state, bare, response, &url)
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

fn hand_over(state: &AppState, request: Request, mut redirect: Response, url: &Url) -> Response {
    let step = match request.uri().path() {
        LogIn::PATH => HandOver::LogIn,
        LogOut::PATH => HandOver::LogOut,
        _ => HandOver::Other,
    };
    let (options, address) = (state.options.clone(), url.to_string());
    let document = move || app::hand_over_document(options, step, address);
    let mut page = app::render(document, request);
    // Those of the body are the page's own.
    for name in [
        header::LOCATION,
        header::CONTENT_TYPE,
        header::CONTENT_LENGTH,
    ] {
        redirect.headers_mut().remove(name);
    }
    let headers = std::mem::take(redirect.headers_mut());
    page.headers_mut().extend(headers);
    page.headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, POLICY);
    if let Ok(refresh) = HeaderValue::try_from(format!("0;url={url}")) {
        page.headers_mut().insert(header::REFRESH, refresh);
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::tests::state_at;
    use axum::{
        Router,
        body::{Body, to_bytes},
        http::StatusCode,
        middleware::from_fn_with_state,
        response::Redirect,
        routing::post,
    };
    use tower::ServiceExt;

    async fn submit_to_be_sent_to(location: &'static str, accept: &str) -> Response {
        submit("/", location, accept).await
    }

    async fn submit(path: &str, location: &'static str, accept: &str) -> Response {
        let state = state_at("https://issuer.example").await;
        let answer = move || async move {
            // As Leptos answers.
            let json = [(header::CONTENT_TYPE, "application/json")];
            (json, Redirect::to(location))
        };
        let router = Router::new()
            .route(path, post(answer))
            .layer(from_fn_with_state(state, leave_site));
        let request = Request::post(path).header(header::ACCEPT, accept);
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
            ("http://localhost:3000/mon-compte", "text/html"),
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

    #[tokio::test]
    async fn the_page_is_the_sites_own_and_names_the_step() {
        for (path, title) in [
            (LogIn::PATH, "Connexion en cours"),
            (LogOut::PATH, "Déconnexion en cours"),
            ("/api/pay", "Redirection en cours"),
        ] {
            let page = submit(path, "https://issuer.example/a?b=c&d=e", "text/html").await;
            assert_eq!(page.headers()[header::CONTENT_SECURITY_POLICY], POLICY);
            let body = to_bytes(page.into_body(), usize::MAX).await.unwrap();
            let html = String::from_utf8(body.to_vec()).unwrap();
            for part in [
                &format!("<h1>{title}</h1>"),
                app::service::NAME.replace('&', "&amp;").as_str(),
                "<main",
                "rel=\"stylesheet\"",
                "href=\"https://issuer.example/a?b=c&amp;d=e\"",
            ] {
                assert!(html.contains(part), "{part} in {html}");
            }
            assert!(!html.contains("<script"), "{html}");
            // A browser with windows requests it, and would report the policy.
            let policy = POLICY;
            let allows = policy.to_str().unwrap().contains("manifest-src 'self'");
            assert_eq!(html.contains("rel=\"manifest\""), allows);
        }
    }
}
