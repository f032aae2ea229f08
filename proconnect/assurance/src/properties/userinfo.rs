//! An accepted userinfo response has the registered form, describes this agent only, and can be
//! displayed.

use super::{
    login::{ALGS, KEYS, LOGIN, MAX_AGE, MAX_LIFETIME},
    wire,
};
use proconnect::{
    config::SigningAlg,
    identity::Identity,
    testing::{
        id_token::{self, VerifiedIdToken},
        jws::UnverifiedJws,
        user_info::{UnverifiedUserInfo, verify},
    },
};
use serde_json::Value;
use std::sync::LazyLock;

/// The ID token of the same login.
static ID_TOKEN: LazyLock<VerifiedIdToken> = LazyLock::new(|| {
    let alg = SigningAlg::Hs256;
    let token = UnverifiedJws::new(LOGIN.id_tokens[alg.as_str()].clone());
    id_token::verify(&token, &LOGIN.id_token_checks(alg, &KEYS)).unwrap()
});

/// Input: `Content-Type` on the first line, then the body. The issuer signs a body that begins with
/// `{`, unless plain JSON is registered. Each form that a client can be registered with is tried.
pub fn check(input: &[u8]) -> bool {
    let text = String::from_utf8_lossy(input);
    let (content_type, body) = wire::first_line(&text);
    let forms = ALGS.map(Some).into_iter().chain([None]);
    let times = forms
        .filter(|alg| is_accepted(content_type, body, *alg))
        .count();
    assert!(times <= 1, "one response, two forms: {text}");
    times == 1
}

fn is_accepted(content_type: &str, body: &str, alg: Option<SigningAlg>) -> bool {
    let body = match alg {
        Some(_) => wire::token(body),
        None => body.to_owned(),
    };
    let response = UnverifiedUserInfo::new(content_type.to_owned(), body.clone().into());
    let Ok(user_info) = verify(&response, &LOGIN.user_info_checks(alg)) else {
        return false;
    };
    let claims = match alg {
        Some(alg) => {
            let claims = wire::claims_of_signed(&body, alg);
            wire::assert_envelope(&claims);
            let iat = wire::date(&claims, "iat");
            let exp = wire::date(&claims, "exp");
            assert!(
                iat.unwrap() >= LOGIN.now - MAX_AGE && iat <= exp,
                "{claims}"
            );
            assert!(exp.unwrap() <= LOGIN.now + MAX_LIFETIME, "{claims}");
            // ID tokens and logout tokens are signed with the same key.
            for foreign in ["nonce", "at_hash", "events"] {
                let claim = claims.get(foreign).is_none_or(Value::is_null);
                assert!(claim, "{foreign} in {claims}");
            }
            claims
        }
        None => serde_json::from_str(&body).unwrap(),
    };
    let form = if alg.is_some() {
        "application/jwt"
    } else {
        "application/json"
    };
    assert!(
        content_type.to_ascii_lowercase().contains(form),
        "{content_type}"
    );
    wire::assert_subject(&claims, LOGIN.sub.as_str());
    assert_presentable(&user_info.into_identity(&ID_TOKEN), &claims);
    true
}

fn assert_presentable(identity: &Identity, claims: &Value) {
    assert_eq!(identity.sub, LOGIN.sub);
    if let Some(siret) = &identity.siret {
        let digits = siret.as_str();
        assert!(
            digits.len() == 14 && digits.parse::<u64>().is_ok(),
            "{digits}"
        );
        assert!(digits.starts_with(siret.siren()));
    }
    if let Some(email) = &identity.email {
        assert_eq!(email.matches('@').count(), 1, "{email}");
        assert!(!email.contains(char::is_whitespace), "{email:?}");
    }
    // Identifiers are unchanged; displayed texts may have lost characters.
    for (claim, text) in [("email", &identity.email), ("uid", &identity.uid)] {
        let text = text.as_deref().unwrap_or_default();
        assert!(
            text.is_empty() || claims[claim] == text,
            "{claim} is not {text:?}"
        );
    }
    let texts = [
        &identity.given_name,
        &identity.usual_name,
        &identity.phone_number,
        &identity.organization_label,
        &identity.email,
        &identity.uid,
        &identity.idp_id,
    ];
    let roles = identity.roles.iter().flatten();
    for text in texts.into_iter().flatten().chain(roles) {
        let hidden = |c: char| c.is_control() || ('\u{2028}'..='\u{202e}').contains(&c);
        assert!(
            text.chars().count() <= 256 && !text.contains(hidden),
            "{text:?}"
        );
    }
    for envelope in ["iss", "aud", "exp", "iat", "nbf"] {
        assert!(!identity.claims.contains_key(envelope));
    }
}
