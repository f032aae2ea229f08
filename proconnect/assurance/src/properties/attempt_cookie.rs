//! A callback is accepted only with an attempt that this application sealed, in the cookie of that
//! name.

use super::{
    callback_query::pairs,
    login::{LOGIN, METADATA, config},
    wire::first_line,
};
use axum::{Router, body::Body, middleware::from_fn_with_state};
use axum_extra::extract::cookie::{Cookie, Key};
use cookie::CookieJar;
use http::{HeaderValue, Request, Uri, header::COOKIE};
use proconnect::{
    Clock, LoginOptions, RelyingParty, ReturnTo,
    testing::authorization_request::authorize,
    web::{self, OwnCookies, ProConnect, Refused, SessionLifetimes, keep_own_cookies},
};
use std::sync::LazyLock;
use tokio::runtime::Runtime;
use tower::ServiceExt;
use tower_sessions::{MemoryStore, SessionManagerLayer};

/// No program listens there: a callback with an accepted attempt fails at this issuer.
const ISSUER: &str = "http://127.0.0.1:9/api/v2";

static KEY: LazyLock<Key> = LazyLock::new(Key::generate);

static APPLICATION: LazyLock<(Runtime, Router)> = LazyLock::new(|| {
    let clock = Clock::new(|| LOGIN.now());
    let lifetime = LOGIN.now() - LOGIN.now();
    let proconnect = ProConnect::new(
        RelyingParty::new(config(ISSUER), clock).unwrap(),
        KEY.clone(),
        SessionLifetimes {
            idle: lifetime,
            absolute: lifetime,
        },
    );
    let sessions = SessionManagerLayer::new(MemoryStore::default());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let own = OwnCookies {
        https: true,
        names: &[],
    };
    let router = web::routes(proconnect).layer(sessions);
    let router = router.layer(from_fn_with_state(own, keep_own_cookies));
    (runtime.unwrap(), router)
});

/// An attempt that this application began: its cookie's name, its JSON, and its state.
struct Begun {
    name: String,
    json: String,
    state: String,
}

static BEGUN: LazyLock<Begun> = LazyLock::new(|| {
    let config = config(ISSUER);
    let (url, attempt) = authorize(&config, &METADATA, LoginOptions::default(), LOGIN.now());
    let state = url
        .query_pairs()
        .find(|(name, _)| name == "state")
        .unwrap()
        .1;
    Begun {
        name: format!("__Host-login-attempt-{}", attempt.id()),
        json: serde_json::to_string(&attempt).unwrap(),
        state: state.into_owned(),
    }
});

/// Input: the `Cookie` header; then the query of the callback, in which `@name`, `@value` and
/// `@state` stand for those of an attempt that was begun here; then, optionally, other JSON to seal
/// in its place. The input is accepted when the callback reaches the issuer.
pub fn check(input: &[u8]) -> bool {
    let text = String::from_utf8_lossy(input);
    let (cookies, rest) = first_line(&text);
    let (query, json) = first_line(rest);
    let json = if json.is_empty() { &BEGUN.json } else { json };
    let sealed = seal(json);
    let fill = |text: &str| {
        text.replace("@name", &BEGUN.name)
            .replace("@value", &sealed)
            .replace("@state", &BEGUN.state)
    };
    let (cookies, query) = (fill(cookies), fill(query));
    let Some((refusal, return_to)) = call_back(&cookies, &query) else {
        return false;
    };
    if !refusal.starts_with("provider.") {
        return false;
    }
    let ours = cookies.split(';').any(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or_default();
        (
            name.trim_matches([' ', '\t']),
            value.trim_matches([' ', '\t']),
        ) == (&BEGUN.name, &sealed)
    });
    assert!(ours, "let through by {cookies:?}");
    let states = pairs(&query)
        .into_iter()
        .filter(|(name, _)| name == "state");
    assert!(
        states.eq([("state".to_owned(), BEGUN.state.clone())]),
        "{query}"
    );
    assert!(return_to.parse::<ReturnTo>().is_ok(), "{return_to:?}");
    true
}

/// The value of the attempt's cookie, sealed with the application's key for its name and its return
/// path, the home page.
fn seal(json: &str) -> String {
    let purpose = format!("{} /", BEGUN.name);
    let mut jar = CookieJar::new();
    let cookie = Cookie::new(purpose.clone(), json.to_owned());
    jar.private_mut(&KEY).add(cookie);
    format!("{}./", jar.get(&purpose).unwrap().value())
}

/// The code of the refusal and the return path; `None` when the input is not a request.
fn call_back(cookies: &str, query: &str) -> Option<(String, String)> {
    let uri: Uri = format!("/auth/proconnect/callback?{query}").parse().ok()?;
    let cookies = HeaderValue::try_from(cookies).ok()?;
    let request = Request::get(uri)
        .header(COOKIE, &cookies)
        .body(Body::empty());
    let (runtime, router) = &*APPLICATION;
    let response = runtime.block_on(router.clone().oneshot(request.unwrap()));
    let response = response.unwrap();
    assert!(
        !response.headers().contains_key("location"),
        "signed in by {cookies:?}"
    );
    let refused = response.extensions().get::<Refused>();
    let code = refused.map(|refused| refused.refusal.code());
    let return_to = refused.and_then(|refused| refused.return_to.clone());
    Some((
        code.unwrap_or_default(),
        return_to.map(String::from).unwrap_or_default(),
    ))
}
