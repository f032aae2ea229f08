use mock_proconnect::{Alg, Lifetimes, Settings};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::browser::{Browser, Page};
use crate::relying_party::RelyingParty;
use crate::token::introspection::introspect;
use crate::token::refresh_token;

const HINT: (&str, Option<&str>) = ("login_hint", Some("angela.dubois@ministere.gouv.fr"));

async fn control(party: &RelyingParty, method: Method, path: &str, body: Option<Value>) -> Page {
    let url = party.absolute(&format!("/mock{path}"));
    let mut request = party.browser.http().request(method, url);
    if let Some(body) = body {
        request = request
            .header("content-type", "application/json")
            .body(body.to_string());
    }
    Browser::send_bare(request).await
}

#[tokio::test]
async fn faults_are_listed_planned_and_cleared() {
    let party = RelyingParty::new().await;
    let planned = json!({ "fault": "token-invalid-grant", "until": "cleared",
        "client_id": party.client.client_id });
    let page = control(&party, Method::POST, "/faults", Some(planned.clone())).await;
    assert_eq!(page.status, StatusCode::CREATED, "{}", page.body);
    assert_eq!(page.json(), planned);
    let code = party.authorize(&[HINT]).await.redirect_parameters()["code"].clone();
    assert_eq!(
        party.exchange(&code, &[]).await.json()["error"],
        "invalid_grant"
    );

    let list = control(&party, Method::GET, "/faults", None).await.json();
    assert_eq!(list["planned"], json!([planned]));
    let names = list["faults"].as_array().unwrap();
    assert!(names.len() > 150);
    assert!(
        names
            .iter()
            .any(|fault| fault["name"] == "id-token-alg-none")
    );

    let page = control(&party, Method::DELETE, "/faults", None).await;
    assert_eq!(page.status, StatusCode::NO_CONTENT);
    assert!(party.mock.planned().is_empty());
}

#[tokio::test]
async fn a_fault_applies_to_the_next_login_by_default() {
    let party = RelyingParty::new().await;
    let body = json!({ "fault": "callback-state-missing" });
    let page = control(&party, Method::POST, "/faults", Some(body)).await;
    assert_eq!(page.json()["until"], "next-login");
    let page = party.authorize(&[HINT]).await;
    assert!(!page.redirect_parameters().contains_key("state"));
}

#[tokio::test]
async fn the_home_page_shows_the_settings_but_no_secret() {
    let party = RelyingParty::new().await;
    let home = party.absolute("/");
    let page = party.browser.get(&home).await;
    assert_eq!(page.status, StatusCode::OK);
    for shown in [
        party.mock.issuer(),
        &party.client.client_id,
        &party.client.redirect_uris[0],
        "cet émetteur est honnête",
    ] {
        assert!(page.body.contains(shown), "{shown}");
    }
    assert!(!page.body.contains(&party.client.client_secret));
    let planned = json!({ "fault": "token-invalid-grant" });
    control(&party, Method::POST, "/faults", Some(planned)).await;
    let page = party.browser.get(&home).await;
    assert!(page.body.contains("<code>token-invalid-grant</code>"));
    assert!(!page.body.contains("honnête"));
}

#[tokio::test]
async fn mistakes_are_told() {
    let party = RelyingParty::new().await;
    for body in [
        json!({ "fault": "truth" }),
        json!({ "fault": "jwks-no-keys", "until": "tomorrow" }),
        json!({ "fault": "jwks-no-keys", "often": true }),
        json!({ "fault": "token-invalid-grant", "client_id": "unknown" }),
        json!({ "fault": "jwks-no-keys", "until": "once", "client_id": party.client.client_id }),
    ] {
        let page = control(&party, Method::POST, "/faults", Some(body)).await;
        assert_eq!(
            page.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{}",
            page.body
        );
    }
    let settings = json!({ "lifetimes": { "code": "long" } });
    let page = control(&party, Method::PATCH, "/settings", Some(settings)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(party.mock.settings(), Settings::default());
    assert!(party.mock.planned().is_empty());
}

#[tokio::test]
async fn another_origin_cannot_plan_a_fault_with_a_form() {
    let party = RelyingParty::new().await;
    let url = party.absolute("/mock/faults");
    let page = party.browser.post(&url, &[("fault", "jwks-no-keys")]).await;
    assert_eq!(page.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn the_clock_advances() {
    let party = RelyingParty::new().await;
    let code = party.authorize(&[HINT]).await.redirect_parameters()["code"].clone();
    let before = control(&party, Method::GET, "/clock", None).await.json();
    let body = Some(json!({ "advance": 600 }));
    let after = control(&party, Method::POST, "/clock", body).await.json();
    let elapsed = after["now"].as_u64().unwrap() - before["now"].as_u64().unwrap();
    assert!((600..605).contains(&elapsed));
    assert_eq!(
        party.exchange(&code, &[]).await.json()["error"],
        "invalid_grant"
    );
}

#[tokio::test]
async fn keys_rotate_and_the_old_ones_are_kept_or_dropped() {
    let party = RelyingParty::new().await;
    let jwks = || async { party.browser.get(&party.url("/jwks")).await.json() };
    let old = party.tokens_of("etat", &[]).await["id_token"].clone();
    let first = jwks().await;

    let kept = Some(json!({ "keep_old": true }));
    let page = control(&party, Method::POST, "/keys", kept).await.json();
    let second = jwks().await;
    assert_eq!(second["keys"].as_array().unwrap().len(), 4);
    assert_eq!(second["keys"][1]["kid"], page["current"][0]);
    assert_eq!(second["keys"][2], first["keys"][0]);
    party.verify(old.as_str().unwrap(), Alg::Rs256).await;

    let dropped = Some(json!({ "keep_old": false }));
    control(&party, Method::POST, "/keys", dropped).await;
    let third = jwks().await;
    assert_eq!(third["keys"].as_array().unwrap().len(), 2);
    assert_ne!(third["keys"][0], second["keys"][0]);
    let hint = [("id_token_hint", old.as_str().unwrap())];
    let page = party.end_session(&hint).await;
    assert_eq!(page.error().1, "could not validate id_token_hint");
}

#[tokio::test]
async fn lifetimes_are_settings() {
    let party = RelyingParty::new().await;
    let lifetimes = json!({ "lifetimes": { "access_token": 60, "id_token": 61 } });
    let page = control(&party, Method::PATCH, "/settings", Some(lifetimes)).await;
    let expected = Settings {
        lifetimes: Lifetimes {
            access_token: 60,
            id_token: 61,
            ..Lifetimes::default()
        },
        ..Settings::default()
    };
    assert_eq!(page.json(), json!(expected));
    assert_eq!(party.mock.settings(), expected);
    let code = party.authorize(&[HINT]).await.redirect_parameters()["code"].clone();
    let tokens = party.exchange(&code, &[]).await.json();
    assert_eq!(tokens["expires_in"], 60);
    let id_token = party
        .verify(tokens["id_token"].as_str().unwrap(), Alg::Rs256)
        .await;
    let lifetime = id_token["exp"].as_u64().unwrap() - id_token["iat"].as_u64().unwrap();
    assert_eq!(lifetime, 61);
}

#[tokio::test]
async fn the_legacy_preset_is_short_and_strict() {
    let party = RelyingParty::new().await;
    control(&party, Method::POST, "/settings/legacy", Some(json!({}))).await;
    assert_eq!(party.mock.settings(), Settings::legacy());
    let page = party.authorize(&[HINT, ("sp_name", Some("x"))]).await;
    let mistake = "property sp_name should not exist".to_owned();
    assert_eq!(page.error(), ("Y000400".to_owned(), mistake));
    let code = party.authorize(&[HINT]).await.redirect_parameters()["code"].clone();
    let body = Some(json!({ "advance": 30 }));
    control(&party, Method::POST, "/clock", body).await;
    assert_eq!(
        party.exchange(&code, &[]).await.json()["error"],
        "invalid_grant"
    );
    let logout = [("client_id", party.client.client_id.as_str())];
    let page = party.end_session(&logout).await;
    assert_eq!(page.error().1, "missing required parameter 'id_token_hint'");

    control(&party, Method::POST, "/settings/faithful", Some(json!({}))).await;
    assert_eq!(party.mock.settings(), Settings::default());
    let page = control(&party, Method::POST, "/settings/other", Some(json!({}))).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn documented_lengths_are_enforced_on_demand() {
    let party = RelyingParty::new().await;
    let short = [HINT, ("state", Some("s")), ("nonce", Some("n"))];
    assert!(
        party
            .authorize(&short)
            .await
            .redirect_parameters()
            .contains_key("code")
    );
    let settings = json!({ "enforce_doc_lengths": true });
    control(&party, Method::PATCH, "/settings", Some(settings)).await;
    let page = party.authorize(&short).await;
    assert_eq!(page.error().0, "Y000400");
    assert!(
        page.error()
            .1
            .contains("state must be longer than or equal to 32 characters")
    );
    assert!(
        page.error()
            .1
            .contains("nonce must be longer than or equal to 32 characters")
    );
    let page = party.authorize(&[HINT]).await;
    assert!(page.redirect_parameters().contains_key("code"));
}

/// The session of ProConnect alone: its protocol library keeps its own, and the tokens.
#[tokio::test]
async fn d2_sessions_end_and_the_claims_of_their_tokens_with_them() {
    for path in ["/sessions", "/sessions/etat"] {
        let party = RelyingParty::new().await;
        let code = party.code_of("etat", &[]).await;
        let page = party.authorize(&[]).await;
        let second = page.redirect_parameters()["code"].clone();
        let tokens = party.exchange(&second, &[]).await.json();
        let page = control(&party, Method::DELETE, path, None).await;
        assert!(page.status.is_success());

        let access_token = tokens["access_token"].as_str().unwrap();
        let refresh_token = tokens["refresh_token"].as_str();
        for page in [
            party.userinfo(access_token).await,
            refresh_token::exchange(&party, refresh_token, None).await,
            party.exchange(&code, &[]).await,
        ] {
            assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
            assert_eq!(page.json()["error"], "server_error");
        }
        let page = introspect(&party, &tokens["access_token"], "*/*").await;
        assert_eq!(page.json()["active"], true);
        let page = party.authorize(&[("prompt", Some("none"))]).await;
        assert_eq!(page.redirect_parameters()["error"], "login_required");
    }
}

#[tokio::test]
async fn d1_twelve_hours_pass_on_demand() {
    let party = RelyingParty::new().await;
    let tokens = party.tokens_of("etat", &[]).await;
    let twelve_hours = Some(json!({ "advance": 12 * 60 * 60 }));
    control(&party, Method::POST, "/clock", twelve_hours).await;
    let refresh_token = tokens["refresh_token"].as_str();
    let page = refresh_token::exchange(&party, refresh_token, None).await;
    assert_eq!(page.json()["error"], "invalid_grant");
    let page = party.authorize(&[("prompt", Some("none"))]).await;
    assert_eq!(page.redirect_parameters()["error"], "login_required");
}

#[tokio::test]
async fn a_page_changes_nothing_even_under_a_name_that_resolves_to_this_machine() {
    let party = RelyingParty::new().await;
    let body = json!({ "fault": "token-status-503" }).to_string();
    let page = Browser::send_bare(
        party
            .browser
            .http()
            .post(party.absolute("/mock/faults"))
            .header("host", "attacker.example:3100")
            .header("origin", "http://attacker.example:3100")
            .header("content-type", "application/json")
            .body(body),
    )
    .await;
    assert_eq!(page.status, StatusCode::FORBIDDEN, "{}", page.body);
    assert!(party.mock.planned().is_empty());
}
