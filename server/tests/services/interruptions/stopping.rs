//! Stops and kills of replicas in the middle of logins.

use crate::support::{Browser, Replica, Site, Store, callback_after_exchange, exchanges};
use futures::{StreamExt, future::join_all, stream};
use std::time::{Duration, Instant};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::sleep,
};

in_each!(g02_a_hundred_logins_outlive_the_stop_of_a_replica: sqlite postgres redis);

async fn g02_a_hundred_logins_outlive_the_stop_of_a_replica(store: Store) {
    let site = Site::new(store).await;
    let pair = site.pair().await;
    let mut browsers: Vec<_> = (0..100).map(|_| site.browser()).collect();
    let begun = join_all(browsers.iter_mut().map(Browser::begin_login)).await;
    // Twenty at a time: a hundred at once, on a busy machine, outlast the limit of an operation of the store.
    let callbacks = browsers.iter_mut().zip(&begun);
    let callbacks = callbacks.map(|(browser, callback)| browser.get(callback));
    let callbacks = stream::iter(callbacks).buffered(20).collect::<Vec<_>>();
    let stop = async {
        let before = exchanges(&site);
        while exchanges(&site) < before + 10 {
            sleep(Duration::from_millis(5)).await;
        }
        pair.replicas[0].terminate();
    };
    let (answers, ()) = tokio::join!(callbacks, stop);
    for answer in &answers {
        assert_eq!(answer.location(), "/", "{answer:?}");
    }
    let pages = join_all(browsers.iter_mut().map(Browser::is_signed_in)).await;
    assert_eq!(pages, [true; 100]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g03_a_stop_during_the_exchange_lets_the_login_finish() {
    let site = Site::new(Store::Sqlite).await;
    let mut replica = site.alone().await;
    let callback = callback_after_exchange(&site, &mut site.browser()).await;
    assert!(replica.stop().await.success());
    let (mut browser, answer) = callback.await.unwrap();
    assert_eq!(answer.location(), "/", "{answer:?}");
    let _replica = site.alone().await;
    assert!(browser.is_signed_in().await);
}

in_each!(g04_a_kill_during_the_exchange_leaves_no_half_of_a_session: sqlite postgres redis);

async fn g04_a_kill_during_the_exchange_leaves_no_half_of_a_session(store: Store) {
    let site = Site::new(store).await;
    let mut pair = site.pair().await;
    let mut browser = site.browser();
    let callback = callback_after_exchange(&site, browser.at("a")).await;
    pair.replicas[0].kill();
    let (mut browser, answer) = callback.await.unwrap();
    assert_eq!(answer.status, 502, "nginx answers for the replica");
    assert!(!browser.at("b").is_signed_in().await);
    // The code was used: the agent begins again, at the replica that lives.
    browser.log_in().await;
    assert!(browser.is_signed_in().await);
}

/// Sends one request on a connection of its own, or on the one that is given. Returns the head of the response.
async fn ask(stream: &mut TcpStream, path: &str, forwarded: bool) -> String {
    let port = stream.peer_addr().unwrap().port();
    let forwarded = if forwarded {
        "X-Forwarded-For: 192.0.2.1\r\n"
    } else {
        ""
    };
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n{forwarded}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = vec![0; 65_536];
    let read = stream.read(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer[..read]).into_owned()
}

async fn connect(replica: &Replica) -> TcpStream {
    let address = ("127.0.0.1", replica.port());
    TcpStream::connect(address).await.unwrap()
}

#[tokio::test]
async fn g06_a_server_behind_a_proxy_says_farewell_before_it_stops() {
    let site = Site::new(Store::Sqlite).await;
    let mut replica = site.alone().await;
    let (mut kept, mut idle) = (connect(&replica).await, connect(&replica).await);
    for stream in [&mut kept, &mut idle] {
        let answer = ask(stream, "/healthz", true).await;
        assert!(!answer.contains("connection: close"), "{answer}");
    }
    let begun = Instant::now();
    replica.terminate();
    sleep(Duration::from_millis(200)).await;
    let ready = ask(&mut connect(&replica).await, "/readyz", true).await;
    assert!(ready.starts_with("HTTP/1.1 503 "), "{ready}");
    assert!(ready.contains("stopping"), "{ready}");
    // A connection that was open, and one that is new: each has one response.
    for stream in [&mut kept, &mut connect(&replica).await] {
        let answer = ask(stream, "/healthz", true).await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        assert!(answer.contains("connection: close"), "{answer}");
        assert_eq!(stream.read(&mut [0; 1]).await.unwrap(), 0);
    }
    // The idle one is not closed meanwhile.
    sleep(Duration::from_secs(1)).await;
    assert!(
        ask(&mut idle, "/healthz", true)
            .await
            .starts_with("HTTP/1.1 200 ")
    );
    assert!(replica.ended().await.success());
    let took = begun.elapsed();
    assert!((1900..4000).contains(&took.as_millis()), "{took:?}");
}

#[tokio::test]
async fn g06_a_second_signal_cuts_the_farewell_short() {
    let site = Site::new(Store::Sqlite).await;
    let mut replica = site.alone().await;
    ask(&mut connect(&replica).await, "/healthz", true).await;
    replica.terminate();
    sleep(Duration::from_millis(300)).await;
    assert!(replica.has_ended().is_none());
    let begun = Instant::now();
    assert!(replica.stop().await.success());
    assert!(begun.elapsed() < Duration::from_millis(500));
}

/// `l1_half_a_request_does_not_hold_the_stop_up` has the rest.
#[tokio::test]
async fn g01_a_server_without_a_proxy_stops_at_once() {
    let site = Site::new(Store::Sqlite).await;
    let mut replica = site.alone().await;
    let mut idle = connect(&replica).await;
    ask(&mut idle, "/healthz", false).await;
    let begun = Instant::now();
    assert!(replica.stop().await.success());
    assert!(
        begun.elapsed() < Duration::from_millis(500),
        "{:?}",
        begun.elapsed()
    );
}
