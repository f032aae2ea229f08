//! Every trick to lead an agent off the site, against every way to write the destination, wherever
//! the outside may say where to go: the return path, the login hint, the return from a logout.

#![allow(
    clippy::disallowed_methods,
    reason = "a test begins at the present moment, and is a browser"
)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../support/metadata.rs"]
mod metadata;
mod payloads;

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use axum_extra::extract::cookie::Key;
use chrono::{TimeDelta, Utc};
use openidconnect::IssuerUrl;
use proconnect::{
    Clock, LoginOptions, Metadata, RelyingParty, ReturnTo,
    config::Config,
    testing::authorization_request::authorize,
    web::{self, LogInForm, ProConnect, SessionLifetimes},
};
use std::io::Write;
use tower::ServiceExt;
use tower_sessions::{MemoryStore, SessionManagerLayer};
use url::{Url, form_urlencoded};

const ISSUER: &str = "https://issuer.example/api/v2";

/// Where a browser goes from a page of the site, given this `Location`.
fn leads_to(location: &str) -> Url {
    Url::parse("https://site.example/auth/proconnect/callback")
        .unwrap()
        .join(location)
        .unwrap()
}

/// Not by `println!`, which the test harness keeps to itself where nothing fails.
fn report(line: &str) {
    std::io::stdout().write_all(line.as_bytes()).unwrap();
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
        // Not by the same parser alone: nothing that any browser might read as a host.
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
        "\nreturn path: {} payloads, {} refused, {kept} kept as paths of the site, 0 pass\n",
        payloads.len(),
        payloads.len() - kept
    ));
    report(&format!(
        "counted: {} open-redirect payloads as return paths\n",
        payloads.len()
    ));
}

/// A hint is a parameter of the authorization request, or nothing: it neither changes where the
/// request goes nor adds another parameter.
#[test]
fn no_login_hint_leads_elsewhere_than_to_the_issuer() {
    let (config, metadata) = (config(), metadata());
    let request_with = |hint: Option<&str>| {
        let form = LogInForm {
            login_hint: hint.map(str::to_owned),
            ..LogInForm::default()
        };
        authorize(&config, &metadata, LoginOptions::from(form), Utc::now()).0
    };
    let without = request_with(None).query_pairs().count();
    let payloads = payloads::all();
    // As they are, and so that more of them pass for an address.
    let addresses = payloads.iter().map(|payload| format!("agent@{payload}"));
    let hints: Vec<String> = payloads.iter().cloned().chain(addresses).collect();
    let mut sent = 0;
    for hint in &hints {
        let url = request_with(Some(hint));
        assert_eq!(url.origin(), leads_to(ISSUER).origin(), "{hint:?}");
        assert_eq!(url.path(), "/api/v2/authorize", "{hint:?}");
        assert_eq!(url.fragment(), None, "{hint:?}");
        let told = url.query_pairs().find(|(name, _)| name == "login_hint");
        assert!(
            told.as_ref().is_none_or(|(_, told)| told == hint),
            "{hint:?}"
        );
        let more = usize::from(told.is_some());
        assert_eq!(url.query_pairs().count(), without + more, "{hint:?}");
        sent += more;
    }
    assert!(sent > 0 && sent < hints.len(), "{sent}");
    report(&format!(
        "\nlogin hint: {} payloads, {sent} sent to the issuer as an address, 0 lead elsewhere\n",
        hints.len()
    ));
    report(&format!(
        "counted: {} open-redirect payloads as login hints\n",
        hints.len()
    ));
}

/// The return from a logout leads home, whatever its query says.
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
        "\nreturn from a logout: {} payloads, 0 pass\n",
        payloads.len()
    ));
    report(&format!(
        "counted: {} open-redirect payloads as returns from a logout\n",
        payloads.len()
    ));
}

fn config() -> Config {
    Config::from_variables(|name| {
        let value = match name {
            "PROCONNECT_DOMAIN" => ISSUER,
            "PROCONNECT_CLIENT_ID" => "client",
            "PROCONNECT_CLIENT_SECRET" => "0123456789abcdef0123456789abcdef",
            "PROCONNECT_REDIRECT_URI" => "https://site.example/auth/proconnect/callback",
            "PROCONNECT_POST_LOGOUT_REDIRECT_URI" => {
                "https://site.example/auth/proconnect/logout/callback"
            }
            _ => return None,
        };
        Some(value.to_owned())
    })
    .unwrap()
}

fn metadata() -> Metadata {
    let document = metadata::metadata(ISSUER, &["RS256"]);
    let issuer = IssuerUrl::new(ISSUER.to_owned()).unwrap();
    Metadata::read(document.to_string().as_bytes(), &issuer).unwrap()
}

fn site() -> Router {
    let proconnect = ProConnect::new(
        RelyingParty::new(config(), Clock::system()).unwrap(),
        Key::generate(),
        SessionLifetimes {
            idle: TimeDelta::minutes(30),
            absolute: TimeDelta::hours(12),
        },
    );
    web::routes(proconnect).layer(SessionManagerLayer::new(MemoryStore::default()))
}
