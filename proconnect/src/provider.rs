//! The issuer's metadata and keys (Discovery 1.0). They are fetched rarely, and a login waits for a
//! fetch only when nothing usable is cached.
//!
//! A document older than [`FRESH`] is renewed in the background, and is used meanwhile. One older
//! than [`STALE`] is not used. An unknown `kid` fetches the keys again, at most once in
//! [`KEYS_PAUSE`]. Requests that need a document at the same time wait for one call.

mod inspection;
mod metadata;
mod rejection;

pub use inspection::{Announced, ClockDifference, Inspection, InspectionError};
pub use metadata::Metadata;
pub use rejection::Rejection;

use crate::{
    clock::Clock,
    error::{HttpError, ProviderError},
    http::{DOCUMENT_CAP, Endpoint, HttpClient, unexpected_status},
    json,
    jws::{KeySet, SigningKey},
};
use ::http::{Request, StatusCode};
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::IssuerUrl;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Mutex;

/// Age at which the documents are renewed: the `max-age` of ProConnect's `Cache-Control`.
pub const FRESH: TimeDelta = TimeDelta::minutes(10);

/// Age up to which the documents are used while the issuer does not answer.
pub const STALE: TimeDelta = TimeDelta::hours(24);

/// Shortest time between two fetches for an unknown `kid`.
pub const KEYS_PAUSE: TimeDelta = TimeDelta::seconds(30);

/// How long requests that waited for a failed call get its error instead of trying again.
const FAILURE_PAUSE: TimeDelta = TimeDelta::seconds(1);

/// The party whose token names an unknown key. Each has its own pause between two fetches of the keys:
/// anybody may send a logout token, and none may use up the fetch that a login needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenFrom {
    /// The issuer, in answer to a call.
    Issuer,
    /// Somebody who called this application.
    Anybody,
}

/// The issuer's metadata and keys, as they were fetched at one moment.
#[derive(Debug, Clone)]
pub struct ProviderSnapshot {
    /// The metadata document (Discovery 3).
    pub metadata: Metadata,
    /// The keys that may verify the issuer's signatures (RFC 7517 5).
    pub keys: Vec<SigningKey>,
    fetched_at: DateTime<Utc>,
    keys_renewed_at: KeysRenewed,
}

/// When the keys were last fetched again for an unknown `kid`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct KeysRenewed {
    for_issuer: Option<DateTime<Utc>>,
    for_anybody: Option<DateTime<Utc>>,
}

impl KeysRenewed {
    fn of(&mut self, from: TokenFrom) -> &mut Option<DateTime<Utc>> {
        match from {
            TokenFrom::Issuer => &mut self.for_issuer,
            TokenFrom::Anybody => &mut self.for_anybody,
        }
    }
}

/// The issuer, with a cache of its metadata and keys.
#[derive(Debug)]
pub struct Provider {
    issuer: IssuerUrl,
    http: HttpClient,
    clock: Clock,
    known: RwLock<Option<Arc<ProviderSnapshot>>>,
    /// Held during a fetch, so that there is one at a time. Holds the last failure.
    fetching: Mutex<Option<(DateTime<Utc>, ProviderError)>>,
}

impl Provider {
    /// An issuer with an empty cache. No call is made.
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

    /// The cached documents, without any call; `None` where there are none, or none younger than
    /// a day.
    #[must_use]
    pub fn known(&self) -> Option<Arc<ProviderSnapshot>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known
            .clone()
            .filter(|known| (self.clock.now() - known.fetched_at).abs() < STALE)
    }

    /// Returns the cached documents, or fetches them when none are usable. Documents older than ten
    /// minutes are returned at once, and renewed in the background.
    ///
    /// # Errors
    /// When nothing is cached and the issuer returns no usable documents.
    #[tracing::instrument(level = "debug", skip_all)]
    pub async fn discover(self: &Arc<Self>) -> Result<Arc<ProviderSnapshot>, ProviderError> {
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

    /// Fetches the keys again, for a token whose `kid` is not among those of `seen` (Core 10.1.1).
    /// Within 30 seconds of the last such fetch for a token of the same origin, returns the cached keys
    /// instead.
    ///
    /// # Errors
    /// When the keys cannot be fetched.
    #[tracing::instrument(level = "debug", skip_all)]
    pub async fn renew_keys(
        &self,
        seen: &ProviderSnapshot,
        from: TokenFrom,
    ) -> Result<Arc<ProviderSnapshot>, ProviderError> {
        let _one_at_a_time = self.fetching.lock().await;
        let known = self.known().unwrap_or_else(|| Arc::new(seen.clone()));
        let now = self.clock.now();
        let age = |of: &ProviderSnapshot| (of.fetched_at, of.keys_renewed_at);
        let too_soon = |at| is_within(KEYS_PAUSE, at, now);
        let mut renewed_at = known.keys_renewed_at;
        if age(&known) != age(seen) || renewed_at.of(from).is_some_and(too_soon) {
            return Ok(known);
        }
        *renewed_at.of(from) = Some(now);
        let keys = self.fetch_keys(&known.metadata).await;
        // A failed fetch counts too: a flood of unknown keys must not become a flood of calls.
        let keys_or_old = keys.clone().unwrap_or_else(|_| known.keys.clone());
        let renewed = self.keep(ProviderSnapshot {
            keys: keys_or_old,
            keys_renewed_at: renewed_at,
            ..known.as_ref().clone()
        });
        keys.map(|_| renewed)
    }

    async fn fetch_documents(&self) -> Result<Arc<ProviderSnapshot>, ProviderError> {
        let mut last_failure = self.fetching.lock().await;
        let now = self.clock.now();
        let is_fresh = |known: &Arc<ProviderSnapshot>| is_within(FRESH, known.fetched_at, now);
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

    async fn fetch(&self, now: DateTime<Utc>) -> Result<ProviderSnapshot, ProviderError> {
        let address = self.metadata_address();
        // Checked before the keys are fetched: no address of a rejected document is called.
        let metadata = Metadata::read(
            &self.read(Endpoint::Discovery, &address).await?,
            &self.issuer,
        )?;
        let keys = self.fetch_keys(&metadata).await?;
        Ok(ProviderSnapshot {
            metadata,
            keys,
            fetched_at: now,
            keys_renewed_at: KeysRenewed::default(),
        })
    }

    /// Discovery 4 removes the terminating slash. The comparison of `issuer` keeps it.
    fn metadata_address(&self) -> String {
        let issuer = self.issuer.as_str();
        let issuer = issuer.strip_suffix('/').unwrap_or(issuer);
        format!("{issuer}/.well-known/openid-configuration")
    }

    async fn fetch_keys(&self, metadata: &Metadata) -> Result<Vec<SigningKey>, ProviderError> {
        let document = self
            .read(Endpoint::Keys, metadata.jwks_uri.as_str())
            .await?;
        let set: KeySet = json::read("key set", &document).ok_or(ProviderError::Malformed)?;
        Ok(SigningKey::from_set(&set))
    }

    /// Reads one of the issuer's documents. Its `Content-Type` is ignored: the document parses, or
    /// it does not.
    async fn read(&self, endpoint: Endpoint, address: &str) -> Result<Vec<u8>, ProviderError> {
        let request = Request::get(address)
            .body(Vec::new())
            .map_err(|_| HttpError::Unreachable)?;
        let response = self.http.send(endpoint, request, DOCUMENT_CAP).await?;
        if response.status() != StatusCode::OK {
            return Err(unexpected_status(response.status()).into());
        }
        Ok(response.into_body())
    }

    fn keep(&self, discovered: ProviderSnapshot) -> Arc<ProviderSnapshot> {
        let discovered = Arc::new(discovered);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        *known = Some(Arc::clone(&discovered));
        discovered
    }
}

/// Whether `at` was less than `pause` ago. A moment in the future was recorded before the clock was
/// set back, and does not count.
fn is_within(pause: TimeDelta, at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    (TimeDelta::zero()..pause).contains(&(now - at))
}

#[cfg(test)]
mod tests;
