//! Whole documents, as a browser receives them.

// Documents nest as deep as in the library.
#![recursion_limit = "256"]
#![allow(clippy::unwrap_used, reason = "the helpers of a test may stop it")]

/// The page of the agent's own identity.
mod account;
/// The catalogue of refusals.
mod catalogue;
/// The structure that the DSFR prescribes.
mod dsfr_markup;
/// The frame around every page.
mod frame;
/// The contents that the law asks a site to publish, and the site map.
mod legal;
/// Pages whose data are read first.
mod loaded;
/// The table of decisions at a login.
mod login_decisions;
/// A reader of the documents.
mod markup;
mod members;
/// The agent's open sessions.
mod open_sessions;
/// The pages, for an agent and for a visitor.
mod pages;
/// The pages of refusals and of errors, and the conditions that the login page announces.
mod refusals;
/// A scope for the pages of members.
mod scoped;
/// The requests of an organisation.
mod service_requests;
/// The answer to a form that came after the end of the session.
mod session_over;
/// The island that watches the session.
mod session_watch;
/// Light, dark, and the DSFR.
mod skins;
/// The glossary.
mod words;
/// The documents that a test writes.
mod written;

use app::{
    agent::Agent, error_document, page::View, pages::PAGES, refusal_document, render, render_page,
    service,
};
use axum::{
    body::{Body, to_bytes},
    response::Response,
};
use http::{
    HeaderMap, Request, StatusCode,
    header::{CONTENT_SECURITY_POLICY, COOKIE},
};
use leptos::prelude::*;
use proconnect::{AcrLevel, error::Refusal, web::Refused};

struct Answer {
    status: StatusCode,
    policy: String,
    headers: HeaderMap,
    html: String,
}

/// The words as a document has them, in a text or in an attribute: a team's own may have an `&` or quotes.
fn in_text(words: &str) -> String {
    let words = words.replace('&', "&amp;");
    words.replace('<', "&lt;").replace('>', "&gt;")
}

fn in_attribute(words: &str) -> String {
    in_text(words).replace('"', "&quot;")
}

async fn answer<V: IntoView + 'static>(
    path: &str,
    document: impl FnOnce() -> V + Send + 'static,
) -> Answer {
    answer_with(path, "", None, document).await
}

async fn answer_with<V: IntoView + 'static>(
    path: &str,
    cookies: &str,
    user: Option<Agent>,
    document: impl FnOnce() -> V + Send + 'static,
) -> Answer {
    read(render(document, request(path, cookies, user))).await
}

fn request(path: &str, cookies: &str, user: Option<Agent>) -> Request<Body> {
    let mut request = Request::get(path)
        .header("x-request-id", "abc123")
        .header(COOKIE, cookies)
        .body(Body::empty())
        .unwrap();
    if let Some(user) = user {
        request.extensions_mut().insert(user);
    }
    request
}

async fn read(response: Response) -> Answer {
    let (parts, body) = response.into_parts();
    let policy = parts.headers[CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap()
        .to_owned();
    let html = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    Answer {
        status: parts.status,
        policy,
        headers: parts.headers,
        html,
    }
}

async fn page(path: &str, user: Option<Agent>) -> Answer {
    page_with(path, "", user).await
}

async fn page_with(path: &str, cookies: &str, user: Option<Agent>) -> Answer {
    page_of_site(options(), path, cookies, user).await
}

/// Renders the page of that path, as the server's routes do; for another path, the 404 page.
async fn page_of_site(
    options: LeptosOptions,
    path: &str,
    cookies: &str,
    user: Option<Agent>,
) -> Answer {
    let row = PAGES
        .iter()
        .find(|page| Some(page.path) == path.split('?').next());
    if let Some(row) = row {
        let scope = user.clone().filter(|_| matches!(row.view, View::Scoped(_)));
        let mut request = request(path, cookies, user);
        if let Some(agent) = scope {
            request.extensions_mut().insert(scoped::scope(agent).await);
        }
        read(render_page(|| (), options, row, request).await).await
    } else {
        let document = move || error_document(options, StatusCode::NOT_FOUND);
        answer_with(path, cookies, user, document).await
    }
}

fn options() -> LeptosOptions {
    LeptosOptions::builder()
        .output_name("app")
        .site_root("no-such-site")
        .build()
}

fn agent() -> Agent {
    Agent::example()
}

/// Every page, and a path without a page. A file is no page.
fn paths() -> impl Iterator<Item = &'static str> {
    let pages = PAGES
        .iter()
        .filter(|page| !matches!(page.view, View::Download(_)));
    pages.map(|page| page.path).chain(["/inconnu"])
}

#[tokio::test]
async fn every_document_has_one_heading_a_title_and_its_landmarks() {
    let mut documents = Vec::new();
    for path in paths() {
        documents.push(page(path, None).await.html);
        documents.push(page(path, Some(agent())).await.html);
    }
    for refusal in Refusal::all() {
        let document = move || refusal_document(options(), refusal.into(), "abc123".into(), None);
        documents.push(answer("/", document).await.html);
    }
    for status in [400, 401, 403, 404, 405, 413, 500, 503] {
        let status = StatusCode::from_u16(status).unwrap();
        documents.push(
            answer("/", move || error_document(options(), status))
                .await
                .html,
        );
    }
    for html in documents {
        assert!(
            html.starts_with("<!DOCTYPE html><html lang=\"fr\""),
            "{html}"
        );
        assert!(html.ends_with("</html>"), "{html}");
        for once in [
            "<h1",
            "<main id=\"content\"",
            "<header role=\"banner\"",
            "<footer id=\"footer\"",
        ] {
            assert_eq!(html.matches(once).count(), 1, "{once} in {html}");
        }
        let end_of_title = format!(" — {}</title>", in_text(service::NAME));
        assert_eq!(html.matches(&end_of_title).count(), 1, "{html}");
        assert!(
            !html.contains(" style=") && !html.contains(" onclick="),
            "{html}"
        );
    }
}

#[tokio::test]
async fn a_visitor_gets_no_script_and_nothing_to_preload() {
    for path in paths() {
        let html = page(path, None).await.html;
        for script in ["<script", "preload", ".wasm", "leptos-island"] {
            assert!(!html.contains(script), "{script} on {path}");
        }
    }
}

#[tokio::test]
async fn the_one_script_bears_the_nonce_of_the_policy() {
    let Answer { policy, html, .. } = page("/", Some(agent())).await;
    let nonce = policy
        .split("'nonce-")
        .nth(1)
        .and_then(|rest| rest.split('\'').next())
        .unwrap();
    assert_eq!(nonce.len(), 22);
    assert_eq!(html.matches("<script").count(), 1);
    assert!(
        html.contains(&format!("<script type=\"module\" nonce=\"{nonce}\">")),
        "{html}"
    );
    assert!(
        !page("/", Some(agent())).await.policy.contains(nonce),
        "a nonce serves once"
    );
}

#[tokio::test]
async fn an_unknown_path_is_not_found() {
    let Answer { status, html, .. } = page("/inconnu", None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(html.contains("Page introuvable"));
}

#[tokio::test]
async fn a_refusal_offers_another_login_only_where_it_helps() {
    for (code, way_out) in [
        ("provider.unreachable", "class=\"fr-connect\""),
        (
            "authorization_response.access_denied",
            "name=\"login_hint\"",
        ),
        ("provider.malformed", ">Retour à l’accueil</a>"),
    ] {
        let refusal: Refusal = code.parse().unwrap();
        let refused = Refused {
            level: AcrLevel::Mfa,
            ..Refused::from(refusal)
        };
        let document = move || refusal_document(options(), refused, "<abc>".into(), None);
        let html = answer("/", document).await.html;
        assert!(html.contains(way_out), "{html}");
        assert!(
            html.contains("<code>&lt;abc&gt;</code>") && html.contains(code),
            "{html}"
        );
        assert!(!html.contains("<script"), "{html}");
    }
}
