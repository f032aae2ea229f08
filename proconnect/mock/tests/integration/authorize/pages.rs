use mock_proconnect::{Client, Settings};
use reqwest::StatusCode;

use super::Change;
use crate::browser::Browser;
use crate::relying_party::RelyingParty;

/// Refused on a page of ProConnect: parameters, code, message.
const PAGES: [(&[Change], &str, &str); 18] = [
    (
        &[("client_id", None)],
        "Y000400",
        "client_id must be a string",
    ),
    (
        &[("response_type", None)],
        "Y000400",
        "response_type must be a string",
    ),
    (&[("scope", None)], "Y000400", "scope must be a string"),
    (&[("state", None)], "Y000400", "state must be a string"),
    (
        &[("state", None), ("scope", None)],
        "Y000400",
        "state must be a string, scope must be a string",
    ),
    (&[("redirect_uri", None)], "Y000400", NOT_A_URL),
    (&[("redirect_uri", Some("/callback"))], "Y000400", NOT_A_URL),
    (
        &[("redirect_uri", Some("javascript:alert(1)"))],
        "Y000400",
        NOT_A_URL,
    ),
    (
        &[("redirect_uri", Some("http:///callback"))],
        "Y000400",
        NOT_A_URL,
    ),
    (
        &[("nonce", Some(""))],
        "Y000400",
        "nonce must be longer than or equal to 1 characters",
    ),
    (
        &[("nonce", Some("é"))],
        "Y000400",
        "Le nonce doit être composé de caractères ASCII",
    ),
    (
        &[("login_hint", Some("angela"))],
        "Y000400",
        "Le login_hint doit être une adresse email valide",
    ),
    (
        &[("siret_hint", Some("130025265"))],
        "Y000400",
        "Le siret_hint doit contenir 14 caractères",
    ),
    (
        &[("client_id", Some("unknown"))],
        "oidc-provider-rendered-error:invalid_client",
        "client is invalid",
    ),
    (
        &[("redirect_uri", Some("http://localhost:3000/other"))],
        "oidc-provider-rendered-error:invalid_redirect_uri",
        NOT_REGISTERED,
    ),
    (
        &[(
            "redirect_uri",
            Some("http://localhost:3000/auth/proconnect/callback/"),
        )],
        "oidc-provider-rendered-error:invalid_redirect_uri",
        NOT_REGISTERED,
    ),
    (
        &[
            ("redirect_uri", Some("https://attacker.example/")),
            ("prompt", Some("none")),
        ],
        "oidc-provider-rendered-error:invalid_redirect_uri",
        NOT_REGISTERED,
    ),
    (
        &[("client_id", Some("<script>alert(1)</script>"))],
        "oidc-provider-rendered-error:invalid_client",
        "client is invalid",
    ),
];

const NOT_A_URL: &str = r"redirect_uri must match /^https?:\/\/[^/].+$/ regular expression";
const NOT_REGISTERED: &str =
    "redirect_uri did not match any of the client's registered redirect_uris";

#[tokio::test]
async fn requests_of_strangers_and_of_the_wrong_shape_end_on_a_page() {
    let party = RelyingParty::new().await;
    for (changes, code, message) in PAGES {
        let page = party.authorize(changes).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{changes:?}");
        assert_eq!(page.header("location"), "");
        assert_eq!(page.error(), (code.into(), message.into()), "{changes:?}");
        assert!(!page.body.contains("<script"));
        assert!(page.body.contains("data-testid=\"error-id\""));
    }
}

#[tokio::test]
async fn d22_a_login_hint_is_what_validator_js_takes_for_an_address() {
    let party = RelyingParty::new().await;
    for hint in [
        "a@b",
        "a@b_c.fr",
        ".a@b.fr",
        "a..b@c.fr",
        "a@b.f",
        "a@b.fr ",
        "a@[127.0.0.1]",
    ] {
        let page = party.authorize(&[("login_hint", Some(hint))]).await;
        let message = "Le login_hint doit être une adresse email valide".to_owned();
        assert_eq!(page.error(), ("Y000400".to_owned(), message), "{hint}");
    }
}

#[tokio::test]
async fn a_relying_party_out_of_service_is_unknown() {
    let party = RelyingParty::registered_as(Client {
        is_active: false,
        ..Client::development()
    })
    .await;
    let page = party.authorize(&[]).await;
    let code = "oidc-provider-rendered-error:invalid_client";
    assert_eq!(page.error(), (code.into(), "client is invalid".into()));
}

#[tokio::test]
async fn production_takes_neither_plain_http_nor_localhost() {
    let https = |host: &str| Client {
        redirect_uris: vec![format!("https://{host}/callback")],
        post_logout_redirect_uris: vec![format!("https://{host}/")],
        ..Client::development()
    };
    for (client, is_taken) in [
        (Client::development(), false),
        (https("localhost"), false),
        (https("service.example.fr"), true),
    ] {
        let redirect_uri = client.redirect_uris[0].clone();
        let party = RelyingParty::registered_as(client).await;
        party.mock.change_settings(Settings {
            production: true,
            ..party.mock.settings()
        });
        let page = party
            .authorize(&[("redirect_uri", Some(&redirect_uri))])
            .await;
        if is_taken {
            assert!(page.location().contains("/interaction/"));
        } else {
            assert_eq!(page.error().0, "Y04A586", "{redirect_uri}");
        }
    }
}

#[tokio::test]
async fn the_codes_of_the_documentation_are_shown_on_demand() {
    let party = RelyingParty::new().await;
    party.mock.change_settings(Settings {
        legacy_codes: true,
        ..party.mock.settings()
    });
    let elsewhere = Some("http://localhost:3000/other");
    let page = party.authorize(&[("redirect_uri", elsewhere)]).await;
    assert_eq!(page.error(), ("Y030031".into(), NOT_REGISTERED.into()));

    let (address, _) = party.login_page(&[]).await;
    let page = Browser::new().get(&address).await;
    assert_eq!(page.error().0, "Y030110");

    let client_id = ("client_id", party.client.client_id.as_str());
    let uri = ("post_logout_redirect_uri", "http://localhost:3000/other");
    let page = party.end_session(&[client_id, uri]).await;
    let message = "post_logout_redirect_uri not registered".to_owned();
    assert_eq!(page.error(), ("Y030111".to_owned(), message));

    let page = party.authorize(&[("state", None)]).await;
    assert_eq!(page.error().0, "Y000400", "the others are today's");
}
