use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use mock_proconnect::{Alg, Client, MockProConnect, start};
use reqwest::StatusCode;
use serde_json::Value;
use std::collections::HashMap;
use url::Url;

use crate::browser::{Browser, Page};

pub const STATE: &str = "state-of-at-least-thirty-two-characters";
pub const NONCE: &str = "nonce-of-at-least-thirty-two-characters";
pub const REDIRECT_URI: &str = "http://localhost:3000/auth/proconnect/callback";
pub const POST_LOGOUT_REDIRECT_URI: &str = "http://localhost:3000/auth/proconnect/logout/callback";

/// RFC 7636, appendix B.
pub const CODE_VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CODE_CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A mock, a relying party registered with it, and the browser of an agent.
pub struct RelyingParty {
    pub mock: MockProConnect,
    pub client: Client,
    pub browser: Browser,
}

impl RelyingParty {
    pub async fn new() -> Self {
        Self::registered_as(Client::development()).await
    }

    /// A relying party with these algorithms for the `id_token` and userinfo.
    pub async fn with_algs(id_token: Alg, userinfo: Option<Alg>) -> Self {
        Self::registered_as(Client {
            id_token_signed_response_alg: id_token,
            userinfo_signed_response_alg: userinfo,
            ..Client::development()
        })
        .await
    }

    pub async fn registered_as(client: Client) -> Self {
        let address = ([127, 0, 0, 1], 0).into();
        let other = Client {
            client_id: "0".repeat(64),
            ..Client::development()
        };
        Self {
            mock: start(address, vec![client.clone(), other]).await.unwrap(),
            client,
            browser: Browser::new(),
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.mock.issuer())
    }

    /// The absolute URL of a path that the mock returned.
    pub fn absolute(&self, path: &str) -> String {
        Url::parse(self.mock.issuer())
            .unwrap()
            .join(path)
            .unwrap()
            .into()
    }

    /// A complete authorization request, in which `changes` replace parameters, or remove those
    /// whose value is `None`.
    pub fn authorization_request(&self, changes: &[(&str, Option<&str>)]) -> Vec<(String, String)> {
        let scope = self.client.scopes.join(" ");
        let mut parameters: Vec<(String, String)> = [
            ("client_id", self.client.client_id.as_str()),
            ("redirect_uri", REDIRECT_URI),
            ("response_type", "code"),
            ("scope", &scope),
            ("state", STATE),
            ("nonce", NONCE),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
        for (name, value) in changes {
            parameters.retain(|(parameter, _)| parameter != name);
            parameters.extend(value.map(|value| ((*name).to_owned(), value.to_owned())));
        }
        parameters
    }

    pub fn authorization_url(&self, changes: &[(&str, Option<&str>)]) -> String {
        let parameters = self.authorization_request(changes);
        Url::parse_with_params(&self.url("/authorize"), parameters)
            .unwrap()
            .into()
    }

    /// The response to a request, at the end of the issuer's own redirects.
    pub async fn authorize(&self, changes: &[(&str, Option<&str>)]) -> Page {
        self.browser.enter(&self.authorization_url(changes)).await
    }

    /// The login page to which a request leads, and its address.
    pub async fn login_page(&self, changes: &[(&str, Option<&str>)]) -> (String, Page) {
        let address = self.absolute(self.authorize(changes).await.location());
        let page = self.browser.get(&address).await;
        (address, page)
    }

    /// The response to the agent's choice of `persona`.
    pub async fn log_in_as(&self, persona: &str, changes: &[(&str, Option<&str>)]) -> Page {
        let (address, _) = self.login_page(changes).await;
        self.browser.post(&address, &[("persona", persona)]).await
    }

    pub async fn code_of(&self, persona: &str, changes: &[(&str, Option<&str>)]) -> String {
        let page = self.log_in_as(persona, changes).await;
        page.redirect_parameters()["code"].clone()
    }

    /// A token request for `code`, in which `changes` replace or remove parameters.
    pub async fn exchange(&self, code: &str, changes: &[(&str, Option<&str>)]) -> Page {
        let mut form = HashMap::from([
            ("grant_type", "authorization_code"),
            ("client_id", &self.client.client_id),
            ("client_secret", &self.client.client_secret),
            ("redirect_uri", REDIRECT_URI),
            ("code", code),
        ]);
        for (name, value) in changes {
            match value {
                Some(value) => form.insert(name, value),
                None => form.remove(name),
            };
        }
        let request = self.browser.http().post(self.url("/token")).form(&form);
        Browser::send_bare(request).await
    }

    /// The tokens of a login.
    pub async fn tokens_of(&self, persona: &str, changes: &[(&str, Option<&str>)]) -> Value {
        let code = self.code_of(persona, changes).await;
        self.exchange(&code, &[]).await.json()
    }

    /// The end of a logout, after the redirect through the identity provider.
    pub async fn end_session(&self, parameters: &[(&str, &str)]) -> Page {
        let url = Url::parse_with_params(&self.url("/session/end"), parameters).unwrap();
        let mut page = self.browser.get(url.as_str()).await;
        while page.status == StatusCode::FOUND {
            let next = self.absolute(page.header("location"));
            page = self.browser.get(&next).await;
        }
        page
    }

    /// Submits the page as its script does, or its button without script.
    pub async fn confirm_end_session(&self, page: &Page) -> Page {
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let xsrf = page.hidden("xsrf");
        let form = [("xsrf", xsrf.as_str()), ("logout", "yes")];
        let url = self.url("/session/end/confirm");
        self.browser.post(&url, &form).await
    }

    pub async fn userinfo(&self, access_token: &str) -> Page {
        let request = self.browser.http().get(self.url("/userinfo"));
        Browser::send_bare(request.bearer_auth(access_token)).await
    }

    /// The claims of a JWT, verified with the keys that the mock serves.
    pub async fn verify(&self, jwt: &str, alg: Alg) -> Value {
        let header = decode_header(jwt).unwrap();
        assert_eq!(header.typ.as_deref(), Some("JWT"));
        let algorithm = match alg {
            Alg::Rs256 => Algorithm::RS256,
            Alg::Es256 => Algorithm::ES256,
            Alg::Hs256 => Algorithm::HS256,
        };
        let key = if alg == Alg::Hs256 {
            assert_eq!(header.kid, None);
            DecodingKey::from_secret(self.client.client_secret.as_bytes())
        } else {
            let keys = self.browser.get(&self.url("/jwks")).await.body;
            let keys: JwkSet = serde_json::from_str(&keys).unwrap();
            DecodingKey::from_jwk(keys.find(&header.kid.unwrap()).unwrap()).unwrap()
        };
        let mut validation = Validation::new(algorithm);
        validation.set_audience(&[&self.client.client_id]);
        validation.set_issuer(&[self.mock.issuer()]);
        validation.set_required_spec_claims(&["iss", "aud", "exp", "sub"]);
        decode(jwt, &key, &validation).unwrap().claims
    }
}

/// The names of the members of an object.
pub fn members(object: &Value) -> Vec<&str> {
    object
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}
