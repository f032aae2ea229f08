//! The ends of sessions that the store itself records in the audit trail.

use super::{on_every_store, *};
use proconnect::web::{AuditAction, AuditEvent, AuditSink, EndedBy, Lapse, SessionReference};

on_every_store![
    f8_a_session_that_expires_is_recorded_once_by_the_purge,
    f8_a_session_that_another_login_ends_is_recorded,
];

#[derive(Default)]
struct Trail(Mutex<Vec<(AuditAction, SessionReference)>>);

impl AuditSink for Trail {
    fn record(&self, event: &AuditEvent) {
        let session = event.who.as_ref().and_then(|who| who.session.clone());
        let recorded = (event.action, session.unwrap());
        self.0.lock().unwrap().push(recorded);
    }
}

fn recorded(store: &AgentSessions) -> (AgentSessions, Arc<Trail>) {
    let trail = Arc::new(Trail::default());
    (store.clone().with_audit(trail.clone()), trail)
}

async fn f8_a_session_that_expires_is_recorded_once_by_the_purge(fixture: Fixture) {
    let (store, trail) = recorded(&fixture.store);
    let begun = begins(&store, login("angela", None, None)).await.unwrap();
    fixture.wait(TimeDelta::minutes(31));
    assert!(!lives(&store, &begun).await);
    for deleted in [1, 0] {
        assert_eq!(store.delete_expired().await.unwrap(), deleted);
    }
    let expired = AuditAction::SessionExpired(Lapse::Idle);
    let expected = [(expired, SessionReference::of(begun.id))];
    assert_eq!(*trail.0.lock().unwrap(), expected);
}

async fn f8_a_session_that_another_login_ends_is_recorded(fixture: Fixture) {
    let (store, trail) = recorded(&fixture.with_rules(30, 720, Some(1)));
    let browser = json!({"id": "browser", "login": "one", "left_at": fixture.now() - 5});
    let first = begins(&store, login("angela", Some(browser), None)).await;
    let browser = json!({"id": "browser", "login": "two", "left_at": fixture.now() - 5});
    let second = begins(&store, login("bernard", Some(browser), None)).await;
    let third = begins(&store, login("bernard", None, None)).await;
    assert!(lives(&store, &third.unwrap()).await);
    let ended = |by, record: Option<Record>| {
        let reference = SessionReference::of(record.unwrap().id);
        (AuditAction::SessionEnded(by), reference)
    };
    let expected = [ended(EndedBy::NewLogin, first), ended(EndedBy::Cap, second)];
    assert_eq!(*trail.0.lock().unwrap(), expected);
}
