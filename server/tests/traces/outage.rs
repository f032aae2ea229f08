use crate::support::{Folder, Replica, Site, Store, free_port};
use std::{
    net::TcpListener,
    time::{Duration, Instant},
};
use tokio::time::sleep;

/// A line of the warning.
const WARNING: &str = "traces are lost";

/// A server that sends a batch ten times a second to that port.
async fn site(collector: u16) -> Site {
    let folder = Folder::new("site");
    let mut variables = Store::Sqlite.variables(&folder);
    variables.extend([
        (
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            format!("http://127.0.0.1:{collector}"),
        ),
        ("OTEL_BSP_SCHEDULE_DELAY", "100".to_owned()),
        // Less than the spans of this test, which must not wait for room.
        ("OTEL_BSP_MAX_QUEUE_SIZE", "8".to_owned()),
        ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "8".to_owned()),
    ]);
    Site::with(folder, variables).await
}

fn warnings(replica: &Replica) -> usize {
    replica.log().matches(WARNING).count()
}

/// Requests pages for that time. Returns the longest time that one took.
async fn request_for(time: Duration, site: &Site) -> Duration {
    let mut browser = site.browser();
    let (begun, mut longest) = (Instant::now(), Duration::ZERO);
    while begun.elapsed() < time {
        let asked = Instant::now();
        assert_eq!(browser.get("/").await.status, 200);
        longest = longest.max(asked.elapsed());
        sleep(Duration::from_millis(20)).await;
    }
    longest
}

#[tokio::test]
async fn a_collector_that_is_down_slows_no_request_and_is_warned_of_once() {
    let site = site(free_port()).await;
    let mut replica = site.alone().await;
    let longest = request_for(Duration::from_secs(3), &site).await;
    assert!(longest < Duration::from_secs(1), "{longest:?}");
    assert_eq!(warnings(&replica), 1, "{}", replica.log());
    assert!(replica.stop().await.success());
    assert_eq!(warnings(&replica), 1, "{}", replica.log());
}

#[tokio::test]
async fn a_collector_that_is_silent_slows_no_request_and_is_warned_of_once() {
    // Connections wait in the queue of the listener.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let site = site(silent.local_addr().unwrap().port()).await;
    let mut replica = site.alone().await;
    let longest = request_for(Duration::from_secs(12), &site).await;
    assert!(longest < Duration::from_secs(1), "{longest:?}");
    assert_eq!(warnings(&replica), 1, "{}", replica.log());
    let stopped = Instant::now();
    assert!(replica.stop().await.success());
    let time = stopped.elapsed();
    assert!(time < Duration::from_secs(6), "{time:?}");
}

#[tokio::test]
async fn without_an_endpoint_the_server_runs_and_writes_its_logs() {
    let site = Site::new(Store::Sqlite).await;
    let replica = site.alone().await;
    site.browser().log_in().await;
    let log = replica.log();
    assert!(
        log.contains("answered") && log.contains("callback"),
        "{log}"
    );
    assert_eq!(warnings(&replica), 0, "{log}");
    // The logs have their own filter still: a span at `debug` is in none of their lines.
    assert!(!log.contains("verify_id_token"), "{log}");
}
