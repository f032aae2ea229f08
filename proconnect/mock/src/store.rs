use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::collections::HashMap;

use crate::authorize::AuthorizationRequest;
use crate::end_session::{IdpLogout, Logout};
use crate::grant::Grant;
use crate::interaction::{EmailCode, Mailbox};
use crate::op_session::OpSession;
use crate::session::Session;
use crate::token::{AccessToken, AuthorizationCode, RefreshToken};

/// All mutable state of the issuer.
#[derive(Default)]
pub struct Store {
    pub interactions: Expiring<AuthorizationRequest>,
    pub email_codes: Expiring<EmailCode>,
    /// By e-mail address.
    pub mailboxes: HashMap<String, Mailbox>,
    pub sessions: Expiring<Session>,
    /// The key of the session of the last login, by `sub`. The session may be over.
    pub latest_sessions: HashMap<String, String>,
    pub op_sessions: Expiring<OpSession>,
    pub grants: Expiring<Grant>,
    pub codes: Expiring<AuthorizationCode>,
    pub access_tokens: Expiring<AccessToken>,
    pub refresh_tokens: Expiring<RefreshToken>,
    pub idp_logouts: Expiring<IdpLogout>,
    pub logouts: Expiring<Logout>,
}

/// Entries under random keys, each removed when it expires.
pub struct Expiring<T> {
    entries: HashMap<String, (u64, T)>,
    next_sweep: u64,
}

impl<T> Default for Expiring<T> {
    fn default() -> Self {
        Self {
            entries: HashMap::new(),
            next_sweep: 0,
        }
    }
}

const SECONDS_BETWEEN_SWEEPS: u64 = 60;

impl<T> Expiring<T> {
    /// Stores `value` for `lifetime` seconds, and returns its key.
    pub fn insert(&mut self, value: T, now: u64, lifetime: u64) -> String {
        if now >= self.next_sweep {
            self.entries.retain(|_, (expires_at, _)| now < *expires_at);
            self.next_sweep = now + SECONDS_BETWEEN_SWEEPS;
        }
        let key = random::<32>();
        self.entries.insert(key.clone(), (now + lifetime, value));
        key
    }

    pub fn get(&self, key: &str, now: u64) -> Option<&T> {
        let (expires_at, value) = self.entries.get(key)?;
        (now < *expires_at).then_some(value)
    }

    pub fn get_mut(&mut self, key: &str, now: u64) -> Option<&mut T> {
        let (expires_at, value) = self.entries.get_mut(key)?;
        (now < *expires_at).then_some(value)
    }

    pub fn values(&self, now: u64) -> impl Iterator<Item = &T> {
        let is_alive = move |(expires_at, _): &&(u64, T)| now < *expires_at;
        self.entries
            .values()
            .filter(is_alive)
            .map(|(_, value)| value)
    }

    /// Lets an entry live for `lifetime` seconds from now on, and returns its value.
    pub fn renew(&mut self, key: &str, now: u64, lifetime: u64) -> Option<&mut T> {
        let (expires_at, value) = self.entries.get_mut(key)?;
        if now >= *expires_at {
            return None;
        }
        *expires_at = now + lifetime;
        Some(value)
    }

    /// Whether an entry that has not expired has a key for which `is_wanted` is true.
    pub fn has_key(&self, now: u64, is_wanted: impl Fn(&str) -> bool) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|(key, (expires_at, _))| now < *expires_at && is_wanted(key))
    }

    /// Removes the entries for which `is_due` is true, and returns the keys of those that have not
    /// expired.
    pub fn remove_if(&mut self, now: u64, is_due: impl Fn(&T) -> bool) -> Vec<String> {
        let due = self.entries.iter().filter(|(_, (_, value))| is_due(value));
        let mut keys: Vec<String> = due.map(|(key, _)| key.clone()).collect();
        keys.retain(|key| self.remove(key, now).is_some());
        keys
    }

    pub fn remove(&mut self, key: &str, now: u64) -> Option<T> {
        let (expires_at, value) = self.entries.remove(key)?;
        (now < expires_at).then_some(value)
    }
}

/// `N` random bytes in base64url: 43 characters for 32 bytes, the length of ProConnect's codes
/// and tokens.
pub fn random<const N: usize>() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; N]>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_lives_for_its_lifetime() {
        let mut entries = Expiring::default();
        let key = entries.insert("value", 1_000, 10);
        assert_eq!(key.len(), 43);
        assert_eq!(entries.get(&key, 1_009), Some(&"value"));
        assert_eq!(entries.get(&key, 1_010), None);
        assert_eq!(entries.remove(&key, 1_010), None);
    }

    #[test]
    fn a_renewed_entry_lives_for_another_lifetime_unless_it_has_expired() {
        let mut entries = Expiring::default();
        let key = entries.insert("value", 1_000, 10);
        assert_eq!(entries.renew(&key, 1_009, 10), Some(&mut "value"));
        assert_eq!(entries.get(&key, 1_018), Some(&"value"));
        assert_eq!(entries.renew(&key, 1_019, 10), None);
    }

    #[test]
    fn expired_entries_are_forgotten() {
        let mut entries = Expiring::default();
        entries.insert((), 0, 10);
        entries.insert((), 100, 10);
        assert_eq!(entries.entries.len(), 1);
    }
}
