//! An accepted ID token was signed by the issuer, for this client and this login, and is valid now.

use super::{
    login::{ALGS, KEYS, LOGIN, MAX_AGE, MAX_LIFETIME},
    wire,
};
use proconnect::{
    config::SigningAlg,
    testing::{
        id_token::{VerifiedIdToken, verify},
        jws::UnverifiedJws,
    },
};
use serde_json::Value;

/// Input: the token, or the header and the claims, which the issuer then signs; with each algorithm
/// that a client can be registered with.
pub fn check(input: &[u8]) -> bool {
    let token = wire::token(&String::from_utf8_lossy(input));
    let accepted = ALGS.map(|alg| {
        let checks = LOGIN.id_token_checks(alg, &KEYS);
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

fn assert_honest(token: &str, alg: SigningAlg, verified: &VerifiedIdToken) {
    let claims = wire::claims_of_signed(token, alg);
    wire::assert_envelope(&claims);
    wire::assert_subject(&claims, verified.sub.as_str());
    wire::assert_hash(&claims, "at_hash", LOGIN.access_token.secret());
    wire::assert_hash(&claims, "c_hash", LOGIN.code.secret());
    assert_eq!(claims["nonce"], LOGIN.nonce.secret().as_str());
    let azp = claims.get("azp").filter(|azp| !azp.is_null());
    assert!(
        azp.is_none_or(|azp| *azp == LOGIN.client_id.as_str()),
        "{claims}"
    );
    let [iat, exp] = ["iat", "exp"].map(|name| wire::date(&claims, name).unwrap());
    assert!(iat >= LOGIN.now - MAX_AGE && iat <= exp, "{claims}");
    assert!(exp <= LOGIN.now + MAX_LIFETIME, "{claims}");
    let acr = verified.acr.as_ref().map(|acr| acr.0.as_str());
    assert_eq!(claims.get("acr").and_then(Value::as_str), acr);
    assert_eq!(verified.hint(), token);
}
