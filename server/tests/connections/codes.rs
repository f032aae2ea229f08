use crate::{is_flood, program::Program, sockets::is_alive};
use app::refusals::texts::TOO_MANY_REQUESTS;
use mock_proconnect::{Client, MockProConnect};
use reqwest::{StatusCode, header, redirect::Policy};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};
use tokio::task::JoinSet;
use url::Url;

/// Simultaneous browsers.
const AT_ONCE: usize = 16;

/// Codes sent before memory is measured.
const WARM_UP: usize = 20;

/// The quota of one address: 200 at once, and one more per second.
const BURST: usize = 200;

/// Begins a login, and sends a made-up code to the callback.
async fn bring_a_made_up_code(client: &reqwest::Client, origin: &str) -> reqwest::Response {
    let start = client.post(format!("{origin}/auth/proconnect"));
    let start = start.header("sec-fetch-site", "same-origin").send().await;
    let start = start.unwrap();
    assert_eq!(start.status(), StatusCode::SEE_OTHER);
    let location = Url::parse(start.headers()[header::LOCATION].to_str().unwrap()).unwrap();
    let state = location.query_pairs().find(|(name, _)| name == "state");
    let (_, state) = state.unwrap();
    let issuer = location.as_str().split("/authorize").next().unwrap();
    let cookies = start.headers().get_all(header::SET_COOKIE).iter();
    let cookies = cookies.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap());
    let cookies = cookies.collect::<Vec<_>>().join("; ");
    let callback = client.get(format!("{origin}/auth/proconnect/callback"));
    let callback = callback.query(&[("code", "made-up"), ("state", &state), ("iss", issuer)]);
    let callback = callback.header(header::COOKIE, cookies);
    let answer = callback.header(header::ACCEPT, "text/html").send().await;
    let answer = answer.unwrap();
    // As a browser does, to the page of the refusal.
    assert_eq!(answer.headers()[header::LOCATION], "/connexion/refus");
    let left = answer.headers().get_all(header::SET_COOKIE).iter();
    let mut left = left.map(|cookie| cookie.to_str().unwrap());
    let left = left.find(|cookie| cookie.starts_with("local-refusal="));
    let page = client.get(format!("{origin}/connexion/refus"));
    let page = page.header(header::COOKIE, left.unwrap().split(';').next().unwrap());
    page.header(header::ACCEPT, "text/html")
        .send()
        .await
        .unwrap()
}

async fn mock() -> MockProConnect {
    let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let client = Client::development();
    mock_proconnect::start(anywhere, vec![client])
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f4_proconnect_sees_no_more_made_up_codes_than_the_bound() {
    let mock = mock().await;
    let program = Program::start(mock.issuer(), &[]);
    let origin = format!("http://localhost:{}", program.address.port());
    let client = reqwest::Client::builder()
        .redirect(Policy::none())
        .no_proxy();
    let client = client.build().unwrap();
    let all = if is_flood() { 20_000 } else { 500 };
    // The first logins of a process allocate memory that it keeps.
    for _ in 0..WARM_UP {
        bring_a_made_up_code(&client, &origin).await;
    }
    let before = program.memory();
    let (begun, left) = (Instant::now(), Arc::new(AtomicUsize::new(all)));
    let refused = Arc::<AtomicUsize>::default();
    // On a busy machine, the store may be too slow for some of them: they reach ProConnect no more than the refused.
    let unavailable = Arc::<AtomicUsize>::default();
    let mut strangers = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (client, origin) = (client.clone(), origin.clone());
        let (left, refused) = (Arc::clone(&left), Arc::clone(&refused));
        let unavailable = Arc::clone(&unavailable);
        strangers.spawn(async move {
            while left
                .fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1))
                .is_ok()
            {
                let answer = bring_a_made_up_code(&client, &origin).await;
                if answer.status() == StatusCode::TOO_MANY_REQUESTS {
                    refused.fetch_add(1, SeqCst);
                    assert!(answer.headers().contains_key(header::RETRY_AFTER));
                    assert_eq!(
                        answer.headers()["proconnect-refusal"],
                        "request.too_many_requests"
                    );
                    let page = answer.text().await.unwrap();
                    assert!(page.contains(TOO_MANY_REQUESTS.title), "{page}");
                } else if answer.headers()["proconnect-refusal"] == "session.unavailable" {
                    unavailable.fetch_add(1, SeqCst);
                } else {
                    assert_eq!(
                        answer.headers()["proconnect-refusal"],
                        "token_response.invalid_grant"
                    );
                }
            }
        });
    }
    while !strangers.is_empty() {
        let address = program.address;
        let probe = tokio::task::spawn_blocking(move || is_alive(address));
        assert!(probe.await.unwrap());
        while let Some(stranger) = strangers.try_join_next() {
            stranger.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    let took = usize::try_from(begun.elapsed().as_secs()).unwrap();
    let calls = mock
        .requests()
        .iter()
        .filter(|(_, path)| path == "/api/v2/token")
        .count();
    println!(
        "{all} made-up codes in {took} s: {calls} calls to the token endpoint, {} refused",
        refused.load(SeqCst),
    );
    let unavailable = unavailable.load(SeqCst);
    assert!(
        (BURST.saturating_sub(unavailable)..=BURST + took + 1).contains(&calls),
        "{calls} in {took} s, {unavailable} unavailable"
    );
    let refused = refused.load(SeqCst);
    assert_eq!(refused + unavailable, WARM_UP + all - calls);
    tokio::task::spawn_blocking(move || program.assert_memory_returns_to(before))
        .await
        .unwrap();
}
