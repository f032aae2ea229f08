//! Settings and limits of the process: secrets, time zone, memory.

use crate::support::{Browser, Site, Store, works};
use futures::future::join_all;
use std::fs;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g08_agents_stay_signed_in_through_a_rotation_of_the_client_secret() {
    let mut site = Site::new(Store::Sqlite).await;
    let mut replica = site.alone().await;
    let mut browser = site.browser();
    browser.log_in().await;
    let known = site.variable("PROCONNECT_CLIENT_SECRET");
    // The new secret comes first here: until the issuer knows it, nobody can log in.
    site.set("PROCONNECT_CLIENT_SECRET", &"new-secret-".repeat(4));
    replica.stop().await;
    let mut replica = site.alone().await;
    assert!(browser.is_signed_in().await);
    let mut visitor = site.browser();
    let callback = visitor.begin_login().await;
    let refused = visitor.get(&callback).await;
    assert_eq!(
        refused.refusal(),
        "token_response.invalid_client",
        "{refused:?}"
    );
    assert!(!visitor.is_signed_in().await);

    site.set("PROCONNECT_CLIENT_SECRET", &known);
    replica.stop().await;
    let _replica = site.alone().await;
    assert!(browser.is_signed_in().await);
    works(&site).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g10_replicas_of_other_time_zones_and_languages_agree() {
    let mut site = Site::new(Store::Sqlite).await;
    let mut pair = site.pair().await;
    let mut browser = site.browser();
    let mut pages = Vec::new();
    for (replica, zone, locale) in [
        (0, "Pacific/Kiritimati", "tr_TR.UTF-8"),
        (1, "America/Adak", "ar_EG.UTF-8"),
    ] {
        site.set("TZ", zone);
        site.set("LANG", locale);
        site.set("LC_ALL", locale);
        let port = pair.replicas[replica].port();
        pair.replicas[replica].kill();
        pair.replicas[replica] = site.replica(port).await;
    }
    browser.at("a").log_in().await;
    for replica in ["a", "b", "a"] {
        assert!(browser.at(replica).is_signed_in().await);
        let page = browser.get("/mon-compte").await.body;
        // The hours are those of Paris on both, to the minute.
        let hours = page.split("<time").skip(1).map(|time| {
            let time = time.split("</time>").next().unwrap();
            time.to_owned()
        });
        pages.push(hours.collect::<Vec<_>>());
    }
    assert!(pages[0] == pages[1] || pages[1] == pages[2], "{pages:?}");
    let left = browser.at("b").log_out().await;
    assert!(left.location().starts_with(site.mock.issuer()), "{left:?}");
}

const MEGABYTES: u64 = 256;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g13_a_server_under_load_stays_within_256_megabytes() {
    let site = Site::new(Store::Sqlite).await;
    let replica = site.alone().await;
    for _ in 0..5 {
        let mut browsers: Vec<_> = (0..60).map(|_| site.browser()).collect();
        // SQLite writes one login after the other: on a busy machine, sixty at once may wait for more than two seconds.
        for some in browsers.chunks_mut(15) {
            join_all(some.iter_mut().map(Browser::log_in)).await;
        }
        for _ in 0..5 {
            let pages = join_all(browsers.iter_mut().map(Browser::is_signed_in)).await;
            assert_eq!(pages, [true; 60]);
        }
    }
    let path = format!("/proc/{}/status", replica.process().id());
    let status = fs::read_to_string(path).unwrap();
    let highest = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let highest = highest.unwrap().trim().trim_end_matches(" kB");
    let megabytes = highest.parse::<u64>().unwrap() / 1024;
    assert!(megabytes < MEGABYTES, "{megabytes} MB");
    println!("counted: {megabytes} megabytes at most, of 60 agents at once");
}
