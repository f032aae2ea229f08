use super::*;
use crate::acr_policy::AcrAlias;
use crate::error::JwsError;
use crate::test_tokens::{CLIENT_ID, CLIENT_SECRET, ISSUER, Issuer, with};
use chrono::TimeZone;
use serde_json::{Value, json};

const NOW: i64 = 1_800_000_000;

/// A token that passes: what `ProConnect` makes when `acr` and `amr` are asked for.
fn good() -> Value {
    json!({
        "iss": ISSUER, "aud": CLIENT_ID, "sub": "7396c91e", "nonce": "n0nce",
        "iat": NOW, "exp": NOW + 3600, "acr": "eidas1", "amr": ["pwd"],
        "at_hash": at_hash("t0ken"),
    })
}

fn at_hash(access_token: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(access_token)[..16])
}

fn verify_at(
    issuer: &Issuer,
    alg: SigningAlg,
    token: &UnverifiedJws,
    now: i64,
) -> Result<VerifiedIdToken, Error> {
    let (any, policy) = (AcrRequirement::Any, AcrPolicy::default());
    verify_asking(issuer, alg, token, now, (&any, &policy))
}

fn verify_asking(
    issuer: &Issuer,
    alg: SigningAlg,
    token: &UnverifiedJws,
    now: i64,
    (acr_requirement, acr_policy): (&AcrRequirement, &AcrPolicy),
) -> Result<VerifiedIdToken, Error> {
    let checks = IdTokenChecks {
        issuer: &issuer.url,
        client_id: &issuer.client_id,
        client_secret: &issuer.client_secret,
        alg,
        keys: &issuer.public,
        nonce: &Nonce::new("n0nce".to_owned()),
        code: &AuthorizationCode::new("c0de".to_owned()),
        access_token: &AccessToken::new("t0ken".to_owned()),
        acr_requirement,
        acr_policy,
        now: Utc.timestamp_opt(now, 0).unwrap(),
    };
    verify(token, &checks)
}

fn refusal(changes: &Value) -> Option<Error> {
    let issuer = Issuer::new();
    let token = issuer.sign(&with(good(), changes));
    verify_at(&issuer, SigningAlg::Es256, &token, NOW).err()
}

#[test]
fn a_good_token_gives_sub_acr_and_amr() {
    let issuer = Issuer::new();
    let token = issuer.sign(&good());
    let verified = verify_at(&issuer, SigningAlg::Es256, &token, NOW).unwrap();
    assert_eq!(verified.sub.as_str(), "7396c91e");
    assert_eq!(verified.acr, Some(Acr("eidas1".to_owned())));
    assert_eq!(verified.amr, ["pwd"]);
    assert_eq!(verified.hint(), token.as_str());
}

#[test]
fn a_token_signed_with_the_secret_passes_where_that_is_agreed() {
    let issuer = Issuer::new();
    let token = Issuer::sign_with_secret(CLIENT_SECRET, &good());
    assert!(verify_at(&issuer, SigningAlg::Hs256, &token, NOW).is_ok());
    let refused = verify_at(&issuer, SigningAlg::Es256, &token, NOW).err();
    assert_eq!(refused, Some(JwsError::UnexpectedAlgorithm.into()));
    let forged = Issuer::sign_with_secret("another secret", &good());
    let refused = verify_at(&issuer, SigningAlg::Hs256, &forged, NOW).err();
    assert_eq!(refused, Some(JwsError::BadSignature.into()));
}

#[test]
fn a_signature_of_another_length_is_refused_before_a_library_meets_it() {
    let issuer = Issuer::new();
    let by_secret = Issuer::sign_with_secret(CLIENT_SECRET, &good());
    for (alg, token) in [
        (SigningAlg::Hs256, by_secret),
        (SigningAlg::Es256, issuer.sign(&good())),
    ] {
        let (content, _) = token.as_str().rsplit_once('.').unwrap();
        for length in [0, 1, 31, 33, 48, 63, 65, 512] {
            let signature = BASE64_URL_SAFE_NO_PAD.encode(vec![0x5a; length]);
            let forged = UnverifiedJws::new(format!("{content}.{signature}"));
            let refused = verify_at(&issuer, alg, &forged, NOW).err();
            assert_eq!(
                refused,
                Some(JwsError::BadSignature.into()),
                "{alg:?} {length}"
            );
        }
    }
}

#[test]
fn optional_claims_may_be_absent() {
    for claim in ["acr", "amr", "at_hash"] {
        assert_eq!(refusal(&json!({ claim: null })), None, "{claim}");
    }
    for present in [
        json!({"aud": [CLIENT_ID], "azp": CLIENT_ID, "nbf": NOW}),
        json!({"c_hash": at_hash("c0de")}),
    ] {
        assert_eq!(refusal(&present), None, "{present}");
    }
}

#[test]
fn a_claim_with_another_value_is_refused() {
    let rows = [
        (
            json!({"iss": "https://other.example/api/v2"}),
            Error::IssuerMismatch,
        ),
        (json!({"iss": format!("{ISSUER}/")}), Error::IssuerMismatch),
        (json!({"iss": [ISSUER]}), Error::MalformedClaims),
        (json!({"iss": null}), Error::MalformedClaims),
        (json!({"aud": "other"}), Error::AudienceMismatch),
        (json!({"aud": "client2"}), Error::AudienceMismatch),
        (json!({"aud": []}), Error::AudienceMismatch),
        (
            json!({"aud": [CLIENT_ID, "other"]}),
            Error::AudienceMismatch,
        ),
        (
            json!({"aud": [CLIENT_ID, CLIENT_ID]}),
            Error::AudienceMismatch,
        ),
        (json!({"aud": null}), Error::AudienceMismatch),
        (json!({"azp": "other"}), Error::AuthorizedPartyMismatch),
        (json!({"sub": null}), Error::MalformedClaims),
        (json!({"sub": ""}), Error::InvalidSubject),
        (json!({"sub": "s".repeat(256)}), Error::InvalidSubject),
        (json!({"sub": "é"}), Error::InvalidSubject),
        (json!({"nonce": null}), Error::NonceMismatch),
        (json!({"nonce": "other"}), Error::NonceMismatch),
        (json!({"nonce": "n0nc"}), Error::NonceMismatch),
        (json!({"nonce": "N0NCE"}), Error::NonceMismatch),
        (json!({"exp": null}), Error::MalformedClaims),
        (json!({"exp": "1800003600"}), Error::MalformedClaims),
        (json!({"exp": NOW + 25 * 3600}), Error::ExpiresTooLate),
        (json!({"iat": null}), Error::MalformedClaims),
        (json!({"iat": NOW + 31}), Error::IssuedAtOutOfRange),
        (json!({"iat": NOW - 301}), Error::IssuedAtOutOfRange),
        (json!({"nbf": NOW + 31}), Error::NotYetValid),
        (json!({"nbf": "now"}), Error::MalformedClaims),
        (
            json!({"at_hash": at_hash("other")}),
            Error::AccessTokenHashMismatch,
        ),
        (json!({"c_hash": at_hash("other")}), Error::CodeHashMismatch),
    ];
    for (changes, expected) in rows {
        assert_eq!(refusal(&changes), Some(expected), "{changes}");
    }
}

#[test]
fn every_date_is_let_pass_up_to_its_edge() {
    for edge in [
        json!({"iat": NOW - 300}),
        json!({"iat": NOW + 30}),
        json!({"iat": NOW, "exp": NOW}),
        json!({"exp": NOW + 24 * 3600}),
        json!({"nbf": NOW + 30}),
    ] {
        assert_eq!(refusal(&edge), None, "{edge}");
    }
}

#[test]
fn clocks_may_differ_by_thirty_seconds() {
    let issuer = Issuer::new();
    let token = issuer.sign(&with(good(), &json!({"exp": NOW + 60})));
    let at = |now| verify_at(&issuer, SigningAlg::Es256, &token, now).err();
    assert_eq!(at(NOW - 30), None);
    assert_eq!(at(NOW - 31), Some(Error::IssuedAtOutOfRange));
    assert_eq!(at(NOW + 89), None);
    assert_eq!(at(NOW + 90), Some(Error::Expired));
}

#[test]
fn a_signature_that_is_not_the_issuers_is_refused() {
    let (issuer, other) = (Issuer::new(), Issuer::new());
    let refused = |token: &UnverifiedJws| verify_at(&issuer, SigningAlg::Es256, token, NOW).err();
    assert_eq!(
        refused(&other.sign(&good())),
        Some(JwsError::BadSignature.into())
    );
    assert_eq!(
        refused(&issuer.sign_as("other", &good())),
        Some(JwsError::UnknownKey.into())
    );

    let token = issuer.sign(&good()).as_str().to_owned();
    let (content, _) = token.rsplit_once('.').unwrap();
    for signature in ["", &BASE64_URL_SAFE_NO_PAD.encode([0; 64]), "AAAA"] {
        let forged = UnverifiedJws::new(format!("{content}.{signature}"));
        assert_eq!(
            refused(&forged),
            Some(JwsError::BadSignature.into()),
            "{signature:?}"
        );
    }
    let (header, _) = content.split_once('.').unwrap();
    let claims = with(good(), &json!({"sub": "someone-else"})).to_string();
    let signature = token.rsplit_once('.').unwrap().1;
    let altered = format!(
        "{header}.{}.{signature}",
        BASE64_URL_SAFE_NO_PAD.encode(claims)
    );
    assert_eq!(
        refused(&UnverifiedJws::new(altered)),
        Some(JwsError::BadSignature.into())
    );
}

#[test]
fn a_text_that_is_not_a_token_is_refused() {
    let issuer = Issuer::new();
    let token = issuer.sign(&good()).as_str().to_owned();
    let rows = [
        (String::new(), JwsError::Malformed),
        ("a.b".to_owned(), JwsError::Malformed),
        (format!("{token}.a"), JwsError::Malformed),
        (format!("{token}.a.b"), JwsError::UnexpectedEncryption),
        (format!(" {token}"), JwsError::Malformed),
        (format!("{token}\n"), JwsError::Malformed),
        (format!("{token}="), JwsError::Malformed),
        (
            format!("{token}{}", "a".repeat(16 * 1024)),
            JwsError::TokenTooLarge,
        ),
    ];
    for (text, expected) in rows {
        let refused = verify_at(&issuer, SigningAlg::Es256, &UnverifiedJws::new(text), NOW).err();
        assert_eq!(refused, Some(expected.into()));
    }
}

#[test]
fn an_essential_acr_is_checked_under_its_current_name() {
    let issuer = Issuer::new();
    let acr = |value: &str| Acr(value.to_owned());
    let policy = AcrPolicy {
        aliases: vec![AcrAlias {
            old: acr("urn:renamed"),
            new: acr("eidas2"),
        }],
        ..AcrPolicy::default()
    };
    let verified = |sent: Value| {
        let token = issuer.sign(&with(good(), &json!({ "acr": sent })));
        let asked = AcrRequirement::Essential(vec![acr("eidas2")]);
        verify_asking(&issuer, SigningAlg::Es256, &token, NOW, (&asked, &policy))
            .map(|token| token.acr)
    };
    for sent in ["eidas2", "urn:renamed"] {
        assert_eq!(verified(sent.into()), Ok(Some(acr("eidas2"))), "{sent}");
    }
    for sent in ["eidas1".into(), "eidas3".into(), Value::Null] {
        assert_eq!(verified(sent), Err(Error::InsufficientAcr));
    }
}
