use super::*;
use crate::{
    error::JwsError,
    test_tokens::{CLIENT_ID, CLIENT_SECRET, ISSUER, Issuer, with},
};
use serde_json::json;

const NOW: i64 = 1_800_000_000;

fn claims() -> Value {
    json!({
        "iss": ISSUER, "aud": CLIENT_ID, "iat": NOW, "exp": NOW + 120, "jti": "bWJq",
        "events": { EVENT: {} }, "sub": "7396c91e", "sid": "c2lk",
    })
}

struct Fixture {
    issuer: Issuer,
    alg: SigningAlg,
}

impl Fixture {
    fn new() -> Self {
        let (issuer, alg) = (Issuer::new(), SigningAlg::Es256);
        Self { issuer, alg }
    }

    fn verify(&self, token: &UnverifiedJws) -> Result<LogoutToken, Error> {
        let checks = LogoutTokenChecks {
            issuer: &self.issuer.url,
            client_id: &self.issuer.client_id,
            client_secret: &self.issuer.client_secret,
            alg: self.alg,
            keys: &self.issuer.public,
            now: DateTime::from_timestamp(NOW, 0).unwrap(),
        };
        verify(token, &checks)
    }

    /// The verdict on a token whose claims have `changes`; a change to null removes a claim.
    fn changed(&self, changes: &Value) -> Result<LogoutToken, Error> {
        self.verify(&self.sign(&with(claims(), changes)))
    }

    fn sign(&self, claims: &Value) -> UnverifiedJws {
        self.issuer.sign_typed(Some("logout+jwt"), claims)
    }
}

#[test]
fn an_honest_token_names_a_session_an_agent_or_both() {
    let fixture = Fixture::new();
    let subject = |changes| fixture.changed(&changes).unwrap().subject;
    let sub = Subject::try_from("7396c91e".to_owned()).unwrap();
    let session = |sub| LogoutSubject::Session("c2lk".to_owned(), sub);
    assert!(subject(json!({})) == session(Some(sub.clone())));
    assert!(subject(json!({"sub": null})) == session(None));
    assert!(subject(json!({"sid": null})) == LogoutSubject::Agent(sub));
}

#[test]
fn a_token_may_be_untyped_and_have_claims_that_are_not_understood() {
    let fixture = Fixture::new();
    let untyped = fixture.issuer.sign_typed(None, &claims());
    assert!(fixture.verify(&untyped).is_ok());
    for change in [
        json!({"ignored_claim": "any"}),
        json!({"aud": [CLIENT_ID]}),
        json!({"events": {EVENT: {"a": 1}, "urn:other": {}}}),
        json!({"iat": NOW - 300}),
        json!({"iat": NOW + 30}),
        json!({"exp": NOW - 29}),
        json!({"exp": NOW + 600}),
        json!({"jti": "j".repeat(255)}),
        json!({"sid": "s".repeat(255)}),
    ] {
        // A token that expired a moment ago was made before.
        let change = with(json!({"iat": NOW - 60}), &change);
        assert!(fixture.changed(&change).is_ok(), "{change}");
    }
}

#[test]
fn every_other_token_is_refused() {
    let fixture = Fixture::new();
    for (change, error) in [
        (json!({"iss": format!("{ISSUER}/")}), Error::IssuerMismatch),
        (json!({"iss": null}), Error::MalformedClaims),
        (json!({"aud": "other"}), Error::AudienceMismatch),
        (
            json!({"aud": [CLIENT_ID, "other"]}),
            Error::AudienceMismatch,
        ),
        (json!({"aud": null}), Error::AudienceMismatch),
        (json!({"exp": NOW - 30}), Error::Expired),
        (json!({"exp": NOW + 601}), Error::ExpiresTooLate),
        (json!({"exp": i64::MAX}), Error::ExpiresTooLate),
        (json!({"exp": null}), Error::MalformedClaims),
        (json!({"exp": "soon"}), Error::MalformedClaims),
        (json!({"iat": NOW - 301}), Error::IssuedAtOutOfRange),
        (json!({"iat": NOW + 31}), Error::IssuedAtOutOfRange),
        (
            json!({"iat": NOW, "exp": NOW - 1}),
            Error::IssuedAtOutOfRange,
        ),
        (json!({"iat": null}), Error::MalformedClaims),
        (json!({"nbf": NOW + 31}), Error::NotYetValid),
        (json!({"jti": null}), Error::MalformedClaims),
        (json!({"jti": ""}), Error::InvalidTokenId),
        (json!({"jti": "j".repeat(256)}), Error::InvalidTokenId),
        (json!({"events": null}), Error::EventMissing),
        (json!({"events": {}}), Error::EventMissing),
        (json!({"events": EVENT}), Error::EventMissing),
        (json!({"events": [EVENT]}), Error::EventMissing),
        (json!({"events": {EVENT: true}}), Error::EventMissing),
        (json!({"events": {EVENT: []}}), Error::EventMissing),
        (json!({"events": {"urn:other": {}}}), Error::EventMissing),
        (json!({"nonce": "n"}), Error::NoncePresent),
        (json!({"nonce": 7}), Error::NoncePresent),
        (json!({"sub": null, "sid": null}), Error::SubjectMissing),
        (json!({"sub": ""}), Error::InvalidSubject),
        (json!({"sub": "s".repeat(256)}), Error::InvalidSubject),
        (json!({"sub": 7}), Error::MalformedClaims),
        (json!({"sid": ""}), Error::InvalidSessionId),
        (json!({"sid": "s".repeat(256)}), Error::InvalidSessionId),
        (json!({"sid": ["c2lk"]}), Error::MalformedClaims),
    ] {
        assert_eq!(fixture.changed(&change).err(), Some(error), "{change}");
    }
    let mut with_null = claims();
    with_null["nonce"] = Value::Null;
    let with_null = fixture.verify(&fixture.sign(&with_null));
    assert_eq!(with_null.err(), Some(Error::NoncePresent));
}

#[test]
fn another_token_of_the_same_issuer_is_no_logout_token() {
    let fixture = Fixture::new();
    let id_token = json!({
        "iss": ISSUER, "aud": CLIENT_ID, "sub": "7396c91e", "sid": "c2lk", "iat": NOW,
        "exp": NOW + 60, "nonce": "n", "jti": "bWJq",
    });
    let user_info = with(id_token.clone(), &json!({"nonce": null}));
    for (claims, by_claims) in [
        (id_token, Error::NoncePresent),
        (user_info, Error::EventMissing),
    ] {
        let verdict = |typ| {
            fixture
                .verify(&fixture.issuer.sign_typed(typ, &claims))
                .err()
        };
        assert_eq!(verdict(Some("JWT")), Some(JwsError::UnexpectedType.into()));
        assert_eq!(verdict(None), Some(by_claims));
    }
}

#[test]
fn the_signature_is_the_issuers_by_the_registered_algorithm() {
    let mut fixture = Fixture::new();
    let stranger = Issuer::new().sign_typed(None, &claims());
    let refused = |fixture: &Fixture, token| fixture.verify(token).err();
    assert_eq!(
        refused(&fixture, &stranger),
        Some(JwsError::BadSignature.into())
    );
    let by_secret = Issuer::sign_with_secret_untyped(CLIENT_SECRET, &claims());
    assert_eq!(
        refused(&fixture, &by_secret),
        Some(JwsError::UnexpectedAlgorithm.into())
    );
    fixture.alg = SigningAlg::Hs256;
    assert_eq!(refused(&fixture, &by_secret), None);
}

#[test]
fn the_use_of_a_token_is_named_by_a_digest() {
    let fixture = Fixture::new();
    let use_id = |jti: &str| fixture.changed(&json!({"jti": jti})).unwrap().use_id;
    assert_ne!(use_id("one"), use_id("other"));
    assert_eq!(use_id(&"j".repeat(255)).len(), 50);
    let token = fixture.changed(&json!({})).unwrap();
    assert!(!format!("{token:?}{:?}", token.subject).contains("7396c91e"));
}
