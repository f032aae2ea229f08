//! The claims of a userinfo response, with the types that `ProConnect` documents.
//!
//! | claim | ill-formed |
//! |---|---|
//! | `sub`, `uid`, `email`, `siret` | refused: they identify the agent |
//! | a role of `roles`, `idp_id` | left out: no page opens to a malformed role |
//! | names, `organization_label`, `phone_number` | kept without the characters that cannot be displayed |
//! | any other | passed on unchecked, while there is room |

use super::text::{is_address, is_code, is_legible, shown};
use crate::{
    id_token::VerifiedIdToken,
    identity::{Identity, MAX_CLAIMS_LENGTH, Siret, Subject},
    json,
    jws::{Audience, TokenKind},
};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::{Map, Value};
use std::io;

/// Claims of the JWT itself, which do not describe the agent.
const ENVELOPE: [&str; 5] = ["iss", "aud", "exp", "iat", "nbf"];

/// Greatest depth of a claim that is kept. In a session a claim is some levels deeper, and JSON is read with
/// at most 128.
const MAX_DEPTH: usize = 32;

/// Greatest number of roles that are kept: `ProConnect` knows six.
const MAX_ROLES: usize = 64;

/// The name of the response in the log.
const NAME: &str = TokenKind::UserInfo.name();

/// The registered claims of the JWT itself (RFC 7519 4.1), dates in seconds since 1970; and the claims
/// that only an ID token or a logout token has, since the same key signs all three.
#[derive(Deserialize)]
pub(super) struct Envelope {
    pub iss: String,
    pub aud: Audience,
    pub exp: i64,
    pub iat: i64,
    pub nbf: Option<i64>,
    nonce: Option<IgnoredAny>,
    at_hash: Option<IgnoredAny>,
    events: Option<IgnoredAny>,
}

impl Envelope {
    /// RFC 8725 3.12: an ID token has a nonce or a hash, and a logout token has events.
    pub fn is_of_another_kind(&self) -> bool {
        self.nonce.is_some() || self.at_hash.is_some() || self.events.is_some()
    }
}

/// The claims with a field in [`Identity`]. Only `sub` is always present: the others depend on the
/// scopes, and may be null.
#[derive(Deserialize)]
struct Known {
    sub: Subject,
    uid: Option<String>,
    email: Option<String>,
    given_name: Option<String>,
    usual_name: Option<String>,
    phone_number: Option<String>,
    siret: Option<String>,
    organization_label: Option<String>,
    roles: Option<Vec<String>>,
    idp_id: Option<String>,
}

/// A claim that identifies the agent is malformed.
struct IllFormed;

/// The claims of a verified userinfo response.
pub struct VerifiedUserInfo {
    known: Known,
    siret: Option<Siret>,
    all: Map<String, Value>,
}

impl VerifiedUserInfo {
    /// Reads the claims. A claim that is repeated or has another type is an error, and so is a
    /// malformed identifier, address or SIRET.
    pub(super) fn read(json: &[u8]) -> Option<Self> {
        let mut known: Known = json::read(NAME, json)?;
        let mut all: Map<String, Value> = json::read(NAME, json)?;
        all.retain(|name, _| !ENVELOPE.contains(&name.as_str()));
        let siret = known.take_checked().ok()?;
        known.tidy();
        known.replace_in(&mut all);
        keep_what_fits(&mut all);
        Some(Self { known, siret, all })
    }

    pub(super) fn sub(&self) -> &Subject {
        &self.known.sub
    }

    /// Joins the two verified tokens: `acr` and `amr` come from the ID token, the rest from this
    /// response. Their `sub` are equal.
    #[must_use]
    pub fn into_identity(self, id_token: &VerifiedIdToken) -> Identity {
        let known = self.known;
        Identity {
            sub: known.sub,
            uid: known.uid,
            email: known.email,
            given_name: known.given_name,
            usual_name: known.usual_name,
            phone_number: known.phone_number,
            siret: self.siret,
            organization_label: known.organization_label,
            roles: known.roles,
            idp_id: known.idp_id,
            acr: id_token.acr.clone(),
            amr: id_token.amr.clone(),
            claims: self.all.into(),
        }
    }
}

impl Known {
    /// Checks the claims that identify the agent, and returns the SIRET.
    fn take_checked(&mut self) -> Result<Option<Siret>, IllFormed> {
        for (name, text) in [("uid", &mut self.uid), ("email", &mut self.email)] {
            *text = text.take().and_then(filled);
            if text.as_ref().is_some_and(|text| !is_legible(text)) {
                json::log_fault(NAME, name, "a hidden character, or too long");
                return Err(IllFormed);
            }
        }
        if self.email.as_ref().is_some_and(|email| !is_address(email)) {
            json::log_fault(NAME, "email", "not one address");
            return Err(IllFormed);
        }
        let siret = self.siret.take().and_then(filled).map(Siret::try_from);
        siret.transpose().map_err(|_| {
            json::log_fault(NAME, "siret", "not 14 digits");
            IllFormed
        })
    }

    /// Makes the texts displayable, and removes malformed roles and a malformed `idp_id`.
    fn tidy(&mut self) {
        for (name, text) in [
            ("given_name", &mut self.given_name),
            ("usual_name", &mut self.usual_name),
            ("phone_number", &mut self.phone_number),
            ("organization_label", &mut self.organization_label),
        ] {
            let Some(sent) = text.take() else { continue };
            *text = shown(&sent);
            if text.as_deref().is_some_and(|text| text != sent) {
                json::log_fault(NAME, name, "characters left out");
            }
        }
        if self.idp_id.as_ref().is_some_and(|id| !is_code(id)) {
            json::log_fault(NAME, "idp_id", "not an identifier: left out");
            self.idp_id = None;
        }
        if let Some(roles) = &mut self.roles {
            let sent = roles.len();
            roles.retain(|role| is_code(role));
            roles.truncate(MAX_ROLES);
            if roles.len() < sent {
                json::log_fault(NAME, "roles", "not all of them roles: left out");
            }
        }
    }

    /// Replaces the received texts by the checked ones, so that both ways to read a claim agree.
    fn replace_in(&self, all: &mut Map<String, Value>) {
        for (name, text) in [
            ("given_name", &self.given_name),
            ("usual_name", &self.usual_name),
            ("phone_number", &self.phone_number),
            ("organization_label", &self.organization_label),
            ("idp_id", &self.idp_id),
        ] {
            if let Some(value) = all.get_mut(name) {
                *value = text.clone().map_or(Value::Null, Value::from);
            }
        }
        if let Some(value) = all.get_mut("roles") {
            *value = self.roles.clone().map_or(Value::Null, Value::from);
        }
    }
}

/// Removes the claims that are nested too deeply to be read again from a session, and the longest claims, so
/// that the others fit into it.
fn keep_what_fits(all: &mut Map<String, Value>) {
    all.retain(|name, value| {
        let is_flat = depth(value) <= MAX_DEPTH;
        if !is_flat {
            json::log_fault(NAME, name, "nested too deeply for a session: left out");
        }
        is_flat
    });
    let claims = std::mem::take(all).into_iter();
    let measured = claims.map(|claim| (claim.0.len() + length(&claim.1), claim));
    let mut claims: Vec<(usize, (String, Value))> = measured.collect();
    claims.sort_by_key(|(length, _)| *length);
    let mut taken = 0;
    for (length, claim) in claims {
        taken += length;
        if taken <= MAX_CLAIMS_LENGTH {
            all.extend([claim]);
        } else if taken - length <= MAX_CLAIMS_LENGTH {
            // The shortest of the removed claims: the others are as long or longer.
            let fault = "too long for a session: left out, and so is every longer claim";
            json::log_fault(NAME, &claim.0, fault);
        }
    }
}

/// The length of a value as JSON, in bytes.
fn length(value: &Value) -> usize {
    let mut counter = Counter(0);
    // Counting does not fail.
    let _ = serde_json::to_writer(&mut counter, value);
    counter.0
}

struct Counter(usize);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The number of levels of a value: 0 for one that is no list and no object. JSON is read with at most 128.
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(values) => 1 + values.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// The text; `None` where it is blank.
fn filled(text: String) -> Option<String> {
    (!text.trim().is_empty()).then_some(text)
}

#[cfg(test)]
mod tests;
