//! The trail of an application without a sink of its own.

use super::{AuditEvent, AuditSink};
use tracing::field::display;

/// Makes an event of `tracing` of each event, with the target `audit`.
pub struct Log;

impl AuditSink for Log {
    fn record(&self, event: &AuditEvent) {
        let who = event.who.as_ref();
        let sub_sha256 = who.map_or("unknown", |who| who.agent.as_str());
        let session = who.and_then(|who| who.session.as_ref()).map(display);
        let target_sha256 = event.target.as_ref().map(display);
        let idp = who.and_then(|who| who.idp.as_ref()).map(display);
        let acr = who.and_then(|who| who.acr.as_ref()).map(display);
        let siret = who.and_then(|who| who.siret.as_ref()).map(display);
        let second_factor = who.and_then(|who| who.second_factor);
        let client = event.from.as_ref().and_then(|from| from.client);
        let client = client.map(display);
        let reason = event.action.reason().map(display);
        let name = event.action.name();
        if event.action.is_failure() {
            tracing::warn!(
                target: "audit", event = name, reason, sub_sha256, second_factor, session, idp, acr, siret,
                client, target_sha256,
            );
        } else {
            tracing::info!(
                target: "audit", event = name, reason, sub_sha256, second_factor, session, idp, acr, siret,
                client, target_sha256,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::*, *};
    use crate::{error::AuthorizationResponseError, identity::Subject, web::AgentHash};
    use chrono::Utc;
    use std::{
        io,
        sync::{Arc, Mutex},
    };
    use tracing_subscriber::fmt::MakeWriter;

    #[derive(Clone, Default)]
    struct Trail(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Trail {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl MakeWriter<'_> for Trail {
        type Writer = Self;

        fn make_writer(&self) -> Self {
            self.clone()
        }
    }

    fn written_by(action: AuditAction, who: Option<AuditedAgent>) -> String {
        let trail = Trail::default();
        let subscriber = tracing_subscriber::fmt()
            .with_writer(trail.clone())
            .with_ansi(false)
            .finish();
        let at = Utc::now();
        let from = None;
        let event = AuditEvent {
            at,
            action,
            who,
            target: None,
            from,
            by: None,
        };
        tracing::subscriber::with_default(subscriber, || Log.record(&event));
        let bytes = trail.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn an_agent_is_followed_by_a_digest_and_not_by_name() {
        let sub = Subject::try_from("a-subject".to_owned()).unwrap();
        let who = AuditedAgent::of_session(AgentHash::of(&sub), None);
        let line = written_by(AuditAction::Logout, Some(who));
        assert!(
            line.contains("audit: event=\"logout\" sub_sha256=\"sBmJhaGNSYdAcW8g\""),
            "{line}"
        );
        assert!(!line.contains("a-subject"));
    }

    #[test]
    fn a_refusal_is_logged_with_its_code() {
        let refusal = AuthorizationResponseError::LoginRequired;
        let line = written_by(AuditAction::Refusal(refusal.into()), None);
        let event = "event=\"refusal\" reason=authorization_response.login_required";
        assert!(line.contains(event), "{line}");
    }
}
