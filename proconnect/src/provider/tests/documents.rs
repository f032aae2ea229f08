//! Metadata documents and key sets that are accepted or rejected (Discovery 4.3).

use super::*;

#[tokio::test]
async fn documents_that_cannot_be_trusted_are_refused() {
    let rows = [
        (
            "issuer",
            json!("http://localhost/api/v2"),
            ProviderError::IssuerMismatch,
        ),
        (
            "token_endpoint",
            json!("http://example.fr/token"),
            ProviderError::InsecureEndpoint,
        ),
        ("jwks_uri", json!(1), ProviderError::Malformed),
        ("userinfo_endpoint", Value::Null, ProviderError::Incomplete),
        (
            "end_session_endpoint",
            json!("http://example.fr/logout"),
            ProviderError::InsecureEndpoint,
        ),
        (
            "code_challenge_methods_supported",
            json!(["plain"]),
            ProviderError::PkceUnsupported,
        ),
        (
            "token_endpoint_auth_methods_supported",
            json!(["private_key_jwt", "none"]),
            ProviderError::ClientAuthenticationUnsupported,
        ),
        (
            "op_policy_uri",
            json!("a".repeat(300_000)),
            HttpError::TooLarge.into(),
        ),
    ];
    for (member, value, expected) in rows {
        let fixture = Fixture::new().await;
        fixture.change(member, value);
        assert_eq!(fixture.error().await, expected, "{member}");
    }
}

#[tokio::test]
async fn an_issuer_without_a_logout_is_one_to_log_in_at() {
    let fixture = Fixture::new().await;
    fixture.change("end_session_endpoint", Value::Null);
    let known = fixture.provider.discover().await.unwrap();
    assert!(known.metadata.end_session_endpoint.is_none());
}

/// Discovery 4: the terminating slash is removed to find the document, and kept to compare.
#[tokio::test]
async fn an_issuer_may_end_in_a_slash() {
    let mut fixture = Fixture::new().await;
    let with_slash = format!("{}/", fixture.provider.issuer.as_str());
    let issuer = IssuerUrl::new(with_slash.clone()).unwrap();
    let (http, clock) = (
        fixture.provider.http.clone(),
        fixture.provider.clock.clone(),
    );
    fixture.provider = Arc::new(Provider::new(issuer, http, clock));
    fixture.change("issuer", json!(with_slash));
    assert!(fixture.provider.discover().await.is_ok());
    fixture.wait(STALE);
    fixture.change("issuer", json!(with_slash.trim_end_matches('/')));
    assert_eq!(fixture.error().await, ProviderError::IssuerMismatch);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let fixture = Fixture::new().await;
    fixture.answer_with(StatusCode::FOUND);
    assert_eq!(fixture.error().await, HttpError::UnexpectedStatus.into());
    assert_eq!(fixture.calls(), (1, 0));
}

#[tokio::test]
async fn r22_r23_members_of_the_metadata_that_are_not_used_have_no_say() {
    for (member, value) in [
        ("service_documentation", json!("")),
        ("op_policy_uri", json!("")),
        ("op_tos_uri", json!({"fr": "https://issuer.example/cgu"})),
        ("display_values_supported", json!("page")),
        ("claim_types_supported", json!([1, "normal", "unheard of"])),
        ("grant_types_supported", json!({})),
        ("response_modes_supported", json!(null)),
        ("subject_types_supported", json!(["unheard of"])),
        (
            "id_token_signing_alg_values_supported",
            json!(["ML-DSA-44"]),
        ),
        ("id_token_encryption_alg_values_supported", json!(5)),
        ("userinfo_signing_alg_values_supported", json!("none")),
        ("scopes_supported", json!("openid email")),
        ("claims_parameter_supported", json!("true")),
        ("registration_endpoint", json!("no address")),
        ("response_types_supported", Value::Null),
    ] {
        let fixture = Fixture::new().await;
        fixture.change(member, value);
        assert!(fixture.provider.discover().await.is_ok(), "{member}");
    }
}

#[tokio::test]
async fn documents_are_read_whatever_type_they_are_served_as() {
    for content_type in [
        "",
        "text/plain",
        "text/json; charset=utf-8",
        "application/octet-stream",
        "Application/JSON",
    ] {
        let fixture = Fixture::new().await;
        fixture.serve_as(content_type);
        assert!(fixture.provider.discover().await.is_ok(), "{content_type}");
    }
}
