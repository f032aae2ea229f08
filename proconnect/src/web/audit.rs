//! The audit trail: one structured event for each login, logout and refusal, with the target
//! `audit`. The surrounding span holds the request's id. No name, token, code or cookie is logged.

use super::EndedSession;
use crate::{
    error::{LogoutTokenError, Refusal},
    identity::Subject,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// An agent logged in, with a second factor or without.
pub(super) fn logged_in(sub: &Subject, second_factor: bool) {
    let sub_sha256 = digest(sub);
    tracing::info!(target: "audit", event = "login", %sub_sha256, second_factor);
}

/// An agent logged out here, before the redirect to the issuer. `None` when the session was already
/// over, so that the agent is not known.
pub(super) fn logged_out(sub: Option<&Subject>) {
    let sub_sha256 = sub.map_or_else(|| "unknown".to_owned(), digest);
    tracing::info!(target: "audit", event = "logout", %sub_sha256);
}

/// The issuer ended a session of this application by a logout token.
pub(super) fn ended_by_issuer(ended: &EndedSession) {
    let (sub_sha256, session) = (ended.agent.as_str(), ended.reference.as_str());
    tracing::info!(target: "audit", event = "back_channel_logout", %sub_sha256, %session);
}

/// A logout token was refused.
pub(super) fn logout_token_refused(error: LogoutTokenError) {
    tracing::warn!(target: "audit", event = "refusal", reason = %error.code());
}

/// A login, a logout or a request was refused.
pub(super) fn refused(refusal: Refusal) {
    tracing::warn!(target: "audit", event = "refusal", reason = %refusal);
}

/// Lets an operator follow one agent through the trail without knowing who it is.
fn digest(sub: &Subject) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(sub.as_str())[..12])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::AuthorizationResponseError;
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

    fn written_by(event: impl FnOnce()) -> String {
        let trail = Trail::default();
        let subscriber = tracing_subscriber::fmt()
            .with_writer(trail.clone())
            .with_ansi(false)
            .finish();
        tracing::subscriber::with_default(subscriber, event);
        let bytes = trail.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn an_agent_is_followed_by_a_digest_and_not_by_name() {
        let sub = Subject::try_from("a-subject".to_owned()).unwrap();
        let line = written_by(|| logged_out(Some(&sub)));
        assert!(line.contains("audit: event=\"logout\" sub_sha256=sBmJhaGNSYdAcW8g"));
        assert!(!line.contains("a-subject"));
    }

    #[test]
    fn a_refusal_is_logged_with_its_code() {
        let line = written_by(|| refused(AuthorizationResponseError::LoginRequired.into()));
        let event = "event=\"refusal\" reason=authorization_response.login_required";
        assert!(line.contains(event), "{line}");
    }
}
