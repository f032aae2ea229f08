//! A refusal that is kept for a page of its own address.
//!
//! The address of a callback holds a code or an error, and a second request to it has another outcome: a
//! reload would show another refusal. The application redirects the browser to a page whose address holds
//! neither. That page reads the refusal from this cookie, so that a reload shows the same page. The refusal
//! is not in the address: any link could then show any refusal.
//!
//! There is one such cookie: of two refusals in two tabs, the later one is kept.

use super::{
    ProConnect, ReceivedIdentity, Refused, Requirement, RuleKind,
    cookies::{SealedCookies, pair_length},
};
use crate::{acr_policy::AcrLevel, error::Refusal, return_to::ReturnTo};
use axum::{http::HeaderMap, response::IntoResponseParts};
use chrono::{DateTime, TimeDelta, Utc, serde::ts_seconds};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

pub(super) const COOKIE: &str = "__Host-refusal";

/// How long a reload shows the refusal.
const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// Longest `Cookie` header that this cookie may lead to, in bytes.
const MAX_HEADER_LENGTH: usize = 4_000;

/// A refusal, as its page shows it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRefusal {
    /// The refusal.
    pub refused: Refused,
    /// The identifier of the refused request in the logs.
    pub reference: String,
    /// The time of the refusal.
    pub at: DateTime<Utc>,
    /// The `Retry-After` of the refused answer, as it was sent.
    pub retry_after: Option<String>,
}

/// The text that is sealed.
#[derive(Serialize, Deserialize)]
struct Record {
    code: String,
    reference: String,
    #[serde(with = "ts_seconds")]
    at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_to: Option<ReturnTo>,
    /// The kind of the rule for the whole service that did not admit the agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    received: Option<Box<ReceivedIdentity>>,
}

impl KeptRefusal {
    /// Reads the refusal that this application has left in this browser; `None` when there is none, or
    /// when it is too old.
    #[must_use]
    pub fn read(headers: &HeaderMap, proconnect: &ProConnect) -> Option<Self> {
        let cookies = SealedCookies::of(headers, &proconnect.cookie_keys);
        let record: Record = serde_json::from_str(&cookies.get(COOKIE)?).ok()?;
        let refusal: Refusal = record.code.parse().ok()?;
        let age = proconnect.relying_party.clock().now() - record.at;
        (age <= LIFETIME).then(|| Self {
            refused: Refused {
                return_to: record.return_to,
                requirement: record
                    .rule
                    .and_then(|kind| RuleKind::from_str(&kind).ok())
                    .map(Requirement::Entry),
                received: record.received,
                level: AcrLevel::from_field(record.level.as_deref()),
                ..Refused::from(refusal)
            },
            reference: record.reference,
            at: record.at,
            retry_after: record.retry_after,
        })
    }

    /// Returns the cookie to set, in answer to a request with these headers. Without room for everything, these
    /// go in turn: the page to return to, the ends of long claims, all claims. `None` without room for the rest.
    #[must_use]
    pub fn leave(
        self,
        headers: &HeaderMap,
        proconnect: &ProConnect,
    ) -> Option<impl IntoResponseParts + use<>> {
        let cookies = SealedCookies::of(headers, &proconnect.cookie_keys);
        let others = cookies.received().filter(|(name, _)| *name != COOKIE);
        let others: usize = others.map(|(name, value)| pair_length(name, value)).sum();
        let mut record = Record {
            code: self.refused.refusal.code(),
            reference: self.reference,
            at: self.at,
            retry_after: self.retry_after,
            level: self.refused.level.as_field().map(str::to_owned),
            return_to: self.refused.return_to,
            rule: match self.refused.requirement {
                Some(Requirement::Entry(kind)) => Some(kind.name().to_owned()),
                _ => None,
            },
            received: self.refused.received,
        };
        let sealed = |record: &Record| {
            let sealed = cookies.seal(COOKIE, serde_json::to_string(record).ok()?);
            let fits = others + pair_length(COOKIE, &sealed) <= MAX_HEADER_LENGTH;
            fits.then_some(sealed)
        };
        let without_page = |record: &mut Record| record.return_to = None;
        let shortened = |record: &mut Record| {
            let received = record.received.take();
            record.received = received.map(|received| Box::new(received.shortened()));
        };
        let without_claims = |record: &mut Record| record.received = None;
        let steps: [&dyn Fn(&mut Record); 3] = [&without_page, &shortened, &without_claims];
        let mut value = sealed(&record);
        for step in steps {
            value = value.or_else(|| {
                step(&mut record);
                sealed(&record)
            });
        }
        Some(cookies.clone().set(COOKIE, value?, Some(LIFETIME)))
    }
}

#[cfg(test)]
mod tests;
