use super::{doctor::Doctor, scripted::issuer};
use serde_json::{Value, json};

#[tokio::test]
async fn an_issuer_of_another_name_is_reported_with_both_names() {
    let url = issuer(|metadata, _| {
        metadata["issuer"] = json!("https://elsewhere.example/api/v2");
    });
    let diagnosis = Doctor::of(&url.await).examines().await;
    let parts = ["« https://elsewhere.example/api/v2 »"
        .replace("« ", "«\u{a0}")
        .replace(" »", "\u{a0}»")];
    diagnosis.assert_errors(&["issuer.other_issuer"], &[&parts[0], "barre finale"]);
    assert_eq!(diagnosis.codes("skipped"), [""; 0]);
}

#[tokio::test]
async fn an_algorithm_that_the_issuer_does_not_announce_is_an_error() {
    let url = issuer(|metadata, _| {
        metadata["id_token_signing_alg_values_supported"] = json!(["ES256"]);
        metadata["userinfo_signing_alg_values_supported"] = json!(["ES256", "HS256"]);
    });
    let doctor = Doctor::of(&url.await);
    let codes = [
        "algorithms.id_token_unsupported",
        "algorithms.userinfo_unsupported",
    ];
    let parts = [
        "Il annonce\u{a0}: ES256.",
        "Il annonce\u{a0}: ES256, HS256.",
    ];
    doctor.examines().await.assert_errors(&codes, &parts);
    let plain = doctor.with("PROCONNECT_USERINFO_SIGNED_RESPONSE_ALG", "none");
    let es256 = plain.with("PROCONNECT_ID_TOKEN_SIGNED_RESPONSE_ALG", "ES256");
    assert_eq!(es256.examines().await.exit, Some(0));
}

#[tokio::test]
async fn a_scope_that_the_issuer_does_not_announce_is_a_warning() {
    let url = issuer(|_, _| {}).await;
    let doctor = Doctor::of(&url).with("PROCONNECT_SCOPES", "openid roles family_name");
    let parts = ["ces scopes\u{a0}: family_name.", "given_name"];
    let diagnosis = doctor.examines().await;
    diagnosis.assert_warning("scopes.unsupported", &parts);
}

#[tokio::test]
async fn levels_that_the_issuer_does_not_announce_prevent_logins_when_none_is_left() {
    let url = issuer(|_, _| {}).await;
    let doctor = Doctor::of(&url).with("PROCONNECT_MFA_ACR_VALUES", "eidas2 eidas3 eidas9");
    let parts = ["PROCONNECT_MFA_ACR_VALUES\u{a0}: eidas9.", "eidas0-mfa"];
    let diagnosis = doctor.examines().await;
    diagnosis.assert_warning("acr.unknown_value", &parts);
    let url = issuer(|metadata, _| {
        metadata["acr_values_supported"] = json!(["loa1", "loa2"]);
    });
    let doctor = Doctor::of(&url.await)
        .with("PROCONNECT_ACR_VALUES", "eidas2 eidas3")
        .with("PROCONNECT_MFA_ACR_VALUES", "eidas2 eidas3");
    let diagnosis = doctor.examines().await;
    diagnosis.assert_errors(
        &["acr.unsupported"],
        &["loa1, loa2", "toutes les connexions"],
    );
    assert_eq!(diagnosis.codes("warning"), ["acr.mfa_unsupported"]);
}

#[tokio::test]
async fn an_issuer_without_a_logout_is_warned_of() {
    let url = issuer(|metadata, _| {
        metadata["end_session_endpoint"] = Value::Null;
    });
    let diagnosis = Doctor::of(&url.await).examines().await;
    diagnosis.assert_warning("logout.unsupported", &["end_session_endpoint"]);
}

#[tokio::test]
async fn a_back_channel_logout_is_reported_when_it_is_announced() {
    let url = issuer(|metadata, _| {
        metadata["backchannel_logout_supported"] = json!(true);
    });
    let text = Doctor::of(&url.await).examines().await.text;
    assert!(
        text.contains("annonce la déconnexion par canal direct"),
        "{text}"
    );
}

#[tokio::test]
async fn a_document_that_every_login_refuses_names_the_member() {
    for (member, value, code, cause) in [
        (
            "token_endpoint",
            Value::Null,
            "issuer.incomplete",
            "token_endpoint: missing",
        ),
        ("jwks_uri", Value::Null, "issuer.malformed", "jwks_uri"),
        (
            "token_endpoint",
            json!("http://token.example/"),
            "issuer.insecure_endpoint",
            "token_endpoint: not https",
        ),
        (
            "code_challenge_methods_supported",
            json!(["plain"]),
            "issuer.pkce",
            "S256",
        ),
        (
            "token_endpoint_auth_methods_supported",
            json!(["private_key_jwt"]),
            "issuer.client_authentication",
            "client_secret_post",
        ),
    ] {
        let url = issuer(|metadata, _| metadata[member] = value.clone());
        let diagnosis = Doctor::of(&url.await).examines().await;
        diagnosis.assert_errors(&[code], &[cause]);
    }
}

#[tokio::test]
async fn keys_that_are_missing_weak_or_malformed_are_errors() {
    let short = "wwAB".repeat(43);
    for (keys, code) in [
        (json!({ "keys": [] }), "keys.missing"),
        (json!([]), "keys.malformed"),
        (
            json!({ "keys": [{ "kty": "RSA", "kid": "k", "n": short, "e": "AQAB" }] }),
            "keys.weak",
        ),
    ] {
        let url = issuer(|_, of_the_issuer| *of_the_issuer = keys.clone());
        let diagnosis = Doctor::of(&url.await).examines().await;
        diagnosis.assert_errors(&[code], &[]);
    }
    let url = issuer(|metadata, _| {
        let elsewhere = metadata["jwks_uri"]
            .as_str()
            .unwrap()
            .replace("/jwks", "/none");
        metadata["jwks_uri"] = json!(elsewhere);
    });
    let diagnosis = Doctor::of(&url.await).examines().await;
    diagnosis.assert_errors(&["keys.status"], &["404"]);
}
