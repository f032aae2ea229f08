//! The issuer's metadata and keys (Discovery 1.0), fetched rarely and never on the way of a login
//! that does not need them.
//!
//! A document older than `FRESH` is renewed in the background while it goes on serving; one
//! older than `STALE` serves no more. An unknown `kid` fetches the keys again, at most once in
//! `KEYS_PAUSE`. Whoever waits, waits for the same call.

mod metadata;

pub use metadata::Metadata;

use crate::{
    clock::Clock,
    error::{HttpError, ProviderError},
    http::{DOCUMENT_CAP, HttpClient, unexpected_status},
    json,
    jws::{KeySet, SigningKey},
};
use ::http::{Request, StatusCode};
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::IssuerUrl;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Mutex;

/// How long the documents are taken as current: what ProConnect's `Cache-Control` says.
pub const FRESH: TimeDelta = TimeDelta::minutes(10);

/// How long they go on serving while the issuer does not answer.
pub const STALE: TimeDelta = TimeDelta::hours(24);

/// Time between two fetches for an unknown `kid`.
pub const KEYS_PAUSE: TimeDelta = TimeDelta::seconds(30);

/// Time during which a failure answers whoever waited for the same call.
const FAILURE_PAUSE: TimeDelta = TimeDelta::seconds(1);

/// What is known of the issuer at one moment.
#[derive(Debug, Clone)]
pub struct Discovered {
    /// Endpoints and abilities.
    pub metadata: Metadata,
    /// Keys that may verify its signatures.
    pub keys: Vec<SigningKey>,
    fetched_at: DateTime<Utc>,
    /// When the keys were fetched again for an unknown one.
    keys_renewed_at: Option<DateTime<Utc>>,
}

/// The issuer, and what has been learnt of it.
#[derive(Debug)]
pub struct Provider {
    issuer: IssuerUrl,
    http: HttpClient,
    clock: Clock,
    known: RwLock<Option<Arc<Discovered>>>,
    /// Held during a fetch, so that there is one at a time; remembers the last failure.
    fetching: Mutex<Option<(DateTime<Utc>, ProviderError)>>,
}

impl Provider {
    /// An issuer of which nothing is known yet.
    #[must_use]
    pub fn new(issuer: IssuerUrl, http: HttpClient, clock: Clock) -> Self {
        Self {
            issuer,
            http,
            clock,
            known: RwLock::new(None),
            fetching: Mutex::new(None),
        }
    }

    /// What is known already, without any call.
    #[must_use]
    pub fn known(&self) -> Option<Arc<Discovered>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known
            .clone()
            .filter(|known| (self.clock.now() - known.fetched_at).abs() < STALE)
    }

    /// What is known, or else what the issuer answers now.
    ///
    /// # Errors
    /// When nothing is known and the issuer gives nothing usable.
    pub async fn discover(self: &Arc<Self>) -> Result<Arc<Discovered>, ProviderError> {
        let Some(known) = self.known() else {
            return self.fetch_documents().await;
        };
        let is_fresh = is_within(FRESH, known.fetched_at, self.clock.now());
        if !is_fresh && self.fetching.try_lock().is_ok() {
            let provider = Arc::clone(self);
            tokio::spawn(async move { provider.fetch_documents().await });
        }
        Ok(known)
    }

    /// The keys as they are now, for a token whose `kid` is not among `seen` (Core 10.1.1).
    ///
    /// # Errors
    /// When the keys cannot be fetched. Asked again too soon, it answers with what is known.
    pub async fn renew_keys(&self, seen: &Discovered) -> Result<Arc<Discovered>, ProviderError> {
        let _one_at_a_time = self.fetching.lock().await;
        let known = self.known().unwrap_or_else(|| Arc::new(seen.clone()));
        let now = self.clock.now();
        let age = |of: &Discovered| (of.fetched_at, of.keys_renewed_at);
        let too_soon = |at| is_within(KEYS_PAUSE, at, now);
        if age(&known) != age(seen) || known.keys_renewed_at.is_some_and(too_soon) {
            return Ok(known);
        }
        let keys = self.fetch_keys(&known.metadata).await;
        // A fetch that failed counts too: a flood of unknown keys must not become a flood of calls.
        let keys_or_old = keys.clone().unwrap_or_else(|_| known.keys.clone());
        let renewed = self.keep(Discovered {
            keys: keys_or_old,
            keys_renewed_at: Some(now),
            ..known.as_ref().clone()
        });
        keys.map(|_| renewed)
    }

    async fn fetch_documents(&self) -> Result<Arc<Discovered>, ProviderError> {
        let mut last_failure = self.fetching.lock().await;
        let now = self.clock.now();
        let is_fresh = |known: &Arc<Discovered>| is_within(FRESH, known.fetched_at, now);
        if let Some(known) = self.known().filter(is_fresh) {
            return Ok(known);
        }
        if let Some((_, error)) = last_failure.filter(|(at, _)| is_within(FAILURE_PAUSE, *at, now))
        {
            return Err(error);
        }
        match self.fetch(now).await {
            Ok(discovered) => {
                *last_failure = None;
                Ok(self.keep(discovered))
            }
            Err(error) => {
                tracing::warn!(%error, "the issuer's metadata cannot be fetched");
                *last_failure = Some((self.clock.now(), error));
                Err(error)
            }
        }
    }

    async fn fetch(&self, now: DateTime<Utc>) -> Result<Discovered, ProviderError> {
        // The terminating slash is removed first (Discovery 4); the comparison keeps it.
        let issuer = self.issuer.as_str();
        let issuer = issuer.strip_suffix('/').unwrap_or(issuer);
        let address = format!("{issuer}/.well-known/openid-configuration");
        // Checked before the keys are fetched: no call goes where none may go.
        let metadata = Metadata::read(&self.read(&address).await?, &self.issuer)?;
        let keys = self.fetch_keys(&metadata).await?;
        Ok(Discovered {
            metadata,
            keys,
            fetched_at: now,
            keys_renewed_at: None,
        })
    }

    async fn fetch_keys(&self, metadata: &Metadata) -> Result<Vec<SigningKey>, ProviderError> {
        let document = self.read(metadata.jwks_uri.as_str()).await?;
        let set: KeySet = json::read("key set", &document).ok_or(ProviderError::Malformed)?;
        Ok(SigningKey::from_set(&set))
    }

    /// Reads one of the issuer's documents. Its `Content-Type` has no say: the document parses, or
    /// it does not.
    async fn read(&self, address: &str) -> Result<Vec<u8>, ProviderError> {
        let request = Request::get(address)
            .body(Vec::new())
            .map_err(|_| HttpError::Unreachable)?;
        let response = self.http.send(request, DOCUMENT_CAP).await?;
        if response.status() != StatusCode::OK {
            return Err(unexpected_status(response.status()).into());
        }
        Ok(response.into_body())
    }

    fn keep(&self, discovered: Discovered) -> Arc<Discovered> {
        let discovered = Arc::new(discovered);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        *known = Some(Arc::clone(&discovered));
        discovered
    }
}

/// Whether `at` was less than `pause` ago. A moment that the clock has not reached yet was noted
/// before the clock was put back: it counts for nothing.
fn is_within(pause: TimeDelta, at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    (TimeDelta::zero()..pause).contains(&(now - at))
}

#[cfg(test)]
mod tests;
