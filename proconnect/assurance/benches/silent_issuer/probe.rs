//! A platform's probe: `GET /healthz` in a loop, from a thread of its own.

use std::{
    ops::Range,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};
use tokio::{runtime, time::sleep};

/// Time between a response and the next request.
const PAUSE: Duration = Duration::from_millis(5);

pub struct Probe {
    stopped: Arc<AtomicBool>,
    thread: JoinHandle<Vec<Asked>>,
}

/// One request: its time, and its duration.
struct Asked {
    after: Duration,
    took: Duration,
}

/// All requests, the fastest first.
pub struct Latencies(Vec<Asked>);

pub fn start(origin: &str) -> Probe {
    let (stopped, url) = (
        Arc::new(AtomicBool::new(false)),
        format!("{origin}/healthz"),
    );
    let until = Arc::clone(&stopped);
    let thread = thread::spawn(move || {
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(probe(&url, &until))
    });
    Probe { stopped, thread }
}

async fn probe(url: &str, stopped: &AtomicBool) -> Vec<Asked> {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let (begun, mut asked) = (Instant::now(), Vec::new());
    while !stopped.load(SeqCst) {
        let start = Instant::now();
        let answer = client.get(url).send().await.unwrap();
        assert_eq!(answer.text().await.unwrap(), "ok\n");
        asked.push(Asked {
            after: start - begun,
            took: start.elapsed(),
        });
        sleep(PAUSE).await;
    }
    asked
}

impl Probe {
    pub fn stop(self) -> Latencies {
        self.stopped.store(true, SeqCst);
        let mut asked = self.thread.join().unwrap();
        asked.sort_by_key(|asked| asked.took);
        Latencies(asked)
    }
}

impl Latencies {
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The longest duration of a request sent in this span, counted from the start.
    pub fn longest(&self, span: Range<Duration>) -> Duration {
        let mut slowest_first = self.0.iter().rev();
        let asked = slowest_first.find(|asked| span.contains(&asked.after));
        asked.map_or(Duration::ZERO, |asked| asked.took)
    }

    /// The duration that this share of the requests did not exceed.
    pub fn quantile(&self, share: f64) -> Duration {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            clippy::cast_sign_loss,
            reason = "a share of a count of a few thousand"
        )]
        let rank = (share * self.0.len() as f64).ceil() as usize;
        self.0[rank.saturating_sub(1)].took
    }
}
