use super::*;
use axum::{Router, body::Body, middleware::from_fn_with_state, routing::get};
use std::{
    net::{IpAddr, Ipv4Addr},
    sync::atomic::{AtomicU32, Ordering::SeqCst},
};
use tower::ServiceExt;

fn client(number: u32) -> ClientAddress {
    IpAddr::V4(Ipv4Addr::from_bits(number)).into()
}

/// A callback that ends with `refusal`, or in a login where that is empty; and how often it ran.
struct Site(Router, Arc<AtomicU32>);

fn site(refusal: &'static str) -> Site {
    let runs = Arc::<AtomicU32>::default();
    let count = Arc::clone(&runs);
    let callback = move || async move {
        count.fetch_add(1, SeqCst);
        match refusal.parse::<Refusal>() {
            Ok(refusal) => refusal.into_response(),
            Err(_) => axum::response::Redirect::to("/").into_response(),
        }
    };
    let layer = from_fn_with_state(TokenCalls::default(), limit);
    Site(
        Router::new()
            .route(CALLBACK_PATH, get(callback))
            .layer(layer),
        runs,
    )
}

impl Site {
    async fn call(&self, query: &str, client: ClientAddress) -> Response {
        let request = Request::get(format!("{CALLBACK_PATH}?{query}")).extension(client);
        let request = request.body(Body::empty()).unwrap();
        self.0.clone().oneshot(request).await.unwrap()
    }

    async fn flood(&self, times: u32, query: &str, of: impl Fn(u32) -> ClientAddress) -> u32 {
        for number in 0..times {
            self.call(query, of(number)).await;
        }
        self.1.load(SeqCst)
    }
}

const CODE: &str = "code=made-up&state=s";

#[tokio::test]
async fn f4_twenty_thousand_made_up_codes_of_one_address_cause_some_two_hundred_calls() {
    let site = site("token_response.invalid_grant");
    let begun = std::time::Instant::now();
    let calls = site.flood(20_000, CODE, |_| client(1)).await;
    let more = u32::try_from(begun.elapsed().as_secs()).unwrap() + 1;
    assert!((200..=200 + more).contains(&calls), "{calls}");
    let refused = site.call(CODE, client(1)).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        refused.headers()["proconnect-refusal"],
        "request.too_many_requests"
    );
    assert!(refused.headers().contains_key(RETRY_AFTER));
    // Everybody else logs in.
    let other = site.call(CODE, client(2)).await;
    assert_ne!(other.status(), StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn f4_many_addresses_have_a_bound_in_common() {
    let site = site("token_response.invalid_grant");
    let begun = std::time::Instant::now();
    let calls = site.flood(20_000, CODE, client).await;
    let more = (u32::try_from(begun.elapsed().as_secs()).unwrap() + 1) * 10;
    assert!((2000..=2000 + more).contains(&calls), "{calls}");
}

#[tokio::test]
async fn f4_logins_that_succeed_are_not_counted_however_many_share_an_address() {
    let site = site("");
    assert_eq!(site.flood(20_000, CODE, |_| client(1)).await, 20_000);
}

#[tokio::test]
async fn f4_what_causes_no_call_uses_nothing_up() {
    for refusal in ["login_attempt.unknown", "authorization_response.malformed"] {
        assert_eq!(
            site(refusal).flood(5000, CODE, |_| client(1)).await,
            5000,
            "{refusal}"
        );
    }
    let denied = site("authorization_response.access_denied");
    let query = "error=access_denied&state=s&barcode=1";
    assert_eq!(denied.flood(5000, query, |_| client(1)).await, 5000);
}

#[tokio::test]
async fn f4_every_failure_after_the_code_was_sent_is_counted() {
    for refusal in [
        "token_response.timed_out",
        "id_token.bad_signature",
        "user_info.expired",
    ] {
        let calls = site(refusal).flood(1000, CODE, |_| client(1)).await;
        assert!(calls < 300, "{refusal}: {calls}");
    }
}

#[test]
fn f4_the_memory_of_addresses_is_bounded() {
    let calls = TokenCalls::default();
    for number in 0..60_000 {
        let _ = calls.take(Some(client(number)));
        calls.give_back(Some(client(number)));
    }
    let limiter = calls.0.per_address.lock().unwrap();
    assert!(limiter.len() <= MOST_ADDRESSES);
    assert!(calls.0.given_back.lock().unwrap().per_address.len() <= MOST_ADDRESSES);
}

#[tokio::test]
async fn f4_a_code_is_counted_however_its_name_is_written() {
    for query in ["c%6Fde=x&state=s", "state=s&%63ode=x", "c%6fd%65=x", "code"] {
        let calls = site("token_response.invalid_grant");
        let calls = calls.flood(1000, query, |_| client(1)).await;
        assert!(calls < 300, "{query}: {calls}");
    }
}

#[tokio::test]
async fn f4_a_page_that_is_fetched_ahead_of_time_uses_nothing_up() {
    let layer = from_fn_with_state(TokenCalls::default(), limit);
    let ahead = || async { StatusCode::METHOD_NOT_ALLOWED };
    let router = Router::new().route(CALLBACK_PATH, get(ahead)).layer(layer);
    let site = Site(router, Arc::default());
    for _ in 0..1000 {
        let answer = site.call("code=x", client(1)).await;
        assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
    }
}
