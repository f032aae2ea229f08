//! Limits the calls to the token endpoint that strangers can cause. Each call carries the client's secret,
//! and ProConnect sees one address for all of them: this service's.
//!
//! A successful login returns its call to the quota. Honest agents are therefore never limited, however many
//! share an address: the quota limits failures.

use crate::client_address::ClientAddress;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header::RETRY_AFTER},
    middleware::Next,
    response::{IntoResponse, Response},
};
use governor::{
    DefaultDirectRateLimiter, NotUntil, Quota, RateLimiter,
    clock::{Clock, DefaultClock, QuantaInstant},
    state::keyed::HashMapStateStore,
};
use proconnect::{
    config::CALLBACK_PATH,
    error::{Refusal, RequestError},
    web::Refused,
};
use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Arc, Mutex, PoisonError},
};
use url::form_urlencoded;

/// Failures allowed to one address: this number at once, then one a second.
const BURST_PER_ADDRESS: NonZeroU32 = NonZeroU32::new(200).unwrap();
const PER_SECOND_PER_ADDRESS: NonZeroU32 = NonZeroU32::MIN;

/// Failures allowed to all addresses together.
const BURST_IN_ALL: NonZeroU32 = NonZeroU32::new(2000).unwrap();
const PER_SECOND_IN_ALL: NonZeroU32 = NonZeroU32::new(10).unwrap();

/// Greatest number of addresses that are remembered.
const MOST_ADDRESSES: usize = 20_000;

type PerAddress = RateLimiter<
    ClientAddress,
    HashMapStateStore<ClientAddress>,
    DefaultClock,
    governor::middleware::NoOpMiddleware<QuantaInstant>,
>;

/// The remaining calls of each address, and of all together.
#[derive(Clone)]
pub struct TokenCalls(Arc<Left>);

struct Left {
    per_address: Mutex<PerAddress>,
    in_all: DefaultDirectRateLimiter,
    given_back: Mutex<GivenBack>,
    clock: DefaultClock,
}

/// Calls that successful logins returned. Later logins take these first.
#[derive(Default)]
struct GivenBack {
    per_address: HashMap<ClientAddress, u32>,
    in_all: u32,
}

impl Default for TokenCalls {
    fn default() -> Self {
        let in_all = Quota::per_second(PER_SECOND_IN_ALL).allow_burst(BURST_IN_ALL);
        Self(Arc::new(Left {
            per_address: Mutex::new(per_address()),
            in_all: RateLimiter::direct(in_all),
            given_back: Mutex::default(),
            clock: DefaultClock::default(),
        }))
    }
}

fn per_address() -> PerAddress {
    RateLimiter::hashmap(Quota::per_second(PER_SECOND_PER_ADDRESS).allow_burst(BURST_PER_ADDRESS))
}

impl TokenCalls {
    /// Takes a call of that address.
    ///
    /// # Errors
    /// When no call is left: the number of seconds until the next.
    fn take(&self, client: Option<ClientAddress>) -> Result<(), u64> {
        if let Some(client) = client {
            self.take_of(client)?;
        }
        if self.take_back(|left| Some(&mut left.in_all)) {
            return Ok(());
        }
        self.0.in_all.check().map_err(|until| self.seconds(&until))
    }

    fn take_of(&self, client: ClientAddress) -> Result<(), u64> {
        if self.take_back(|left| left.per_address.get_mut(&client)) {
            return Ok(());
        }
        let mut limiter = self
            .0
            .per_address
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if limiter.len() >= MOST_ADDRESSES {
            limiter.retain_recent();
        }
        // A stranger has many addresses. The quota of all together still applies.
        if limiter.len() >= MOST_ADDRESSES {
            *limiter = per_address();
        }
        let taken = limiter.check_key(&client);
        taken.map_err(|until| self.seconds(&until))
    }

    fn take_back(&self, of: impl Fn(&mut GivenBack) -> Option<&mut u32>) -> bool {
        let mut left = self
            .0
            .given_back
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let some = of(&mut left).filter(|left| **left > 0);
        some.map(|left| *left -= 1).is_some()
    }

    /// The login of that address succeeded, or caused no call.
    fn give_back(&self, client: Option<ClientAddress>) {
        let mut left = self
            .0
            .given_back
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        left.in_all = (left.in_all + 1).min(BURST_IN_ALL.get());
        let Some(client) = client else { return };
        if left.per_address.len() >= MOST_ADDRESSES {
            left.per_address.clear();
        }
        let of_client = left.per_address.entry(client).or_default();
        *of_client = (*of_client + 1).min(BURST_PER_ADDRESS.get());
    }

    fn seconds(&self, until: &NotUntil<QuantaInstant>) -> u64 {
        until.wait_time_from(self.0.clock.now()).as_secs() + 1
    }
}

/// Refuses a callback with a code when no call of its address is left. Leaves the attempt's cookie as it
/// is, so that the same callback can be tried again later.
pub async fn limit(State(calls): State<TokenCalls>, request: Request, next: Next) -> Response {
    if !brings_a_code(&request) {
        return next.run(request).await;
    }
    let client = request.extensions().get::<ClientAddress>().copied();
    if let Err(seconds) = calls.take(client) {
        let retry = [(RETRY_AFTER, HeaderValue::from(seconds))];
        return (retry, Refused::from(RequestError::TooManyRequests)).into_response();
    }
    let answer = next.run(request).await;
    if !has_cost_a_call(&answer) {
        calls.give_back(client);
    }
    answer
}

/// Reads the query as the callback reads it: a name may be percent-encoded.
fn brings_a_code(request: &Request) -> bool {
    let query = request.uri().query().unwrap_or_default();
    let mut parameters = form_urlencoded::parse(query.as_bytes());
    request.method() == Method::GET
        && request.uri().path() == CALLBACK_PATH
        && parameters.any(|(name, _)| name == "code")
}

/// True when the callback failed and its code was sent to the issuer, or may have been.
fn has_cost_a_call(answer: &Response) -> bool {
    let refused = answer.extensions().get::<Refused>();
    match refused.map(|refused| refused.refusal) {
        // A successful login, or a prefetch, which the callback rejects before it reads the code.
        None => ![StatusCode::SEE_OTHER, StatusCode::METHOD_NOT_ALLOWED].contains(&answer.status()),
        Some(
            Refusal::Request(_) | Refusal::LoginAttempt(_) | Refusal::AuthorizationResponse(_),
        ) => false,
        Some(_) => true,
    }
}

#[cfg(test)]
mod tests;
