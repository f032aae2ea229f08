//! The sessions that a logout has just ended. A button pressed twice sends two requests, and the
//! browser follows only the second one. That request finds no session here, but must still end the
//! issuer's session.

use crate::end_session::IdTokenHint;
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// How long after the first request a second one may arrive.
const REMEMBERED: TimeDelta = TimeDelta::minutes(1);

/// Most sessions remembered (some 30 MB).
const MAX_REMEMBERED: usize = 10_000;

/// The ID token of each session that was just ended, by the digest of the session's id. It is
/// returned for a minute, and dropped at the first logout after that. It is kept in the memory of
/// this process only.
#[derive(Debug, Default)]
pub(super) struct EndedSessions(Mutex<HashMap<[u8; 32], Ended>>);

#[derive(Debug)]
struct Ended {
    at: DateTime<Utc>,
    hint: IdTokenHint,
}

impl Ended {
    fn is_recent(&self, now: DateTime<Utc>) -> bool {
        now - self.at <= REMEMBERED
    }
}

impl EndedSessions {
    /// Remembers that the session of this id is being ended.
    pub fn remember(&self, session_id: &str, hint: IdTokenHint, now: DateTime<Utc>) {
        let mut ended = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ended.retain(|_, session| session.is_recent(now));
        make_room(&mut ended, MAX_REMEMBERED);
        ended.insert(Sha256::digest(session_id).into(), Ended { at: now, hint });
    }

    /// Returns the ID token of that session, if it was ended less than a minute ago.
    pub fn hint_of(&self, session_id: &str, now: DateTime<Utc>) -> Option<IdTokenHint> {
        let key: [u8; 32] = Sha256::digest(session_id).into();
        let ended = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let session = ended.get(&key).filter(|session| session.is_recent(now));
        session.map(|session| session.hint.clone())
    }
}

/// At `most` entries, removes the sessions that ended first.
fn make_room(ended: &mut HashMap<[u8; 32], Ended>, most: usize) {
    if ended.len() < most {
        return;
    }
    let mut times: Vec<_> = ended.values().map(|session| session.at).collect();
    let (_, oldest, _) = times.select_nth_unstable(most / 10);
    let oldest = *oldest;
    ended.retain(|_, session| session.at > oldest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_remembered_for_a_minute_under_its_own_id() {
        let (ended, start) = (EndedSessions::default(), Utc::now());
        ended.remember("first", IdTokenHint("hint".to_owned()), start);
        let hint_of = |id, at| ended.hint_of(id, at).map(|hint| hint.0);
        assert_eq!(
            hint_of("first", start + REMEMBERED).as_deref(),
            Some("hint")
        );
        assert_eq!(hint_of("second", start), None);
        let late = start + REMEMBERED + TimeDelta::milliseconds(1);
        assert_eq!(hint_of("first", late), None);

        ended.remember(
            "second",
            IdTokenHint("other".to_owned()),
            start + REMEMBERED,
        );
        assert_eq!(ended.0.lock().unwrap().len(), 2);
        ended.remember("third", IdTokenHint("third".to_owned()), late);
        assert_eq!(ended.0.lock().unwrap().len(), 2);
    }

    #[test]
    fn f4_ended_sessions_are_bounded_and_the_oldest_give_way() {
        let (ended, start) = (EndedSessions::default(), Utc::now());
        for number in 0..100 {
            let hint = IdTokenHint("hint".to_owned());
            let at = start + TimeDelta::milliseconds(number);
            ended.remember(&number.to_string(), hint, at);
        }
        let mut ended = ended.0.lock().unwrap();
        make_room(&mut ended, 101);
        assert_eq!(ended.len(), 100);
        make_room(&mut ended, 100);
        assert_eq!(ended.len(), 89);
        let oldest = ended.values().map(|session| session.at).min();
        assert_eq!(oldest, Some(start + TimeDelta::milliseconds(11)));
    }

    #[test]
    fn a_debug_print_shows_neither_id_nor_token() {
        let ended = EndedSessions::default();
        ended.remember("s3ss10n", IdTokenHint("t0k3n".to_owned()), Utc::now());
        let print = format!("{ended:?}");
        assert!(
            !print.contains("s3ss10n") && !print.contains("t0k3n"),
            "{print}"
        );
    }
}
