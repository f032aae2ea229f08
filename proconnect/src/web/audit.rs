//! The audit trail: one structured event for each login, logout and refusal, under the target
//! `audit`. The request's id is in the span around it; no name, token, code or cookie is here.

use crate::{error::Refusal, identity::Subject};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// An agent logged in: with a second factor or not, after being asked or not.
pub(super) fn logged_in(sub: &Subject, second_factor: bool, silent: bool) {
    let sub_sha256 = digest(sub);
    tracing::info!(target: "audit", event = "login", %sub_sha256, second_factor, silent);
}

/// An agent logged out here, and leaves for the issuer.
pub(super) fn logged_out(sub: &Subject) {
    tracing::info!(target: "audit", event = "logout", sub_sha256 = %digest(sub));
}

/// A silent login could not be one; the agent is asked to log in.
pub(super) fn not_silent(reason: Refusal) {
    tracing::info!(target: "audit", event = "silent_login", %reason);
}

/// Something was refused.
pub(super) fn refused(refusal: Refusal) {
    tracing::warn!(target: "audit", event = "refusal", reason = %refusal);
}

/// Enough to follow one agent through the trail without naming them.
fn digest(sub: &Subject) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(sub.as_str())[..12])
}
