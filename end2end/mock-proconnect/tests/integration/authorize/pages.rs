use reqwest::StatusCode;

use super::Change;
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
