mod pages;
mod redirects;

use reqwest::StatusCode;
use std::collections::HashMap;
use url::{Url, form_urlencoded};

use crate::relying_party::{CODE_CHALLENGE, REDIRECT_URI, RelyingParty, STATE};

/// A parameter of the request, and its value or its absence.
type Change = (&'static str, Option<&'static str>);

fn parameters_of(location: &Url) -> HashMap<String, String> {
    let encoded = location.query().or(location.fragment()).unwrap();
    form_urlencoded::parse(encoded.as_bytes())
        .into_owned()
        .collect()
}

#[tokio::test]
async fn a_forbidden_scope_is_named() {
    let party = RelyingParty::new().await;
    let page = party
        .authorize(&[("scope", Some("openid groups chorusdt"))])
        .await;
    assert_eq!(page.redirect_parameters()["scope"], "groups");
}

#[tokio::test]
async fn errors_of_token_response_types_travel_in_the_fragment() {
    let party = RelyingParty::new().await;
    for response_type in ["id_token", "id_token token", "code id_token", "code token"] {
        let page = party
            .authorize(&[("response_type", Some(response_type))])
            .await;
        let location = Url::parse(page.location()).unwrap();
        assert_eq!(location.query(), None, "{response_type}");
        assert_eq!(
            parameters_of(&location)["error"],
            "unsupported_response_type"
        );
    }
}

#[tokio::test]
async fn d14_a_parameter_given_twice_ends_on_a_page_or_in_the_redirect() {
    let party = RelyingParty::new().await;
    let url = party.authorization_url(&[]);
    for name in [
        "client_id",
        "acr_values",
        "claims",
        "response_type",
        "response_mode",
        "nonce",
        "state",
        "scope",
        "prompt",
        "idp_hint",
        "code_challenge",
        "code_challenge_method",
    ] {
        let page = party.browser.get(&format!("{url}&{name}=a&{name}=a")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{name}");
        let message = format!("{name} must be a string");
        assert_eq!(page.error(), ("Y000400".to_owned(), message));
    }
    for (name, value) in [
        ("redirect_uri", REDIRECT_URI),
        ("login_hint", "angela.dubois@ministere.gouv.fr"),
        ("siret_hint", "13002526500013"),
    ] {
        let twice = format!("{url}&{name}={value}&{name}={value}");
        let page = party.browser.get(&twice).await;
        assert_eq!(page.error().0, "Y000400", "{name}");
    }

    for name in ["max_age", "display", "id_token_hint", "ui_locales"] {
        let page = party.browser.get(&format!("{url}&{name}=1&{name}=1")).await;
        let response = page.redirect_parameters();
        assert_eq!(response["error"], "invalid_request");
        assert_eq!(
            response["error_description"],
            format!("'{name}' parameter must not be provided twice")
        );
        assert_eq!(response["state"], STATE);
    }
}

#[tokio::test]
async fn oddities_that_proconnect_tolerates_are_tolerated() {
    let party = RelyingParty::new().await;
    let tolerated: [&[Change]; 12] = [
        &[("nonce", None)],
        &[("state", Some("short"))],
        &[("sp_name", Some("unknown parameter"))],
        &[("prompt", Some("login"))],
        &[("prompt", Some("consent login"))],
        &[("scope", Some("openid profile offline_access email"))],
        &[("scope", Some("email")), ("nonce", None)],
        &[("acr_values", Some("unknown eidas3"))],
        &[("max_age", Some("0"))],
        &[("siret_hint", Some("13002526500013"))],
        &[("response_mode", Some("fragment"))],
        &[
            ("code_challenge", Some(CODE_CHALLENGE)),
            ("code_challenge_method", Some("S256")),
        ],
    ];
    for changes in tolerated {
        let (_, page) = party.login_page(changes).await;
        assert!(page.body.contains("<h1>Se connecter à"), "{changes:?}");
    }
}

#[tokio::test]
async fn a_request_may_be_posted() {
    let party = RelyingParty::new().await;
    let form = party.authorization_request(&[]);
    let form: Vec<_> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let page = party.browser.post(&party.url("/authorize"), &form).await;
    assert!(page.location().starts_with("/api/v2/interaction/"));

    let page = party.browser.post(&party.url("/authorize"), &[]).await;
    assert_eq!(page.error().0, "Y000400");
}

#[tokio::test]
async fn the_code_comes_by_the_response_mode() {
    let party = RelyingParty::new().await;
    let page = party
        .log_in_as("etat", &[("response_mode", Some("fragment"))])
        .await;
    let location = Url::parse(page.location()).unwrap();
    assert_eq!(location.query(), None);
    assert_eq!(parameters_of(&location)["code"].len(), 43);

    let hostile = "\"><script>alert(1)</script>";
    let changes = [
        ("response_mode", Some("form_post")),
        ("state", Some(hostile)),
    ];
    let page = party.authorize(&changes).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(&format!("action=\"{REDIRECT_URI}\"")));
    assert_eq!(page.hidden("code").len(), 43);
    assert!(!page.body.contains("<script>"));
    assert!(page.body.contains("<noscript>"));
}
