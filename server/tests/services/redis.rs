use crate::support::Redis;
use std::time::{Duration, Instant};

#[test]
fn each_test_has_a_database_of_its_own() {
    let (one, other) = (
        Redis::shared().new_database(),
        Redis::shared().new_database(),
    );
    assert_ne!(one, other);
    assert_eq!(
        Redis::shared().execute(&["CONFIG", "GET", "appendonly"]),
        "appendonly\nno"
    );
    assert!(Redis::shared().execute(&["NONE"]).starts_with("-ERR"));
}

#[test]
fn a_killed_redis_forgets_unless_it_writes_to_the_disk() {
    for (kept, options) in [
        ("", [].as_slice()),
        ("v", &[("appendonly", "yes"), ("appendfsync", "always")]),
    ] {
        let mut redis = Redis::start_with(options);
        assert_eq!(redis.execute(&["SET", "k", "v"]), "OK");
        redis.kill();
        assert!(redis.ask(&["GET", "k"]).is_err());
        redis.restart();
        assert_eq!(redis.execute(&["GET", "k"]), kept);
    }
}

#[test]
fn a_paused_redis_answers_nothing_and_goes_on() {
    let redis = Redis::start();
    redis.execute(&["SET", "k", "v"]);
    redis.pause();
    let begun = Instant::now();
    assert!(redis.ask(&["GET", "k"]).is_err());
    assert!(
        begun.elapsed() > Duration::from_secs(1),
        "it accepts, and is silent"
    );
    redis.resume();
    assert_eq!(redis.execute(&["GET", "k"]), "v");
}

#[test]
fn a_full_redis_forgets_the_oldest_or_refuses() {
    let value = "x".repeat(100_000);
    for (policy, refuses) in [("allkeys-lru", false), ("noeviction", true)] {
        let redis = Redis::start_with(&[("maxmemory", "4mb"), ("maxmemory-policy", policy)]);
        let answers = (0..100).map(|key| redis.execute(&["SET", &key.to_string(), &value]));
        let refused = answers.filter(|answer| answer.starts_with("-OOM")).count();
        assert_eq!(refused > 0, refuses, "{policy}: {refused}");
        let kept: u32 = redis.execute(&["DBSIZE"]).parse().unwrap();
        assert!((10..90).contains(&kept), "{policy}: {kept}");
    }
}
