//! An accepted logout token was signed by the issuer for this client, is valid now, names a logout and whose
//! it is, and is no token of a login.

use super::{
    login::{ALGS, KEYS, LOGIN, MAX_AGE},
    wire,
};
use proconnect::{
    LogoutSubject, LogoutToken,
    config::SigningAlg,
    testing::{jws::UnverifiedJws, logout_token::verify},
};
use serde_json::Value;

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Longest time from now to `exp`, in seconds.
const MAX_LIFETIME: i64 = 600;

/// Input: the token, or the header and the claims, which the issuer then signs; with each algorithm
/// that a client can be registered with.
pub fn check(input: &[u8]) -> bool {
    let token = wire::token(&String::from_utf8_lossy(input));
    let accepted = ALGS.map(|alg| {
        let checks = LOGIN.logout_token_checks(alg, &KEYS);
        let verified = verify(&UnverifiedJws::new(token.clone()), &checks);
        verified.is_ok_and(|verified| {
            assert_honest(&token, alg, &verified);
            true
        })
    });
    let times = accepted.iter().filter(|accepted| **accepted).count();
    assert!(times <= 1, "one token, two algorithms: {token}");
    times == 1
}

fn assert_honest(token: &str, alg: SigningAlg, verified: &LogoutToken) {
    let claims = wire::claims_of_signed_as("logout+jwt", token, alg);
    wire::assert_envelope(&claims);
    let [iat, exp] = ["iat", "exp"].map(|name| wire::date(&claims, name).unwrap());
    assert!(iat >= LOGIN.now - MAX_AGE && iat <= exp, "{claims}");
    assert!(exp <= LOGIN.now + MAX_LIFETIME, "{claims}");
    assert_eq!(verified.expires_at.timestamp(), exp);
    assert!(claims["events"][EVENT].is_object(), "{claims}");
    assert!(claims.get("nonce").is_none(), "{claims}");
    let is_id = |id: &str| (1..=255).contains(&id.len());
    assert!(claims["jti"].as_str().is_some_and(is_id), "{claims}");
    let sid = claims.get("sid").and_then(Value::as_str);
    let sub = match &verified.subject {
        LogoutSubject::Session(named, sub) => {
            assert_eq!(sid, Some(named.as_str()));
            assert!(is_id(named), "{claims}");
            sub.as_ref()
        }
        LogoutSubject::Agent(sub) => {
            assert_eq!(sid, None, "{claims}");
            Some(sub)
        }
    };
    match sub {
        Some(sub) => wire::assert_subject(&claims, sub.as_str()),
        None => assert!(claims.get("sub").is_none_or(Value::is_null), "{claims}"),
    }
}
