//! The OpenID Foundation's modules for relying parties, under their own names, told by the mock:
//! the plans Basic RP and Config RP, but `oidcc-client-test-client-secret-basic`, since
//! `ProConnect` takes no secret that way. Not the Foundation's suite itself, and no certification.

use crate::support::TestApp;
use mock_proconnect::{Fault, PlannedFault, Until};

/// What the Foundation demands, and the code of our refusal.
enum Verdict {
    Accept,
    Refuse(&'static str),
}
use Verdict::{Accept, Refuse};

#[tokio::test]
async fn basic_rp() {
    let modules = [
        ("oidcc-client-test", None, Accept),
        (
            "-invalid-iss",
            Some("id-token-wrong-issuer"),
            Refuse("id_token.issuer_mismatch"),
        ),
        (
            "-missing-sub",
            Some("id-token-subject-missing"),
            Refuse("id_token.malformed_claims"),
        ),
        (
            "-invalid-aud",
            Some("id-token-wrong-audience"),
            Refuse("id_token.audience_mismatch"),
        ),
        (
            "-missing-iat",
            Some("id-token-issued-at-missing"),
            Refuse("id_token.malformed_claims"),
        ),
        (
            "-kid-absent-single-jwks",
            Some("id-token-kid-missing"),
            Accept,
        ),
        ("-idtoken-sig-rs256", None, Accept),
        (
            "-idtoken-sig-none",
            Some("id-token-alg-none"),
            Refuse("id_token.unexpected_algorithm"),
        ),
        (
            "-invalid-sig-rs256",
            Some("id-token-bad-signature"),
            Refuse("id_token.bad_signature"),
        ),
        (
            "-userinfo-invalid-sub",
            Some("userinfo-subject-swapped"),
            Refuse("user_info.subject_mismatch"),
        ),
        (
            "-nonce-invalid",
            Some("id-token-wrong-nonce"),
            Refuse("id_token.nonce_mismatch"),
        ),
        ("-scope-userinfo-claims", None, Accept),
    ];
    for (module, fault, verdict) in modules {
        let app = TestApp::start().await;
        let mut browser = app.browser();
        if let Some(name) = fault {
            app.mock
                .lie_about_next_login(name.parse::<Fault>().unwrap());
        }
        let callback = browser.begin_login("/").await;
        let answer = browser.get(&callback).await;
        match verdict {
            Accept => {
                assert_eq!(answer.refusal(), "", "{module}");
                assert!(browser.get("/").await.body.contains("DUBOIS"), "{module}");
            }
            Refuse(code) => {
                assert_eq!(answer.refusal(), code, "{module}");
                assert!(!browser.is_signed_in().await, "{module}");
                let told_by_userinfo = code.starts_with("user_info");
                assert_eq!(
                    app.calls_to("/userinfo"),
                    usize::from(told_by_userinfo),
                    "{module}"
                );
            }
        }
    }
}

/// Either try each key or refuse: we refuse.
#[tokio::test]
async fn oidcc_client_test_kid_absent_multiple_jwks() {
    let app = TestApp::start().await;
    app.mock.rotate_keys(true).unwrap();
    app.mock
        .lie_about_next_login("id-token-kid-missing".parse().unwrap());
    let mut browser = app.browser();
    let callback = browser.begin_login("/").await;
    assert_eq!(
        browser.get(&callback).await.refusal(),
        "id_token.ambiguous_key"
    );
}

/// No request for authorization may follow.
#[tokio::test]
async fn oidcc_client_test_discovery_issuer_mismatch() {
    let app = TestApp::start().await;
    app.mock.plan(PlannedFault {
        fault: "discovery-wrong-issuer".parse().unwrap(),
        until: Until::Cleared,
        client_id: None,
    });
    let answer = app.browser().post("/auth/proconnect", "").await;
    assert_eq!(answer.refusal(), "provider.issuer_mismatch");
    assert_eq!(app.calls_to("/authorize"), 0);
}

/// With `-discovery-openid-config` and `-discovery-jwks-uri-keys`, which every login is.
#[tokio::test]
async fn oidcc_client_test_signing_key_rotation_just_before_signing() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let callback = browser.begin_login("/").await;
    app.mock.rotate_keys(false).unwrap();
    assert_eq!(browser.get(&callback).await.refusal(), "");
    assert!(browser.is_signed_in().await);
    assert_eq!(app.calls_to("/jwks"), 2);
}

#[tokio::test]
async fn oidcc_client_test_signing_key_rotation() {
    let app = TestApp::start().await;
    app.browser().log_in().await;
    app.mock.rotate_keys(false).unwrap();
    let mut browser = app.browser();
    browser.log_in().await;
    assert!(browser.is_signed_in().await);
    assert_eq!(app.calls_to("/jwks"), 2);
}
