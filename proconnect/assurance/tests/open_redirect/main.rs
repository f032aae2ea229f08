//! Every known trick to redirect an agent off the site, with every spelling of the destination,
//! wherever input may choose it: the return path, the login hint, the return from a logout.

#![allow(
    clippy::disallowed_methods,
    reason = "a test begins at the present moment, and is a browser"
)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod payloads;

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use axum_extra::extract::cookie::Key;
use chrono::Utc;
use openidconnect::IssuerUrl;
use proconnect::{
    Clock, LoginOptions, Metadata, RelyingParty, ReturnTo, config::Config,
    testing::authorization_request::authorize, web::LogInForm,
};
use proconnect_assurance::{
    application::{self, assemble},
    metadata::metadata,
    report::report,
    sessions::Sessions,
};
use std::sync::Arc;
use tower::ServiceExt;
use url::{Url, form_urlencoded};

const ISSUER: &str = "https://issuer.example/api/v2";

/// The address that a browser opens from a page of the site, for this `Location`.
fn leads_to(location: &str) -> Url {
    Url::parse("https://site.example/auth/proconnect/callback")
        .unwrap()
        .join(location)
        .unwrap()
}

#[test]
fn no_return_path_leads_off_the_site() {
    let payloads = payloads::all();
    let mut kept = 0;
    for payload in &payloads {
        let Ok(path) = payload.parse::<ReturnTo>() else {
            continue;
        };
        kept += 1;
        let path = path.as_str();
        assert_eq!(
            leads_to(path).origin(),
            leads_to("/").origin(),
            "{payload:?} became {path:?}"
        );
        // Checked without that parser too: no text that any browser might read as a host.
        assert!(
            path.starts_with('/') && !path.starts_with("//"),
            "{payload:?} became {path:?}"
        );
        assert!(
            !path.contains(|c: char| c == '\\' || !c.is_ascii_graphic()),
            "{payload:?} became {path:?}"
        );
    }
    report(&format!(
        "return path: {} payloads, {} refused, {kept} kept as paths of the site, 0 pass",
        payloads.len(),
        payloads.len() - kept
    ));
    report(&format!(
        "counted: {} open-redirect payloads as return paths",
        payloads.len()
    ));
}

/// A hint becomes one parameter of the authorization request, or none: it neither changes the
/// request's address nor adds another parameter.
#[test]
fn no_login_hint_leads_elsewhere_than_to_the_issuer() {
    let (config, metadata) = (config(), published());
    let request_with = |hint: Option<&str>| {
        let form = LogInForm {
            login_hint: hint.map(str::to_owned),
            ..LogInForm::default()
        };
        authorize(&config, &metadata, LoginOptions::from(form), Utc::now()).0
    };
    let without = request_with(None).query_pairs().count();
    let payloads = payloads::all();
    // The payloads, and addresses made of them, of which more are well-formed.
    let addresses = payloads.iter().map(|payload| format!("agent@{payload}"));
    let hints: Vec<String> = payloads.iter().cloned().chain(addresses).collect();
    let mut sent = 0;
    for hint in &hints {
        let url = request_with(Some(hint));
        assert_eq!(url.origin(), leads_to(ISSUER).origin(), "{hint:?}");
        assert_eq!(url.path(), "/api/v2/authorize", "{hint:?}");
        assert_eq!(url.fragment(), None, "{hint:?}");
        let login_hint = url.query_pairs().find(|(name, _)| name == "login_hint");
        assert!(
            login_hint
                .as_ref()
                .is_none_or(|(_, login_hint)| login_hint == hint),
            "{hint:?}"
        );
        let more = usize::from(login_hint.is_some());
        assert_eq!(url.query_pairs().count(), without + more, "{hint:?}");
        sent += more;
    }
    assert!(sent > 0 && sent < hints.len(), "{sent}");
    report(&format!(
        "login hint: {} payloads, {sent} sent to the issuer as an address, 0 lead elsewhere",
        hints.len()
    ));
    report(&format!(
        "counted: {} open-redirect payloads as login hints",
        hints.len()
    ));
}

/// The return from a logout redirects to the home page, whatever its query.
#[tokio::test]
async fn no_return_from_a_logout_leads_off_the_site() {
    let site = site();
    let payloads = payloads::all();
    for payload in &payloads {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for name in ["state", "return_to", "post_logout_redirect_uri", "redirect"] {
            query.append_pair(name, payload);
        }
        let path = format!("/auth/proconnect/logout/callback?{}", query.finish());
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = site.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{payload:?}");
        assert_eq!(response.headers()["location"], "/", "{payload:?}");
        assert!(!response.headers().contains_key("refresh"), "{payload:?}");
    }
    report(&format!(
        "return from a logout: {} payloads, 0 pass",
        payloads.len()
    ));
    report(&format!(
        "counted: {} open-redirect payloads as returns from a logout",
        payloads.len()
    ));
}

fn config() -> Config {
    application::config(ISSUER, &[])
}

fn published() -> Metadata {
    let document = metadata(ISSUER, &["RS256"]);
    let issuer = IssuerUrl::new(ISSUER.to_owned()).unwrap();
    Metadata::read(document.to_string().as_bytes(), &issuer).unwrap()
}

fn site() -> Router {
    let relying_party = RelyingParty::new(config(), Clock::system()).unwrap();
    let sessions = Sessions::new(Clock::system());
    assemble(Arc::new(relying_party), Key::generate(), sessions)
}
