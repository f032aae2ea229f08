//! Sessions of many agents, on two replicas and in each store.

use crate::support::{Browser, Faulty, Redis, Site, Store, psql};
use chrono::{DateTime, TimeDelta, Utc};
use futures::future::join_all;
use proconnect::{
    Clock,
    web::{AgentHash, CookieKeys, Selection, SessionLifetimes, SessionReference, SessionRegistry},
};
use server::{
    session_store::{AgentSessions, Environment, Rules},
    stores::open_rows,
};
use std::{
    collections::HashSet,
    env,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};
use tower_sessions::{SessionStore, session::Record};

const OTHER: &str = "jean.terrien@commune.example.fr";

/// Rounds of a race: a few in every run, a thousand in `make races`.
fn rounds() -> usize {
    let rounds = env::var("RACE_ROUNDS").map(|rounds| rounds.parse().unwrap());
    rounds.unwrap_or(5)
}

in_each!(s14_an_agent_who_is_barred_has_no_session_left_on_any_replica: sqlite postgres redis);

async fn s14_an_agent_who_is_barred_has_no_session_left_on_any_replica(store: Store) {
    let site = Site::new(store).await;
    let _pair = site.pair().await;
    let mut barred = [site.browser(), site.browser(), site.browser()];
    for (browser, replica) in barred.iter_mut().zip(["a", "b", "a"]) {
        browser.at(replica).log_in().await;
    }
    let mut other = site.browser();
    other.agent = OTHER;
    other.at("b").log_in().await;
    // An operator's command, in another process.
    let sessions = site.stores().await.sessions;
    let agent = agent_of(&sessions, &barred[0]).await;
    let ended = sessions.end(&Selection::AllOf(agent)).await.unwrap();
    assert_eq!(ended.len(), 3);
    for replica in ["a", "b"] {
        for browser in &mut barred {
            assert!(!browser.at(replica).is_signed_in().await);
        }
        assert!(other.at(replica).is_signed_in().await);
    }
}

in_each!(s15_an_agent_ends_their_other_sessions_and_keeps_this_one: sqlite postgres redis);

async fn s15_an_agent_ends_their_other_sessions_and_keeps_this_one(store: Store) {
    let site = Site::new(store).await;
    let _pair = site.pair().await;
    let (mut this, mut elsewhere, mut other) = (site.browser(), site.browser(), site.browser());
    other.agent = OTHER;
    this.at("a").log_in().await;
    elsewhere.at("b").log_in().await;
    other.log_in().await;
    let sessions = site.stores().await.sessions;
    let agent = agent_of(&sessions, &this).await;
    let others = Selection::AllButOne(agent, reference_of(&this));
    let ended = sessions.end(&others).await.unwrap();
    assert_eq!(ended.len(), 1);
    assert_eq!(ended[0].reference, reference_of(&elsewhere));
    for replica in ["a", "b"] {
        assert!(this.at(replica).is_signed_in().await);
        assert!(!elsewhere.at(replica).is_signed_in().await);
        assert!(other.at(replica).is_signed_in().await);
    }
}

fn reference_of(browser: &Browser) -> SessionReference {
    SessionReference::of(browser.cookies["local-session"].parse().unwrap())
}

async fn agent_of(sessions: &AgentSessions, browser: &Browser) -> AgentHash {
    let open = sessions.list(None).await.unwrap();
    let reference = reference_of(browser);
    let mut open = open.into_iter();
    open.find(|session| session.reference == reference)
        .unwrap()
        .agent
}

in_each!(s19_a_logout_that_races_fifty_requests_ends_the_session: sqlite postgres redis);

async fn s19_a_logout_that_races_fifty_requests_ends_the_session(store: Store) {
    let site = Site::new(store).await;
    let _pair = site.pair().await;
    let sessions = site.stores().await.sessions;
    for round in 0..rounds() {
        let mut browser = site.browser();
        browser.log_in().await;
        let requests = (0..50).map(|number| {
            let mut browser = browser.clone();
            async move {
                let browser = browser.at(["a", "b"][number % 2]);
                browser.is_signed_in().await
            }
        });
        let mut leaving = browser.clone();
        let leave = async {
            tokio::task::yield_now().await;
            leaving.at(["a", "b"][round % 2]).log_out().await
        };
        let (_, left) = tokio::join!(join_all(requests), leave);
        assert_eq!(left.status, 303);
        for replica in ["a", "b"] {
            assert!(!browser.at(replica).is_signed_in().await, "round {round}");
        }
        assert_eq!(sessions.list(None).await.unwrap(), [], "round {round}");
    }
    println!(
        "counted: {} logouts that raced 50 requests, in {store:?}",
        rounds()
    );
}

/// Two replicas of the store, whose clock the test moves.
async fn two_stores(site_store: Store) -> ([AgentSessions; 2], Arc<Mutex<DateTime<Utc>>>, Site) {
    let site = Site::new(site_store).await;
    let now = Arc::new(Mutex::new(Utc::now()));
    let environment = Environment {
        issuer: "https://issuer".to_owned(),
        client_id: "client".to_owned(),
    };
    let secrets = CookieKeys::from(axum_extra::extract::cookie::Key::generate());
    let rules = Rules {
        lifetimes: SessionLifetimes {
            idle: TimeDelta::minutes(30),
            absolute: TimeDelta::hours(12),
        },
        cap: None,
    };
    let open = async || {
        let rows = open_rows(&site.store_url().parse().unwrap()).await.unwrap();
        let now = Arc::clone(&now);
        let clock = Clock::new(move || *now.lock().unwrap());
        AgentSessions::new(rows, &secrets, &environment, rules, clock)
    };
    ([open().await, open().await], now, site)
}

in_each!(s19_a_session_that_ends_is_not_restored_by_requests_that_write: sqlite postgres redis);

/// Every request renews the session and saves it, which no request of the site does.
async fn s19_a_session_that_ends_is_not_restored_by_requests_that_write(store: Store) {
    let (stores, now, _site) = two_stores(store).await;
    let saved = AtomicUsize::new(0);
    for round in 0..rounds() {
        let mut record = record("0");
        stores[0].create(&mut record).await.unwrap();
        let id = record.id;
        *now.lock().unwrap() += TimeDelta::minutes(2);
        let requests = (0..50).map(|number| {
            let store = stores[number % 2].clone();
            let saved = &saved;
            // On a busy machine, some of fifty at once are refused: an outage restores no session either.
            async move {
                if let Ok(Some(mut record)) = store.load(&id).await {
                    record.data.insert("text".to_owned(), number.into());
                    let done = store.save(&record).await;
                    saved.fetch_add(done.is_ok().into(), Ordering::Relaxed);
                }
            }
        });
        let end = async {
            tokio::task::yield_now().await;
            // On a busy machine a logout is refused too, and the agent tries again.
            for attempt in 1.. {
                match stores[round % 2].delete(&id).await {
                    Ok(()) => break,
                    Err(error) => assert!(attempt < 10, "{error}"),
                }
            }
        };
        tokio::join!(join_all(requests), end);
        for store in &stores {
            assert!(store.load(&id).await.unwrap().is_none(), "round {round}");
        }
    }
    assert!(saved.into_inner() > 0, "no request has saved its session");
}

fn record(text: &str) -> Record {
    Record {
        id: tower_sessions::session::Id::default(),
        data: [("text".to_owned(), text.into())].into(),
        expiry_date: time::OffsetDateTime::UNIX_EPOCH,
    }
}

in_each!(s20_fifty_parallel_logins_lose_nothing: sqlite postgres redis);

async fn s20_fifty_parallel_logins_lose_nothing(store: Store) {
    let site = Site::new(store).await;
    let _pair = site.pair().await;
    let mut browsers: Vec<_> = (0..50).map(|_| site.browser()).collect();
    for (number, browser) in browsers.iter_mut().enumerate() {
        browser.at(["a", "b"][number % 2]);
    }
    join_all(browsers.iter_mut().map(Browser::log_in)).await;
    let pages = join_all(browsers.iter_mut().map(Browser::is_signed_in)).await;
    assert_eq!(pages, [true; 50]);
    let open = site.stores().await.sessions.list(None).await.unwrap();
    let names: HashSet<_> = open.into_iter().map(|session| session.reference).collect();
    let expected: HashSet<_> = browsers.iter().map(reference_of).collect();
    assert_eq!(names, expected);
}

in_each!(s27_a_copy_of_the_store_holds_no_cookie_and_no_name: sqlite postgres redis);

async fn s27_a_copy_of_the_store_holds_no_cookie_and_no_name(store: Store) {
    let mut site = Site::new(store).await;
    if store == Store::Sqlite {
        // The accounts of the agents hold names: they are in the other file.
        let accounts = site.folder().path().join("database.sqlite");
        site.set("DATABASE_URL", &format!("sqlite:{}", accounts.display()));
    }
    let _replica = site.alone().await;
    let mut browser = site.browser();
    browser.log_in().await;
    let copy = match store {
        Store::Sqlite => String::from_utf8_lossy(&sqlite_files(&site)).into_owned(),
        Store::Postgres => psql(
            &site.store_url(),
            "SELECT agent_sessions, encode(sealed_record, 'escape') FROM agent_sessions",
        )
        .unwrap(),
        Store::Redis => Redis::shared().content_of(&site.store_url()),
    };
    assert!(
        copy.contains(reference_of(&browser).as_str()),
        "the copy has the row"
    );
    let id: i128 = browser.cookies["local-session"]
        .parse::<tower_sessions::session::Id>()
        .unwrap()
        .0;
    let cookie = &browser.cookies["local-session"];
    for secret in [
        cookie,
        &format!("{id:032x}"),
        "DUBOIS",
        "angela.dubois",
        "eyJ",
    ] {
        assert!(!copy.contains(secret), "{secret} is in the copy");
    }
    // A name from the copy is no cookie.
    let mut thief = site.browser();
    let name = reference_of(&browser).as_str().to_owned();
    thief.cookies.insert("local-session".to_owned(), name);
    assert!(!thief.is_signed_in().await);
}

fn sqlite_files(site: &Site) -> Vec<u8> {
    let files = ["sessions.sqlite", "sessions.sqlite-wal"];
    let files =
        files.map(|name| std::fs::read(site.folder().path().join(name)).unwrap_or_default());
    files.concat()
}

/// Sessions that outlive a restart: a thousand in every run, 10 000 in `make races`.
fn many() -> usize {
    let many = env::var("RESTART_SESSIONS").map(|many| many.parse().unwrap());
    many.unwrap_or(1000)
}

in_each!(g05_every_session_outlives_a_restart_of_everything: sqlite postgres redis);

async fn g05_every_session_outlives_a_restart_of_everything(store: Store) {
    let (site, mut faulty) = Faulty::site(store).await;
    let mut replica = site.alone().await;
    let mut browser = site.browser();
    browser.log_in().await;
    let sessions = site.stores().await.sessions;
    let id = browser.cookies["local-session"].parse().unwrap();
    let mut record = sessions.load(&id).await.unwrap().unwrap();
    // The labels name the browser, and a browser has one session.
    record.data.remove("proconnect.labels");
    let mut ids = vec![id];
    while ids.len() < many() {
        let mut records = vec![record.clone(); 16];
        let begun = records.iter_mut().map(|record| sessions.create(record));
        assert!(join_all(begun).await.iter().all(Result::is_ok));
        ids.extend(records.iter().map(|record| record.id));
    }
    drop(sessions);
    replica.stop().await;
    faulty.kill();
    faulty.restart();
    let _replica = site.alone().await;

    let sessions = site.stores().await.sessions;
    for ids in ids.chunks(16) {
        let loaded = ids.iter().map(|id| sessions.load(id));
        for loaded in join_all(loaded).await {
            assert!(loaded.unwrap().is_some());
        }
    }
    for id in ids.iter().step_by(50) {
        let mut browser = browser.clone();
        browser
            .cookies
            .insert("local-session".to_owned(), id.to_string());
        assert!(browser.is_signed_in().await);
    }
    println!(
        "counted: {} sessions that outlived a restart, in {store:?}",
        ids.len()
    );
}
