//! A deployment under load: nginx sends requests to two replicas, which stop and start one after the other.

use crate::support::{Browser, Pair, Site, Store};
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};
use tokio::{task::JoinHandle, time::sleep};

/// Agents who ask without a pause.
const AGENTS: usize = 8;

in_each!(g06_a_rolling_restart_under_load_fails_no_request: sqlite postgres redis);

async fn g06_a_rolling_restart_under_load_fails_no_request(store: Store) {
    let site = Site::new(store).await;
    let mut pair = site.pair().await;
    let over = Arc::new(AtomicBool::new(false));
    let mut agents = Vec::new();
    for _ in 0..AGENTS {
        let mut browser = site.browser();
        browser.log_in().await;
        agents.push(ask_until(browser, Arc::clone(&over)));
    }
    sleep(Duration::from_millis(300)).await;
    for _ in 0..2 {
        restart_each(&site, &mut pair).await;
    }
    over.store(true, Relaxed);

    let mut answers: BTreeMap<String, usize> = BTreeMap::new();
    for agent in agents {
        for answer in agent.await.unwrap() {
            *answers.entry(answer).or_default() += 1;
        }
    }
    println!(
        "counted: {} requests during rolling restarts: {answers:?}",
        answers.values().sum::<usize>()
    );
    let expected = ["GET 200", "POST 200"].map(str::to_owned);
    assert!(
        answers.keys().eq(&expected),
        "{answers:?}\n{}",
        pair.nginx.log()
    );
    assert!(answers.values().all(|count| *count > 50), "{answers:?}");
}

/// SIGTERM, the end, a new process on the same port until it is ready; then the other one.
async fn restart_each(site: &Site, pair: &mut Pair) {
    for replica in &mut pair.replicas {
        let ended = replica.stop().await;
        assert!(ended.success(), "{ended}: {}", replica.log());
        *replica = site.replica(replica.port()).await;
        sleep(Duration::from_millis(200)).await;
    }
}

/// Reads a page and calls a server function in turn. Returns the method and the status of each answer.
fn ask_until(mut browser: Browser, over: Arc<AtomicBool>) -> JoinHandle<Vec<String>> {
    tokio::spawn(async move {
        let mut answers = Vec::new();
        while !over.load(Relaxed) {
            for method in ["GET", "POST"] {
                let answer = if method == "GET" {
                    browser.try_get("/mon-compte").await
                } else {
                    browser.try_post("/api/current_user", "").await
                };
                answers.push(match answer {
                    Ok(answer) => format!("{method} {}", answer.status.as_u16()),
                    Err(error) => format!("{method} {error}"),
                });
            }
        }
        answers
    })
}
