//! Browsers that begin one login each, and return at the same time.

use reqwest::{Client, header, redirect::Policy};
use std::time::{Duration, Instant};
use tokio::{task::JoinSet, time::sleep};
use url::Url;

/// A login before its callback.
pub struct Begun {
    cookie: String,
    state: String,
}

/// The outcome of a callback, and its duration.
pub struct Waited {
    pub refusal: String,
    pub time: Duration,
}

fn client() -> Client {
    let client = Client::builder().no_proxy().redirect(Policy::none());
    client.build().unwrap()
}

pub async fn begin(origin: &str, logins: usize) -> Vec<Begun> {
    let client = client();
    let mut begun = Vec::new();
    for _ in 0..logins {
        let left = client
            .post(format!("{origin}/auth/proconnect"))
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .send();
        let left = left.await.unwrap();
        let text = |name| left.headers()[name].to_str().unwrap();
        let location = Url::parse(text(header::LOCATION)).unwrap();
        let mut parameters = location.query_pairs();
        let (_, state) = parameters.find(|(name, _)| name == "state").unwrap();
        begun.push(Begun {
            cookie: text(header::SET_COOKIE)
                .split(';')
                .next()
                .unwrap()
                .to_owned(),
            state: state.into_owned(),
        });
    }
    begun
}

/// `pause` is the time between two callbacks.
pub async fn finish(origin: &str, issuer: &str, begun: Vec<Begun>, pause: Duration) -> Vec<Waited> {
    let client = client();
    let mut callbacks = JoinSet::new();
    for (number, Begun { cookie, state }) in begun.into_iter().enumerate() {
        let url = format!("{origin}/auth/proconnect/callback?code=c0d3&state={state}&iss={issuer}");
        let request = client
            .get(url)
            .header(header::ACCEPT, "text/html")
            .header(header::COOKIE, cookie)
            // Each request has its own client address: one address may not have so many failures.
            .header(
                "x-forwarded-for",
                format!("10.0.{}.{}", number / 256, number % 256),
            );
        if !pause.is_zero() {
            sleep(pause).await;
        }
        callbacks.spawn(async move {
            let start = Instant::now();
            let answer = request.send().await.expect("an answer");
            let refusal = answer.headers().get("proconnect-refusal");
            let refusal = refusal
                .map_or("none", |code| code.to_str().unwrap())
                .to_owned();
            answer.text().await.unwrap();
            let time = start.elapsed();
            Waited { refusal, time }
        });
    }
    callbacks.join_all().await
}
