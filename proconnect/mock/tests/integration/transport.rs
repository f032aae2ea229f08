//! Hosts, https, and the headers that other origins meet.

use mock_proconnect::{Client, ClientAuthentication, Settings, Start};
use reqwest::header::{ACCEPT, ORIGIN};
use reqwest::{Certificate, RequestBuilder, StatusCode};
use serde_json::json;

use crate::browser::{Browser, Page};
use crate::relying_party::{POST_LOGOUT_REDIRECT_URI, RelyingParty};

/// What Java's `HttpURLConnection` sends.
const OF_JAVA: &str = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2";

fn start() -> Start {
    let address = ([127, 0, 0, 1], 0).into();
    Start::new(address, vec![Client::development()])
}

#[tokio::test]
async fn d6_the_issuer_is_at_the_host_that_is_chosen() {
    for host in ["localhost", "127.0.0.1", "proconnect.localhost"] {
        let mock = start().host(host.parse().unwrap()).run().await.unwrap();
        let issuer = mock.issuer();
        assert!(issuer.starts_with(&format!("http://{host}:")), "{issuer}");
        assert_eq!(mock.authority(), None);
        // A name under `.localhost` is not known to every resolver.
        let reached = issuer.replace(host, "127.0.0.1");
        let url = format!("{reached}/.well-known/openid-configuration");
        let metadata = Browser::new().get(&url).await.json();
        assert_eq!(metadata["issuer"], issuer);
        assert_eq!(metadata["jwks_uri"], format!("{issuer}/jwks"));
    }
}

#[tokio::test]
async fn d6_https_has_a_certificate_of_an_authority_of_the_run_and_secure_cookies() {
    for host in ["localhost", "127.0.0.1"] {
        let mock = start().host(host.parse().unwrap()).https().run().await;
        let mock = mock.unwrap();
        assert!(mock.issuer().starts_with(&format!("https://{host}:")));
        let url = format!("{}/.well-known/openid-configuration", mock.issuer());
        let distrusting = Browser::new().http().get(&url).send().await;
        assert!(distrusting.is_err());

        let authority = Certificate::from_pem(mock.authority().unwrap().as_bytes());
        let http = reqwest::Client::builder()
            .tls_built_in_root_certs(false)
            .add_root_certificate(authority.unwrap())
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let metadata = Browser::send_bare(http.get(&url)).await;
        assert_eq!(metadata.json()["issuer"], mock.issuer());
        let hsts = metadata.header("strict-transport-security");
        assert_eq!(hsts.is_empty(), host == "localhost");

        let query = [
            ("client_id", Client::development().client_id),
            (
                "redirect_uri",
                Client::development().redirect_uris[0].clone(),
            ),
            ("response_type", "code".to_owned()),
            ("scope", "openid".to_owned()),
            ("state", "s".to_owned()),
            ("login_hint", "angela.dubois@ministere.gouv.fr".to_owned()),
        ];
        let url = format!("{}/authorize", mock.issuer());
        let page = Browser::send_bare(http.get(url).query(&query)).await;
        let cookies = page.headers.get_all("set-cookie").iter();
        let cookies: Vec<&str> = cookies.map(|cookie| cookie.to_str().unwrap()).collect();
        for name in ["pc_session_id=", "_session="] {
            let cookie = cookies.iter().find(|cookie| cookie.starts_with(name));
            let cookie = cookie.expect(name);
            assert!(cookie.ends_with("; Secure"), "{cookie}");
        }
        let issuer = mock.issuer().to_owned();
        drop(mock);
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        assert!(http.get(issuer).send().await.unwrap_err().is_connect());
    }
}

#[tokio::test]
async fn d13_every_response_has_the_headers_of_helmet() {
    let party = RelyingParty::new().await;
    let page = party.authorize(&[]).await;
    let login = party.browser.get(&party.absolute(page.location())).await;
    let jwks = party.browser.get(&party.url("/jwks")).await;
    for page in [page, login, jwks] {
        for (name, value) in [
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("origin-agent-cluster", "?1"),
            ("x-frame-options", "SAMEORIGIN"),
            (
                "strict-transport-security",
                "max-age=31536000; includeSubDomains",
            ),
            ("x-content-type-options", "nosniff"),
            ("x-dns-prefetch-control", "off"),
            ("x-download-options", "noopen"),
            ("x-permitted-cross-domain-policies", "none"),
            ("x-xss-protection", "0"),
        ] {
            assert_eq!(page.header(name), value, "{name}");
        }
        assert!(!page.header("set-cookie").contains("Secure"));
    }
}

#[tokio::test]
async fn a11_the_metadata_and_the_keys_are_for_any_origin() {
    let party = RelyingParty::new().await;
    for path in ["/.well-known/openid-configuration", "/jwks"] {
        let get = || party.browser.http().get(party.url(path));
        let page = Browser::send_bare(get().header(ORIGIN, "https://a.example")).await;
        assert_eq!(
            page.header("access-control-allow-origin"),
            "https://a.example"
        );
        assert_eq!(page.header("vary"), "Origin");
        assert!(page.header("content-type").ends_with("; charset=utf-8"));
        let page = Browser::send_bare(get()).await;
        assert_eq!(page.header("access-control-allow-origin"), "");
        assert_eq!(page.header("vary"), "Origin");
    }
}

/// The requests of a server, for a relying party that has `tokens`.
fn requests(party: &RelyingParty, tokens: &serde_json::Value) -> [RequestBuilder; 4] {
    let http = party.browser.http();
    let text = |name: &str| tokens[name].as_str().unwrap().to_owned();
    let form = |fields: &[(&str, String)]| {
        let mut form = vec![
            ("client_id".to_owned(), party.client.client_id.clone()),
            (
                "client_secret".to_owned(),
                party.client.client_secret.clone(),
            ),
        ];
        form.extend(
            fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone())),
        );
        form
    };
    let refresh = form(&[
        ("grant_type", "refresh_token".to_owned()),
        ("refresh_token", text("refresh_token")),
    ]);
    let token = form(&[("token", text("access_token"))]);
    [
        http.post(party.url("/token")).form(&refresh),
        http.post(party.url("/token/introspection")).form(&token),
        http.get(party.url("/userinfo"))
            .bearer_auth(text("access_token")),
        http.post(party.url("/token/revocation")).form(&token),
    ]
}

#[tokio::test]
async fn d15_a_request_with_an_origin_is_refused() {
    let party = RelyingParty::new().await;
    let tokens = party.tokens_of("etat", &[]).await;
    let client_id = &party.client.client_id;
    for request in requests(&party, &tokens) {
        let page = Browser::send_bare(request.header(ORIGIN, "http://localhost:3000")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        let description =
            format!("origin http://localhost:3000 not allowed for client: {client_id}");
        let expected = json!({ "error": "invalid_request", "error_description": description });
        assert_eq!(page.json(), expected);
        assert_eq!(page.header("access-control-allow-origin"), "");
    }
    for request in requests(&party, &tokens) {
        assert_eq!(Browser::send_bare(request).await.status, StatusCode::OK);
    }
}

fn assert_is_a_page(page: &Page, status: u16, code: &str) {
    assert_eq!(page.status.as_u16(), status);
    assert_eq!(
        page.error().0,
        format!("oidc-provider-rendered-error:{code}")
    );
    assert_eq!(page.header("cache-control"), "no-store");
}

#[tokio::test]
async fn d16_an_error_is_a_page_for_a_client_that_prefers_html() {
    let party = RelyingParty::new().await;
    let post = |path: &str| party.browser.http().post(party.url(path));
    let unknown = [("client_id", "unknown"), ("client_secret", "s")];
    let page = post("/token").form(&unknown).header(ACCEPT, OF_JAVA);
    assert_is_a_page(&Browser::send_bare(page).await, 401, "invalid_client");
    let page = post("/token/introspection").header(ACCEPT, OF_JAVA);
    assert_is_a_page(&Browser::send_bare(page).await, 400, "invalid_request");
    let userinfo = party.browser.http().get(party.url("/userinfo"));
    let page = userinfo.bearer_auth("unknown").header(ACCEPT, "text/html");
    let page = Browser::send_bare(page).await;
    assert_is_a_page(&page, 401, "invalid_token");
    assert!(page.header("www-authenticate").starts_with("Bearer "));
    let token = "t".repeat(43);
    let secret = "s".repeat(32);
    let form = [
        ("client_id", "unknown"),
        ("client_secret", &*secret),
        ("token", &*token),
    ];
    let page = post("/token/revocation")
        .form(&form)
        .header(ACCEPT, OF_JAVA);
    assert_is_a_page(&Browser::send_bare(page).await, 401, "invalid_client");
    // A success is what it is.
    let tokens = party.tokens_of("etat", &[]).await;
    let [request, ..] = requests(&party, &tokens);
    let page = Browser::send_bare(request.header(ACCEPT, OF_JAVA)).await;
    assert_eq!(page.json()["token_type"], "Bearer");
}

#[tokio::test]
async fn a18_a_form_has_at_most_a_hundred_kilobytes() {
    let party = RelyingParty::new().await;
    for (length, status) in [(99_000, 400), (110_000, 413)] {
        let long = "a".repeat(length);
        let form = [("client_id", long.as_str())];
        let page = party.browser.post(&party.url("/authorize"), &form).await;
        assert_eq!(page.status.as_u16(), status, "{length}");
    }
}

#[tokio::test]
async fn a2_a_header_of_client_authentication_is_accepted_and_not_announced() {
    let party = RelyingParty::new().await;
    let default = Settings::default().client_authentication;
    assert_eq!(default, ClientAuthentication::PostOrBasic);
    let (id, secret) = (&party.client.client_id, &party.client.client_secret);
    let post = |form: &[(&str, &str)]| party.browser.http().post(party.url("/token")).form(form);
    let code = party.code_of("etat", &[]).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &*code),
        ("redirect_uri", &party.client.redirect_uris[0]),
    ];
    let page = Browser::send_bare(post(&form).basic_auth(id, Some(secret))).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let url = party.url("/.well-known/openid-configuration");
    let announced = &party.browser.get(&url).await.json()["token_endpoint_auth_methods_supported"];
    assert_eq!(*announced, json!(["client_secret_post", "private_key_jwt"]));

    for (form, secret, description) in [
        (
            [("client_id", "another")],
            secret.as_str(),
            "mismatch in body and authorization client ids",
        ),
        (
            [("client_secret", secret.as_str())],
            secret,
            "client authentication must only be provided using one mechanism",
        ),
        (
            [("grant_type", "any")],
            "",
            "client_secret must be provided in the Authorization header",
        ),
    ] {
        let page = Browser::send_bare(post(&form).basic_auth(id, Some(secret))).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        assert_eq!(page.json()["error_description"], description);
    }
}

#[tokio::test]
async fn a3_another_scheme_is_a_mistake_of_the_request_and_a_wrong_secret_is_challenged() {
    let party = RelyingParty::new().await;
    let post = || party.browser.http().post(party.url("/token"));
    let form = [("grant_type", "authorization_code")];
    let page = Browser::send_bare(post().form(&form).bearer_auth("token")).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_eq!(page.json()["error"], "invalid_request");
    assert_eq!(page.header("www-authenticate"), "");

    let wrong = post()
        .form(&form)
        .basic_auth(&party.client.client_id, Some("wrong"));
    let page = Browser::send_bare(wrong).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    let challenge = format!(
        "Basic realm=\"{}\", error=\"invalid_client\", \
         error_description=\"client authentication failed\"",
        party.mock.issuer()
    );
    assert_eq!(page.header("www-authenticate"), challenge);
    let posted = [
        ("client_id", &*party.client.client_id),
        ("client_secret", "wrong"),
    ];
    let page = Browser::send_bare(post().form(&posted)).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert_eq!(page.header("www-authenticate"), "");
}

#[tokio::test]
async fn a15_the_address_of_the_return_is_written_again() {
    let redirect_uri = "http://localhost:3000/cb?next=a b/c#top";
    let after_logout = "http://localhost:3000/bye?x=/#top";
    let party = RelyingParty::registered_as(Client {
        redirect_uris: vec![redirect_uri.to_owned()],
        post_logout_redirect_uris: vec![
            after_logout.to_owned(),
            POST_LOGOUT_REDIRECT_URI.to_owned(),
        ],
        ..Client::development()
    })
    .await;
    let page = party
        .log_in_as("etat", &[("redirect_uri", Some(redirect_uri))])
        .await;
    let location = page.location();
    assert!(
        location.starts_with("http://localhost:3000/cb?next=a%20b%2Fc&code="),
        "{location}"
    );
    assert!(location.ends_with("#top"), "{location}");

    for (state, expected) in [
        (Some("s"), "http://localhost:3000/bye?x=%2F&state=s#top"),
        (None, "http://localhost:3000/bye?x=%2F#top"),
    ] {
        let mut parameters = vec![
            ("client_id", party.client.client_id.as_str()),
            ("post_logout_redirect_uri", after_logout),
        ];
        parameters.extend(state.map(|state| ("state", state)));
        let page = party.end_session(&parameters).await;
        assert_eq!(party.confirm_end_session(&page).await.location(), expected);
    }
}
