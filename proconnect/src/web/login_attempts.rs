//! The login attempts of one browser: a sealed cookie each, so that tabs do not meet, five at
//! most, the oldest giving way.

use super::cookies::host_cookie;
use crate::login_attempt::{LIFETIME, LoginAttempt, State, id_of};
use axum::http::HeaderMap;
use axum_extra::extract::{
    PrivateCookieJar,
    cookie::{Cookie, Key},
};

const PREFIX: &str = "__Host-login-attempt-";

/// Attempts kept at a time.
const MOST: usize = 5;

/// The attempts that the request's cookies hold, sealed by this application for this browser.
pub(super) struct LoginAttempts(PrivateCookieJar);

impl LoginAttempts {
    pub fn of(headers: &HeaderMap, key: Key) -> Self {
        Self(PrivateCookieJar::from_headers(headers, key))
    }

    /// Keeps one more; gives the cookies to set.
    pub fn add(self, attempt: &LoginAttempt) -> Result<PrivateCookieJar, serde_json::Error> {
        let mut kept: Vec<(String, LoginAttempt)> = self
            .0
            .iter()
            .filter(|cookie| cookie.name().starts_with(PREFIX))
            .filter_map(|cookie| Some((cookie.name().to_owned(), read(&cookie)?)))
            .collect();
        kept.sort_by_key(|(_, attempt)| attempt.started_at);
        let too_many = (kept.len() + 1).saturating_sub(MOST);
        let mut jar = self.0;
        for (name, _) in kept.into_iter().take(too_many) {
            jar = jar.remove(host_cookie(name, String::new()));
        }
        let mut cookie = host_cookie(name_of(&attempt.id()), serde_json::to_string(attempt)?);
        cookie.set_max_age(Some(time::Duration::seconds(LIFETIME.num_seconds())));
        Ok(jar.add(cookie))
    }

    /// Takes out the attempt that `state` belongs to; gives the cookies to set.
    pub fn take(self, state: &State) -> (Option<LoginAttempt>, PrivateCookieJar) {
        let name = name_of(&id_of(state));
        let found = self.0.get(&name).and_then(|cookie| read(&cookie));
        let jar = self.0.remove(host_cookie(name, String::new()));
        (found, jar)
    }
}

fn name_of(id: &str) -> String {
    format!("{PREFIX}{id}")
}

fn read(cookie: &Cookie<'_>) -> Option<LoginAttempt> {
    serde_json::from_str(cookie.value()).ok()
}
