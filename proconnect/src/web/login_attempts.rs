//! The login attempts of one browser, each in its own cookie, so that tabs do not overwrite each
//! other. Their total length is bounded; the oldest are removed to make room.
//!
//! A value is the sealed attempt, a dot, and the path to return to in the clear. That path is no
//! secret to the browser, which requested it, and sealing would make it a third longer. The seal
//! covers the cookie's name and the path.

use super::{
    ProConnect,
    cookies::{SealedCookies, pair_length},
    kept_refusal,
};
use crate::login_attempt::{LoginAttempt, State, id_of};
use axum::http::HeaderMap;
use chrono::TimeDelta;

const PREFIX: &str = "__Host-login-attempt-";

/// Names the attempts that were removed, so that their callbacks are refused with the right reason.
/// The cookie decides nothing else, so that it is not sealed.
pub(super) const DROPPED: &str = "__Host-login-attempts-dropped";

/// Most attempts kept at the same time.
const MAX_ATTEMPTS: usize = 5;

/// Most removed attempts named, and the number of characters of each id.
const MAX_DROPPED: usize = 5;
const DROPPED_ID_LENGTH: usize = 8;

/// Length of all pairs `name=value` in a request's header, in bytes. With the other cookies of this
/// application, 400 bytes at most, they stay under 4 096.
const BUDGET: usize = 3_600;

/// How long the cookie outlives the attempt. An agent who returns too late then reads the reason,
/// and finds the page again.
const EXPLAINED_FOR: TimeDelta = TimeDelta::hours(24);

/// The attempts in the request's cookies, sealed by this application for this browser.
pub(super) struct LoginAttempts {
    cookies: SealedCookies,
    lifetime: TimeDelta,
}

/// An attempt and the length of its cookie's pair, in bytes.
struct Kept {
    name: String,
    length: usize,
    attempt: LoginAttempt,
}

impl LoginAttempts {
    pub fn of(headers: &HeaderMap, proconnect: &ProConnect) -> Self {
        Self {
            cookies: SealedCookies::of(headers, &proconnect.cookie_keys),
            lifetime: proconnect.relying_party.config().login_lifetime,
        }
    }

    /// Adds an attempt. Returns the cookies to set.
    pub fn add(self, mut attempt: LoginAttempt) -> Result<SealedCookies, serde_json::Error> {
        let mut kept: Vec<Kept> = self.kept().collect();
        kept.sort_by_key(|kept| std::cmp::Reverse(kept.attempt.started_at));
        if let Some(newest) = kept.first() {
            attempt.browser.clone_from(&newest.attempt.browser);
        }
        let name = name_of(&attempt.id());
        let way_back = attempt.return_to.as_str();
        let sealed = serde_json::to_string(&attempt)?;
        let sealed = self.cookies.seal(&purpose(&name, way_back), sealed);
        let value = format!("{sealed}.{}", escape(way_back));
        let mut left = BUDGET.saturating_sub(pair_length(&name, &value));
        let mut fits = 1;
        let mut dropped = self.dropped();
        let refusal = self.length_of(kept_refusal::COOKIE);
        let mut cookies = self.cookies;
        // The refusal that the agent has just read shares the limit.
        if refusal <= left {
            left -= refusal;
        } else {
            cookies = cookies.remove(kept_refusal::COOKIE);
        }
        for Kept { name, length, .. } in kept {
            if fits < MAX_ATTEMPTS && length <= left {
                (fits, left) = (fits + 1, left - length);
            } else {
                // Once a newer attempt was removed, no older one may stay.
                left = 0;
                cookies = cookies.remove(&name);
                dropped.push(short(id_in(&name)).to_owned());
            }
        }
        let keep = Some(self.lifetime + EXPLAINED_FOR);
        let forgotten = dropped.len().saturating_sub(MAX_DROPPED);
        let dropped = dropped.split_off(forgotten).join(".");
        if !dropped.is_empty() {
            cookies = cookies.set(DROPPED, dropped, keep);
        }
        Ok(cookies.set(&name, value, keep))
    }

    /// Removes the attempt that `state` belongs to. Returns it with the cookies to set.
    pub fn take(self, state: &State) -> (Option<LoginAttempt>, SealedCookies) {
        let name = name_of(&id_of(state));
        let found = self.kept().find(|kept| kept.name == name);
        let found = found.map(|kept| LoginAttempt {
            state: state.clone(),
            ..kept.attempt
        });
        (found, self.cookies.remove(&name))
    }

    /// Whether the attempt of that id was removed to make room.
    pub fn gave_way(&self, id: &str) -> bool {
        self.dropped().iter().any(|dropped| dropped == short(id))
    }

    /// The length of a received cookie's pair; 0 without the cookie.
    fn length_of(&self, name: &str) -> usize {
        let mut received = self.cookies.received();
        let pair = received.find(|(received, _)| *received == name);
        pair.map_or(0, |(name, value)| pair_length(name, value))
    }

    fn dropped(&self) -> Vec<String> {
        let mut received = self.cookies.received();
        let text = received.find_map(|(name, value)| (name == DROPPED).then_some(value));
        let ids = text.unwrap_or_default().split('.');
        let ids = ids.filter(|id| id.len() == DROPPED_ID_LENGTH);
        ids.map(str::to_owned).collect()
    }

    fn kept(&self) -> impl Iterator<Item = Kept> {
        let pairs = self.cookies.received();
        let attempts = pairs.filter(|(name, _)| name.starts_with(PREFIX));
        attempts.filter_map(|(name, value)| {
            let (sealed, way_back) = value.split_once('.')?;
            let way_back = unescape(way_back)?;
            let json = self.cookies.open(&purpose(name, &way_back), sealed)?;
            let mut attempt: LoginAttempt = serde_json::from_str(&json).ok()?;
            attempt.return_to = way_back.parse().ok()?;
            Some(Kept {
                name: name.to_owned(),
                length: pair_length(name, value),
                attempt,
            })
        })
    }
}

/// Whether this is the name of an attempt's cookie: the prefix and an id of 22 characters.
pub(super) fn is_name(name: &[u8]) -> bool {
    let of_an_id = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_".contains(byte);
    name.strip_prefix(PREFIX.as_bytes())
        .is_some_and(|id| id.len() == 22 && id.iter().all(of_an_id))
}

fn id_in(name: &str) -> &str {
    name.strip_prefix(PREFIX).unwrap_or_default()
}

fn name_of(id: &str) -> String {
    format!("{PREFIX}{id}")
}

fn purpose(name: &str, way_back: &str) -> String {
    format!("{name} {way_back}")
}

fn short(id: &str) -> &str {
    id.get(..DROPPED_ID_LENGTH).unwrap_or(id)
}

/// Characters that a path may contain and a cookie's value may not (RFC 6265 4.1.1), and the escape
/// character.
const ESCAPES: [(char, char); 5] = [('~', '0'), (';', '1'), (',', '2'), ('"', '3'), ('\\', '4')];

fn escape(path: &str) -> String {
    let mut escaped = String::with_capacity(path.len());
    for c in path.chars() {
        match ESCAPES.iter().find(|(special, _)| *special == c) {
            Some((_, digit)) => escaped.extend(['~', *digit]),
            None => escaped.push(c),
        }
    }
    escaped
}

fn unescape(escaped: &str) -> Option<String> {
    let (mut path, mut characters) = (String::with_capacity(escaped.len()), escaped.chars());
    while let Some(c) = characters.next() {
        if c == '~' {
            let digit = characters.next()?;
            let (special, _) = ESCAPES.iter().find(|(_, known)| *known == digit)?;
            path.push(*special);
        } else {
            path.push(c);
        }
    }
    Some(path)
}

#[cfg(test)]
mod tests;
