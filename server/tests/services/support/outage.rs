//! The pages that an agent sees while a store fails, and the recovery of the server.

use super::{Answer, Browser, Replica, Site};
use mock_proconnect::{Endpoint, Fault, PlannedFault, TransportFault, Until};
use reqwest::StatusCode;
use std::time::{Duration, Instant};
use tokio::{task::JoinHandle, time::sleep};

/// Longest time that the server needs once the fault is gone.
pub const RECOVERY: Duration = Duration::from_secs(5);

/// Longest time that an agent waits for an answer: two seconds for the store, and a slow machine.
pub const PATIENCE: Duration = Duration::from_secs(3);

/// A page of a refusal that can be tried again, where the agent is not known.
pub fn assert_is_outage(answer: &Answer) {
    assert_is_refused(answer);
    for name in ["@ministere", "@commune", "DUBOIS", "TERRIEN"] {
        assert!(!answer.body.contains(name), "{}", answer.body);
    }
}

/// A page of a refusal that can be tried again, and that signs nobody in or out.
pub fn assert_is_refused(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{answer:?}");
    assert_eq!(answer.refusal(), "session.unavailable");
    assert_ne!(answer.header("retry-after"), "", "{answer:?}");
    assert!(answer.header("content-type").starts_with("text/html"));
    assert!(answer.body.contains("<h1>"), "{}", answer.body);
    let cookies = answer.headers.get_all("set-cookie").iter();
    let mut cookies = cookies.map(|cookie| cookie.to_str().unwrap());
    assert!(
        !cookies.any(|cookie| cookie.starts_with("local-session=")),
        "an outage neither signs in nor out: {answer:?}"
    );
}

/// Waits until the agent is served again. Until then, every answer is that of an outage.
pub async fn is_served_again(browser: &mut Browser) {
    let begun = Instant::now();
    loop {
        let page = browser.get("/mon-compte").await;
        if page.status == StatusCode::OK {
            assert!(page.body.contains(browser.agent));
            return;
        }
        assert_is_outage(&page);
        assert!(begun.elapsed() < RECOVERY, "{}", page.body);
        sleep(Duration::from_millis(100)).await;
    }
}

/// Waits until `/readyz` answers 200.
pub async fn is_ready_again(replica: &Replica) {
    let begun = Instant::now();
    loop {
        let (status, text) = replica.readiness().await;
        if status == 200 {
            return;
        }
        assert!(begun.elapsed() < RECOVERY, "{text}");
        sleep(Duration::from_millis(100)).await;
    }
}

/// Waits until `/readyz` answers 503: its answer may be a second old. Returns the text.
pub async fn is_not_ready(replica: &Replica) -> String {
    let begun = Instant::now();
    loop {
        let (status, text) = replica.readiness().await;
        if status == 503 {
            return text;
        }
        assert_eq!(status, 200, "{text}");
        assert!(begun.elapsed() < RECOVERY, "{text}{}", replica.log());
        sleep(Duration::from_millis(100)).await;
    }
}

/// An agent logs in, sees their own page, and logs out.
pub async fn works(site: &Site) {
    let mut browser = site.browser();
    browser.agent = "jean.terrien@commune.example.fr";
    browser.log_in().await;
    assert!(browser.is_signed_in().await);
    let mut copy = browser.clone();
    let left = browser.log_out().await;
    assert!(left.location().starts_with(site.mock.issuer()), "{left:?}");
    assert!(!copy.is_signed_in().await);
}

/// The number of codes that the issuer has exchanged.
pub fn exchanges(site: &Site) -> usize {
    let requests = site.mock.requests();
    let exchanges = requests.iter();
    exchanges
        .filter(|(_, path)| path.ends_with("/token"))
        .count()
}

/// Sends the callback to a server that has exchanged the code, and whose issuer takes two seconds more. The
/// session is yet to be saved.
pub async fn callback_after_exchange(
    site: &Site,
    browser: &mut Browser,
) -> JoinHandle<(Browser, Answer)> {
    let callback = browser.begin_login().await;
    let before = exchanges(site);
    site.mock.plan(PlannedFault {
        fault: Fault::Transport(Endpoint::Userinfo, TransportFault::Slow),
        until: Until::Once,
        client_id: None,
    });
    let mut browser = browser.clone();
    let answer = tokio::spawn(async move {
        let answer = browser.get(&callback).await;
        (browser, answer)
    });
    let begun = Instant::now();
    while exchanges(site) == before {
        assert!(begun.elapsed() < RECOVERY);
        sleep(Duration::from_millis(10)).await;
    }
    // The response to the exchange is on its way.
    sleep(Duration::from_millis(300)).await;
    answer
}
