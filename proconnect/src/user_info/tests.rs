use super::*;
use crate::test_tokens::{CLIENT_ID, CLIENT_SECRET, ISSUER, Issuer, with};
use chrono::TimeZone;
use serde_json::{Value, json};

const NOW: i64 = 1_800_000_000;

fn good() -> Value {
    json!({
        "iss": ISSUER, "aud": CLIENT_ID, "iat": NOW, "exp": NOW + 3600,
        "sub": "7396c91e", "email": "angela.dubois@ministere.gouv.fr", "siret": "13002526500013",
    })
}

fn response(content_type: &str, body: &str) -> UnverifiedUserInfo {
    UnverifiedUserInfo::new(content_type.to_owned(), body.into())
}

fn jwt(token: &UnverifiedJws) -> UnverifiedUserInfo {
    response("application/jwt; charset=utf-8", token.as_str())
}

fn verify_with(
    issuer: &Issuer,
    alg: Option<SigningAlg>,
    response: &UnverifiedUserInfo,
) -> Result<VerifiedUserInfo, Error> {
    let checks = UserInfoChecks {
        issuer: &issuer.url,
        client_id: &issuer.client_id,
        client_secret: &issuer.client_secret,
        alg,
        keys: &issuer.public,
        sub: &Subject::try_from("7396c91e".to_owned()).unwrap(),
        now: Utc.timestamp_opt(NOW, 0).unwrap(),
    };
    verify(response, &checks)
}

fn refusal(changes: &Value) -> Option<Error> {
    let issuer = Issuer::new();
    let token = issuer.sign(&with(good(), changes));
    verify_with(&issuer, Some(SigningAlg::Es256), &jwt(&token)).err()
}

#[test]
fn a_good_response_passes_in_each_registered_form() {
    let issuer = Issuer::new();
    let by_key = jwt(&issuer.sign(&good()));
    let by_secret = jwt(&Issuer::sign_with_secret(CLIENT_SECRET, &good()));
    let plain = response("application/json", &good().to_string());
    assert!(verify_with(&issuer, Some(SigningAlg::Es256), &by_key).is_ok());
    assert!(verify_with(&issuer, Some(SigningAlg::Hs256), &by_secret).is_ok());
    assert!(verify_with(&issuer, None, &plain).is_ok());
}

#[test]
fn another_form_than_the_registered_one_is_refused() {
    let issuer = Issuer::new();
    let refused = |alg, response: &UnverifiedUserInfo| verify_with(&issuer, alg, response).err();
    let plain = response("application/json", &good().to_string());
    let signed = jwt(&issuer.sign(&good()));
    let unexpected = Some(Error::UnexpectedContentType);
    assert_eq!(refused(Some(SigningAlg::Es256), &plain), unexpected);
    assert_eq!(refused(None, &signed), unexpected);
    assert_eq!(refused(None, &response("text/html", "<p>")), unexpected);
    let disguised = response("application/jwt", "{}");
    assert_eq!(
        refused(Some(SigningAlg::Es256), &disguised),
        Some(JwsError::Malformed.into())
    );
}

#[test]
fn a_claim_with_another_value_is_refused() {
    let rows = [
        (json!({"iss": null}), Error::MalformedClaims),
        (json!({"iss": [ISSUER]}), Error::MalformedClaims),
        (
            json!({"iss": "https://other.example"}),
            Error::IssuerMismatch,
        ),
        (json!({"aud": null}), Error::MalformedClaims),
        (json!({"aud": "other"}), Error::AudienceMismatch),
        (
            json!({"aud": [CLIENT_ID, "other"]}),
            Error::AudienceMismatch,
        ),
        (json!({"exp": null}), Error::MalformedClaims),
        (json!({"exp": 1}), Error::Expired),
        (json!({"exp": NOW - 30}), Error::Expired),
        (json!({"iat": NOW - 301}), Error::Expired),
        (json!({"iat": null}), Error::MalformedClaims),
        (json!({"iat": NOW, "exp": NOW - 1}), Error::Expired),
        (json!({"exp": NOW + 24 * 3600 + 1}), Error::ExpiresTooLate),
        (
            json!({"exp": NOW + 10 * 365 * 24 * 3600}),
            Error::ExpiresTooLate,
        ),
        (json!({"iat": NOW + 31}), Error::NotYetValid),
        (json!({"nbf": NOW + 31}), Error::NotYetValid),
        (json!({"sub": "someone-else"}), Error::SubjectMismatch),
        (json!({"sub": null}), Error::MalformedClaims),
        (json!({"roles": "agent_public"}), Error::MalformedClaims),
    ];
    for (changes, expected) in rows {
        assert_eq!(refusal(&changes), Some(expected), "{changes}");
    }
    assert_eq!(refusal(&json!({"exp": NOW - 29, "iat": NOW - 60})), None);
    assert_eq!(refusal(&json!({"exp": NOW + 30, "iat": NOW + 30})), None);
    assert_eq!(refusal(&json!({"exp": NOW + 24 * 3600})), None);
    assert_eq!(refusal(&json!({"iat": NOW - 300, "nbf": NOW + 30})), None);
}

#[test]
fn a_signature_that_is_not_the_issuers_is_refused() {
    let (issuer, other) = (Issuer::new(), Issuer::new());
    let es256 = Some(SigningAlg::Es256);
    let forged = jwt(&other.sign(&good()));
    assert_eq!(
        verify_with(&issuer, es256, &forged).err(),
        Some(JwsError::BadSignature.into())
    );
    let confused = jwt(&Issuer::sign_with_secret(CLIENT_SECRET, &good()));
    let refused = verify_with(&issuer, es256, &confused).err();
    assert_eq!(refused, Some(JwsError::UnexpectedAlgorithm.into()));
}

#[test]
fn an_unsigned_response_is_held_to_the_same_agent() {
    let body = with(good(), &json!({"sub": "someone-else"})).to_string();
    let refused = verify_with(&Issuer::new(), None, &response("application/json", &body)).err();
    assert_eq!(refused, Some(Error::SubjectMismatch));
}
