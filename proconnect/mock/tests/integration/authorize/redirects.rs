use url::Url;

use super::{Change, parameters_of};
use crate::relying_party::{CODE_CHALLENGE, REDIRECT_URI, RelyingParty, STATE};

/// Returned to the relying party: parameters, error, description.
const REDIRECTS: [(&[Change], &str, &str); 34] = [
    (
        &[("response_type", Some(""))],
        "invalid_request",
        "missing required parameter 'response_type'",
    ),
    (
        &[("response_type", Some("unknown"))],
        "unsupported_response_type",
        "unsupported response_type requested",
    ),
    (
        &[("response_mode", Some("web_message"))],
        "unsupported_response_mode",
        "unsupported response_mode requested",
    ),
    (
        &[
            ("response_mode", Some("query")),
            ("response_type", Some("id_token")),
        ],
        "invalid_request",
        "response_mode not allowed for this response_type",
    ),
    (
        &[("request", Some("e30.e30."))],
        "request_not_supported",
        "request parameter provided but not supported",
    ),
    (
        &[("request_uri", Some("https://attacker.example/request"))],
        "invalid_request_uri",
        "provided request_uri is not allowed",
    ),
    (
        &[("request_uri", Some("file:///etc/passwd"))],
        "invalid_request_uri",
        "invalid request_uri scheme",
    ),
    (
        &[("registration", Some("{}"))],
        "registration_not_supported",
        "registration parameter provided but not supported",
    ),
    (
        &[("prompt", Some("none"))],
        "login_required",
        "End-User authentication is required",
    ),
    (
        &[("prompt", Some("none login"))],
        "invalid_request",
        "prompt none must only be used alone",
    ),
    (
        &[("prompt", Some("none consent"))],
        "invalid_request",
        "prompt none must only be used alone",
    ),
    (
        &[("prompt", Some("select_account"))],
        "invalid_request",
        "unsupported prompt value requested",
    ),
    (
        &[("scope", Some("email"))],
        "invalid_request",
        "openid scope must be requested when using the nonce parameter",
    ),
    (
        &[
            ("scope", Some("email")),
            ("nonce", None),
            ("claims", Some("{\"id_token\":{}}")),
        ],
        "invalid_request",
        "openid scope must be requested when using the claims parameter",
    ),
    (
        &[("scope", Some("openid groups"))],
        "invalid_scope",
        "requested scope is not allowed",
    ),
    (
        &[("code_challenge", Some(CODE_CHALLENGE))],
        "invalid_request",
        "plain code_challenge_method fallback disabled, code_challenge_method must be provided",
    ),
    (
        &[
            ("code_challenge", Some(CODE_CHALLENGE)),
            ("code_challenge_method", Some("plain")),
        ],
        "invalid_request",
        "not supported value of code_challenge_method",
    ),
    (
        &[("code_challenge_method", Some("S256"))],
        "invalid_request",
        "code_challenge must be provided with code_challenge_method",
    ),
    (
        &[
            ("code_challenge", Some("short")),
            ("code_challenge_method", Some("S256")),
        ],
        "invalid_request",
        "code_challenge must be a string with a minimum length of 43 characters",
    ),
    (
        &[
            (
                "code_challenge",
                Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM"),
            ),
            ("code_challenge_method", Some("S256")),
        ],
        "invalid_request",
        "code_challenge contains invalid characters",
    ),
    (
        &[("claims", Some("{"))],
        "invalid_request",
        "could not parse the claims parameter JSON",
    ),
    (
        &[("claims", Some("[]"))],
        "invalid_request",
        "claims parameter should be a JSON object",
    ),
    (
        &[("claims", Some("{\"claims\":{\"id_token\":{}}}"))],
        "invalid_request",
        "claims parameter should have userinfo or id_token properties",
    ),
    (
        &[("claims", Some("{\"id_token\":null}"))],
        "invalid_request",
        "claims.id_token should be an object",
    ),
    (
        &[("claims", Some("{\"userinfo\":[]}"))],
        "invalid_request",
        "claims.userinfo should be an object",
    ),
    (
        &[("max_age", Some("-1"))],
        "invalid_request",
        "invalid max_age parameter value",
    ),
    (
        &[("max_age", Some("soon"))],
        "invalid_request",
        "invalid max_age parameter value",
    ),
    (
        &[("id_token_hint", Some("garbage"))],
        "invalid_request",
        "could not validate id_token_hint",
    ),
    (
        &[("idp_hint", Some("unknown"))],
        "idp_hint_not_found",
        "provided idp_hint could not be found",
    ),
    (
        &[
            ("login_hint", Some(STATE_AGENT)),
            ("claims", Some(ESSENTIAL_EIDAS2)),
        ],
        "access_denied",
        ACR_UNMET,
    ),
    (
        &[
            ("login_hint", Some(MFA_AGENT)),
            ("claims", Some(ESSENTIAL_EIDAS1)),
        ],
        "access_denied",
        ACR_UNMET,
    ),
    // The first mistake in ProConnect's order is returned.
    (
        &[("scope", Some("openid groups")), ("claims", Some("{"))],
        "invalid_scope",
        "requested scope is not allowed",
    ),
    (
        &[
            ("prompt", Some("unknown")),
            ("scope", Some("openid groups")),
        ],
        "invalid_request",
        "unsupported prompt value requested",
    ),
    (
        &[
            ("claims", Some("{")),
            ("code_challenge_method", Some("plain")),
        ],
        "invalid_request",
        "not supported value of code_challenge_method",
    ),
];

const STATE_AGENT: &str = "angela.dubois@ministere.gouv.fr";
const MFA_AGENT: &str = "karim.benali@interieur.example.fr";
const ESSENTIAL_EIDAS1: &str = r#"{"id_token":{"acr":{"essential":true,"value":"eidas1"}}}"#;
const ESSENTIAL_EIDAS2: &str =
    r#"{"id_token":{"acr":{"essential":true,"values":["eidas2","eidas3"]}}}"#;
const ACR_UNMET: &str = "requested ACRs could not be satisfied";

#[tokio::test]
async fn mistakes_of_a_known_relying_party_are_returned_to_it() {
    let party = RelyingParty::new().await;
    for (changes, error, description) in REDIRECTS {
        let page = party.authorize(changes).await;
        let location = Url::parse(page.location()).unwrap();
        assert!(location.as_str().starts_with(REDIRECT_URI), "{changes:?}");
        let response = parameters_of(&location);
        assert_eq!(response["error"], error, "{changes:?}");
        assert_eq!(response["error_description"], description, "{changes:?}");
        assert_eq!(response["state"], STATE);
        assert_eq!(response["iss"], party.mock.issuer());
        assert!(!response.contains_key("code"));
    }
}
