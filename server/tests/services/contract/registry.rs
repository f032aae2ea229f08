//! Sessions that are listed and ended by name, and the cap.

use super::{on_every_store, *};
use proconnect::web::{AgentHash, IssuerSessionHash, Selection, SessionReference, SessionRegistry};

on_every_store![
    f9_the_sessions_of_an_agent_are_listed_the_last_seen_first,
    f9_a_session_is_ended_by_name_and_only_by_its_agent,
    f9_all_sessions_of_an_agent_are_ended_or_all_but_one,
    f9_all_sessions_are_ended_however_many_they_are,
    f9_the_many_sessions_of_one_agent_are_ended_or_all_but_one,
    f9_the_sessions_of_an_issuers_session_are_ended,
    f9_an_ended_session_stays_so_whatever_a_request_under_way_saves,
    f9_the_session_used_least_recently_gives_way_at_the_cap,
    f9_logins_of_one_agent_at_once_do_not_exceed_the_cap,
];

fn reference(record: &Record) -> SessionReference {
    SessionReference::of(record.id)
}

fn agent(name: &str) -> AgentHash {
    AgentHash::from_hash(name.to_owned())
}

async fn begun(fixture: &Fixture, agent: &str) -> Record {
    begins(&fixture.store, login(agent, None, None))
        .await
        .unwrap()
}

async fn f9_the_sessions_of_an_agent_are_listed_the_last_seen_first(fixture: Fixture) {
    let first = begun(&fixture, "angela").await;
    let began_at = fixture.now();
    fixture.wait(TimeDelta::minutes(5));
    let second = begun(&fixture, "angela").await;
    begun(&fixture, "bernard").await;
    fixture.wait(TimeDelta::minutes(5));
    assert!(fixture.lives(&first).await);

    let listed = fixture.store.list(Some(&agent("angela"))).await.unwrap();
    let references: Vec<_> = listed.iter().map(|of| of.reference.clone()).collect();
    assert_eq!(references, [reference(&first), reference(&second)]);
    let [first, second] = &listed[..] else {
        panic!("{listed:?}");
    };
    assert_eq!(first.begun_at.timestamp(), began_at);
    assert_eq!(first.seen_at.timestamp(), began_at + 600);
    assert_eq!(second.seen_at.timestamp(), began_at + 300);
    assert_eq!(second.ends_at.timestamp(), began_at + 300 + 1800);
    assert_eq!(first.user_agent.as_deref(), Some("Firefox"));
    assert_eq!(first.agent, agent("angela"));
    assert_eq!(fixture.store.list(None).await.unwrap().len(), 3);

    fixture.wait(TimeDelta::minutes(26));
    let left = fixture.store.list(Some(&agent("angela"))).await.unwrap();
    assert_eq!(left.len(), 1, "the session that was left idle has ended");
}

async fn f9_a_session_is_ended_by_name_and_only_by_its_agent(fixture: Fixture) {
    let (hers, his) = (
        begun(&fixture, "angela").await,
        begun(&fixture, "bernard").await,
    );
    let foreign = Selection::OneOf(agent("angela"), reference(&his));
    assert_eq!(fixture.store.end(&foreign).await.unwrap(), []);
    assert!(fixture.lives(&his).await);
    let own = Selection::OneOf(agent("angela"), reference(&hers));
    let ended = fixture.store.end(&own).await.unwrap();
    assert_eq!(ended[0].reference, reference(&hers));
    assert_eq!(ended[0].agent, agent("angela"));
    assert!(!fixture.lives(&hers).await);
    assert_eq!(fixture.store.end(&own).await.unwrap(), []);
    let any = Selection::One(reference(&his));
    assert_eq!(fixture.store.end(&any).await.unwrap().len(), 1);
    assert_eq!(fixture.rows().await, 0);
}

async fn f9_all_sessions_of_an_agent_are_ended_or_all_but_one(fixture: Fixture) {
    let mut hers = Vec::new();
    for _ in 0..4 {
        hers.push(begun(&fixture, "angela").await);
    }
    let his = begun(&fixture, "bernard").await;
    let others = Selection::AllButOne(agent("angela"), reference(&hers[2]));
    assert_eq!(fixture.store.end(&others).await.unwrap().len(), 3);
    for (index, record) in hers.iter().enumerate() {
        assert_eq!(fixture.lives(record).await, index == 2, "{index}");
    }
    let all = Selection::AllOf(agent("angela"));
    assert_eq!(fixture.store.end(&all).await.unwrap().len(), 1);
    assert!(fixture.lives(&his).await);
    begun(&fixture, "angela").await;
    assert_eq!(fixture.store.end(&Selection::All).await.unwrap().len(), 2);
    assert_eq!(fixture.rows().await, 0);
}

async fn f9_all_sessions_are_ended_however_many_they_are(fixture: Fixture) {
    // More than are deleted at a time.
    let number = 510;
    for index in 0..number {
        begun(&fixture, &format!("agent-{index}")).await;
    }
    assert_eq!(fixture.store.list(None).await.unwrap().len(), number);
    let ended = fixture.store.end(&Selection::All).await.unwrap();
    assert_eq!(ended.len(), number);
    assert_eq!(fixture.rows().await, 0);
    assert_eq!(fixture.store.end(&Selection::All).await.unwrap(), []);
}

async fn f9_the_sessions_of_an_issuers_session_are_ended(fixture: Fixture) {
    let hash = IssuerSessionHash::of("sid");
    let of_issuer = |session: &str| login("angela", None, Some(session));
    let one = begins(&fixture.store, of_issuer(hash.as_str()))
        .await
        .unwrap();
    let other = begins(&fixture.store, of_issuer("another")).await.unwrap();
    let unnamed = begun(&fixture, "angela").await;
    let of = |agent| Selection::OfIssuerSession(hash.clone(), agent);
    let of_somebody_else = fixture.store.end(&of(Some(agent("bernard")))).await;
    assert_eq!(of_somebody_else.unwrap().len(), 0);
    assert!(fixture.lives(&one).await);
    let hers = fixture.store.end(&of(Some(agent("angela")))).await;
    assert_eq!(hers.unwrap().len(), 1);
    assert!(!fixture.lives(&one).await);
    let again = begins(&fixture.store, of_issuer(hash.as_str()))
        .await
        .unwrap();
    let whosever = fixture.store.end(&of(None)).await;
    assert_eq!(whosever.unwrap().len(), 1);
    assert!(!fixture.lives(&again).await);
    assert!(fixture.lives(&other).await && fixture.lives(&unnamed).await);
}

async fn f9_an_ended_session_stays_so_whatever_a_request_under_way_saves(fixture: Fixture) {
    let begun = begun(&fixture, "angela").await;
    let mut under_way = fixture.store.load(&begun.id).await.unwrap().unwrap();
    fixture.store.end(&Selection::All).await.unwrap();
    under_way.data.insert("key".to_owned(), "late".into());
    fixture.store.save(&under_way).await.unwrap();
    assert!(!fixture.lives(&begun).await);
    assert_eq!(fixture.rows().await, 0);
}

async fn f9_the_session_used_least_recently_gives_way_at_the_cap(fixture: Fixture) {
    let store = fixture.with_rules(30, 720, Some(2));
    let mut sessions = Vec::new();
    for _ in 0..2 {
        let begun = begins(&store, login("angela", None, None)).await;
        sessions.push(begun.unwrap());
        fixture.wait(TimeDelta::minutes(5));
    }
    let his = begins(&store, login("bernard", None, None)).await.unwrap();
    // The first session is used, so that the second gives way.
    assert!(lives(&store, &sessions[0]).await);
    fixture.wait(TimeDelta::minutes(1));
    let third = begins(&store, login("angela", None, None)).await.unwrap();
    assert!(lives(&store, &sessions[0]).await && !lives(&store, &sessions[1]).await);
    assert!(lives(&store, &third).await && lives(&store, &his).await);
}

async fn f9_logins_of_one_agent_at_once_do_not_exceed_the_cap(fixture: Fixture) {
    let store = fixture.with_rules(30, 720, Some(3));
    let logins = (0..12).map(|_| {
        let store = store.clone();
        tokio::spawn(async move { begins(&store, login("angela", None, None)).await })
    });
    for login in logins.collect::<Vec<_>>() {
        assert!(login.await.unwrap().is_some());
    }
    assert_eq!(fixture.rows().await, 3);
}

async fn f9_the_many_sessions_of_one_agent_are_ended_or_all_but_one(fixture: Fixture) {
    let kept = begun(&fixture, "angela").await;
    for _ in 0..450 {
        begun(&fixture, "angela").await;
    }
    let others = Selection::AllButOne(agent("angela"), reference(&kept));
    assert_eq!(fixture.store.end(&others).await.unwrap().len(), 450);
    assert!(fixture.lives(&kept).await);
    let all = Selection::AllOf(agent("angela"));
    assert_eq!(fixture.store.end(&all).await.unwrap().len(), 1);
}

/// A key without the times of a session would never expire.
#[tokio::test]
async fn f9_a_request_under_way_leaves_no_key_of_an_ended_session_in_redis() {
    let fixture = Fixture::new(crate::support::Store::Redis).await;
    let begun = begun(&fixture, "angela").await;
    let mut under_way = fixture.store.load(&begun.id).await.unwrap().unwrap();
    fixture.store.end(&Selection::All).await.unwrap();
    under_way.data.insert("key".to_owned(), "late".into());
    fixture.store.save(&under_way).await.unwrap();
    let client = ::redis::Client::open(fixture.url.as_str()).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let mut keys = ::redis::cmd("KEYS");
    let keys = keys.arg("agent-sessions:row:*");
    let left: Vec<String> = keys.query_async(&mut connection).await.unwrap();
    assert!(left.is_empty(), "{left:?}");
}
