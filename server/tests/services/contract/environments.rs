//! Two services, or two environments of one, that share a store by mistake: neither touches the other's sessions.

use super::{on_every_store, *};
use proconnect::{
    Outcome,
    web::{
        AgentHash, AuditEvent, AuditSink, IssuerSessionHash, Selection, SessionReference,
        SessionRegistry,
    },
};

on_every_store![
    f9_another_service_ends_no_session_of_this_one,
    f9_a_login_to_another_service_ends_no_session_at_the_cap_or_of_the_browser,
    f9_another_service_leaves_the_purge_and_its_record_to_this_one,
    f9_an_attempt_of_another_service_is_another,
    f9_another_secret_of_the_same_service_ends_its_sessions,
];

/// Other services on the same rows: of another client, and of another issuer.
fn others(fixture: &Fixture) -> [AgentSessions; 2] {
    [("https://issuer", "other"), ("https://other", "client")].map(|(issuer, client)| {
        let other = environment(issuer, client);
        let rules = Rules {
            cap: Some(1),
            ..RULES
        };
        store(&fixture.rows, &fixture.secrets, &other, rules, &fixture.now)
    })
}

async fn f9_another_service_ends_no_session_of_this_one(fixture: Fixture) {
    let (sid, angela) = (
        IssuerSessionHash::of("sid"),
        AgentHash::from_hash("angela".to_owned()),
    );
    let of_issuer = || login("angela", None, Some(sid.as_str()));
    let begun = begins(&fixture.store, of_issuer()).await.unwrap();
    let reference = SessionReference::of(begun.id);
    for other in others(&fixture) {
        let own = begins(&other, of_issuer()).await.unwrap();
        for which in [
            Selection::One(reference.clone()),
            Selection::OneOf(angela.clone(), reference.clone()),
            Selection::OfIssuerSession(sid.clone(), Some(angela.clone())),
            Selection::OfIssuerSession(sid.clone(), None),
            Selection::AllButOne(angela.clone(), SessionReference::of(own.id)),
            Selection::AllOf(angela.clone()),
            Selection::All,
        ] {
            let ended = other.end(&which).await.unwrap();
            let names: Vec<_> = ended.into_iter().map(|ended| ended.reference).collect();
            assert!(!names.contains(&reference), "{which:?}");
            assert!(fixture.lives(&begun).await, "{which:?}");
        }
        assert!(!lives(&other, &own).await);
        for agent in [None, Some(&angela)] {
            assert_eq!(other.list(agent).await.unwrap(), []);
            assert_eq!(fixture.store.list(agent).await.unwrap().len(), 1);
        }
    }
}

async fn f9_a_login_to_another_service_ends_no_session_at_the_cap_or_of_the_browser(
    fixture: Fixture,
) {
    let left_at = fixture.now() - 5;
    let login = |name| {
        let browser = json!({"id": "browser", "login": name, "left_at": left_at});
        login("angela", Some(browser), None)
    };
    let begun = begins(&fixture.store, login("one")).await.unwrap();
    let other = others(&fixture);
    for name in ["one", "two"] {
        for other in &other {
            assert!(begins(other, login(name)).await.is_some());
        }
    }
    assert!(fixture.lives(&begun).await);
    for other in &other {
        assert_eq!(other.list(None).await.unwrap().len(), 1);
    }
}

struct Count(Mutex<usize>);

impl AuditSink for Count {
    fn record(&self, _: &AuditEvent) {
        *self.0.lock().unwrap() += 1;
    }
}

async fn f9_another_service_leaves_the_purge_and_its_record_to_this_one(fixture: Fixture) {
    let recorded = Arc::new(Count(Mutex::new(0)));
    let own = fixture.store.clone().with_audit(recorded.clone());
    begins(&own, login("angela", None, None)).await.unwrap();
    fixture.wait(TimeDelta::minutes(31));
    for other in others(&fixture) {
        assert_eq!(other.delete_expired().await.unwrap(), 0);
    }
    assert_eq!(own.delete_expired().await.unwrap(), 1);
    assert_eq!(*recorded.0.lock().unwrap(), 1);
}

async fn f9_an_attempt_of_another_service_is_another(fixture: Fixture) {
    use proconnect::UsedAttempts;
    let now = *fixture.now.lock().unwrap();
    let until = now + TimeDelta::minutes(10);
    let begin = |store: &AgentSessions| {
        let store = store.clone();
        async move {
            UsedAttempts::begin(&store, "attempt", now, until)
                .await
                .unwrap()
        }
    };
    assert!(begin(&fixture.store).await);
    for other in others(&fixture) {
        assert!(begin(&other).await);
        UsedAttempts::end(&other, "attempt", Outcome::Succeeded).await;
    }
    let outcome = fixture.store.outcome("attempt").await;
    assert_eq!(outcome, Some(Outcome::Pending));
}

/// A rotation of the secret does not part the replicas.
async fn f9_another_secret_of_the_same_service_ends_its_sessions(fixture: Fixture) {
    begins(&fixture.store, login("angela", None, None))
        .await
        .unwrap();
    let secrets = CookieKeys::from(Key::generate());
    let rotated = fixture.replica(&secrets, &environment("https://issuer", "client"));
    assert_eq!(rotated.end(&Selection::All).await.unwrap().len(), 1);
}

/// The sessions of a service that is gone.
#[tokio::test]
async fn f9_an_expired_session_that_nobody_purged_for_a_day_is_deleted() {
    for kind in [Store::Sqlite, Store::Postgres] {
        let fixture = Fixture::new(kind).await;
        begins(&fixture.store, login("angela", None, None))
            .await
            .unwrap();
        let [other, _] = others(&fixture);
        fixture.wait(TimeDelta::minutes(30) + TimeDelta::days(1));
        assert_eq!(other.delete_expired().await.unwrap(), 1);
    }
}

/// Rows of the version before this one have no environment: every service lists and ends them.
#[tokio::test]
async fn f9_a_session_begun_before_the_upgrade_stays_and_can_be_ended() {
    for kind in [Store::Sqlite, Store::Postgres, Store::Redis] {
        let fixture = Fixture::new(kind).await;
        let begun = begins(&fixture.store, login("angela", None, Some("sid"))).await;
        let begun = begun.unwrap();
        forget_environment(kind, &fixture).await;
        fixture.wait(TimeDelta::minutes(2));
        assert!(fixture.lives(&begun).await, "{kind:?}");
        assert_eq!(fixture.store.list(None).await.unwrap().len(), 1);
        let angela = AgentHash::from_hash("angela".to_owned());
        assert_eq!(fixture.store.list(Some(&angela)).await.unwrap().len(), 1);
        let ended = fixture.store.end(&Selection::AllOf(angela)).await.unwrap();
        assert_eq!(ended.len(), 1, "{kind:?}");
        assert!(!fixture.lives(&begun).await);
        assert_eq!(fixture.rows().await, 0);
    }
}

async fn forget_environment(kind: Store, fixture: &Fixture) {
    let url = &fixture.url;
    let forget = "UPDATE agent_sessions SET environment = ''";
    match kind {
        Store::Sqlite => {
            let mut connection = SqliteConnection::connect(url).await.unwrap();
            sqlx::query(forget).execute(&mut connection).await.unwrap();
        }
        Store::Postgres => {
            psql(url, forget).unwrap();
        }
        Store::Redis => {
            let script = "
                for _, key in ipairs(redis.call('KEYS', 'agent-sessions:*')) do
                    if string.match(key, ':row:') then redis.call('HDEL', key, 'environment')
                    else redis.call('RENAME', key, 'agent-sessions:' .. string.match(key, '^agent%-sessions:[^:]*:(.*)$')) end
                end";
            let client = ::redis::Client::open(url.as_str()).unwrap();
            let mut connection = client.get_multiplexed_async_connection().await.unwrap();
            let script = ::redis::Script::new(script);
            let done: Result<(), _> = script.invoke_async(&mut connection).await;
            done.unwrap();
        }
    }
}
