//! A valid token, which a row then changes.

use crate::keys::{self, CLIENT_SECRET, EC_KID, RSA_KID};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use jsonwebtoken::Algorithm;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

pub const CLIENT_ID: &str = "6925fb8143c76eded44d32b40c0cb1006065f7f003de52712b78985704f39950";
pub const SUB: &str = "7396c91e-b9f2-4f9d-8547-5e9b3332725b";

/// The `sid` of the issuer's session in which the agent logged in.
pub const SID: &str = "c2lkIG9mIHRoZSBpc3N1ZXI";

/// Which of the two tokens of a login, or the token of a logout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    IdToken,
    UserInfo,
    LogoutToken,
}

/// The issuer's data about a login when it makes the tokens.
#[derive(Debug, Clone)]
pub struct Login {
    pub issuer: String,
    pub nonce: String,
    /// The nonce of the login in the browser's other tab.
    pub other_nonce: String,
    pub code: String,
    pub access_token: String,
    /// Seconds since 1970, on the issuer's clock.
    pub now: i64,
}

type Sign = Box<dyn Fn(&str) -> String>;
type Alter = Box<dyn Fn(String) -> String>;

/// The parts of a compact JWS, which a row can change.
pub struct Token {
    pub login: Login,
    pub content_type: &'static str,
    header: Map<String, Value>,
    claims: Map<String, Value>,
    header_bytes: Option<Vec<u8>>,
    payload_bytes: Option<Vec<u8>>,
    sign: Sign,
    alter: Alter,
}

impl Token {
    /// A token that passes every check.
    pub fn good(kind: Kind, alg: Algorithm, login: &Login) -> Self {
        let claims = match kind {
            Kind::IdToken => id_token_claims(login),
            Kind::UserInfo => user_info_claims(login),
            Kind::LogoutToken => logout_token_claims(login),
        };
        let typ = match kind {
            Kind::IdToken | Kind::UserInfo => "JWT",
            Kind::LogoutToken => "logout+jwt",
        };
        let (header, sign): (Value, Sign) = match alg {
            Algorithm::ES256 => (
                json!({"alg": "ES256", "typ": typ, "kid": EC_KID}),
                by(&keys::EC),
            ),
            Algorithm::HS256 => (
                json!({"alg": "HS256", "typ": typ}),
                by_secret(CLIENT_SECRET),
            ),
            _ => (
                json!({"alg": "RS256", "typ": typ, "kid": RSA_KID}),
                by(&keys::RSA),
            ),
        };
        Self {
            login: login.clone(),
            content_type: "application/jwt; charset=utf-8",
            header: members(header),
            claims: members(claims),
            header_bytes: None,
            payload_bytes: None,
            sign,
            alter: Box::new(|text| text),
        }
    }

    pub fn header(&mut self, name: &str, value: impl Into<Value>) {
        self.header.insert(name.to_owned(), value.into());
    }

    pub fn no_header(&mut self, name: &str) {
        self.header.remove(name);
    }

    /// Adds a member as text, even one that already exists.
    pub fn header_again(&mut self, member: &str) {
        self.header_bytes = Some(with_member(&self.header, member));
    }

    pub fn header_is(&mut self, bytes: impl Into<Vec<u8>>) {
        self.header_bytes = Some(bytes.into());
    }

    pub fn claim(&mut self, name: &str, value: impl Into<Value>) {
        self.claims.insert(name.to_owned(), value.into());
    }

    pub fn no_claim(&mut self, name: &str) {
        self.claims.remove(name);
    }

    pub fn claims(&mut self, claims: Value) {
        self.claims = members(claims);
    }

    /// Adds a claim as text, even one that already exists.
    pub fn claim_again(&mut self, member: &str) {
        self.payload_bytes = Some(with_member(&self.claims, member));
    }

    pub fn payload(&self) -> Vec<u8> {
        self.payload_bytes
            .clone()
            .unwrap_or_else(|| serde_json::to_vec(&self.claims).unwrap())
    }

    pub fn payload_is(&mut self, bytes: impl Into<Vec<u8>>) {
        self.payload_bytes = Some(bytes.into());
    }

    /// Signs the first two parts in another way.
    pub fn signed(&mut self, sign: impl Fn(&str) -> String + 'static) {
        self.sign = Box::new(sign);
    }

    /// Changes the signed text.
    pub fn then(&mut self, alter: impl Fn(String) -> String + 'static) {
        self.alter = Box::new(alter);
    }

    /// Changes one of the three parts of the signed text, in base64url.
    pub fn then_part(&mut self, which: usize, alter: impl Fn(&str) -> String + 'static) {
        self.then(move |text| {
            let mut parts: Vec<String> = text.split('.').map(str::to_owned).collect();
            parts[which] = alter(&parts[which]);
            parts.join(".")
        });
    }

    /// Changes the bytes of one of the three parts of the signed text.
    pub fn then_bytes(&mut self, which: usize, alter: impl Fn(&mut Vec<u8>) + 'static) {
        self.then_part(which, move |part| {
            let mut bytes = BASE64URL.decode(part).unwrap();
            alter(&mut bytes);
            BASE64URL.encode(bytes)
        });
    }

    /// The token as the issuer sends it.
    pub fn text(&self) -> String {
        let header = self
            .header_bytes
            .clone()
            .unwrap_or_else(|| serde_json::to_vec(&self.header).unwrap());
        let content = format!(
            "{}.{}",
            BASE64URL.encode(header),
            BASE64URL.encode(self.payload())
        );
        let signature = (self.sign)(&content);
        (self.alter)(format!("{content}.{signature}"))
    }
}

/// ProConnect's claims of an ID token when `acr` and `amr` are requested.
pub fn id_token_claims(login: &Login) -> Value {
    json!({
        "iss": login.issuer, "aud": CLIENT_ID, "sub": SUB, "nonce": login.nonce,
        "iat": login.now, "exp": login.now + 3600,
        "acr": "eidas1", "amr": ["pwd"], "at_hash": half_hash(&login.access_token),
    })
}

/// ProConnect's claims about an agent.
pub fn user_info_claims(login: &Login) -> Value {
    json!({
        "iss": login.issuer, "aud": CLIENT_ID, "iat": login.now, "exp": login.now + 3600,
        "sub": SUB, "uid": "adubois-adc", "email": "angela.dubois@ministere.gouv.fr",
        "given_name": "Angela Claire Louise", "usual_name": "DUBOIS",
        "siret": "13002526500013", "siren": "130025265", "phone_number": "+331-12-44-45-23",
        "organization_label": "Direction interministérielle du numérique",
        "roles": ["agent_public", "agent_public_etat"], "idp_id": "fia1v2", "custom": {},
    })
}

/// OpenID Connect Back-Channel Logout 1.0, 2.4.
pub fn logout_token_claims(login: &Login) -> Value {
    json!({
        "iss": login.issuer, "aud": CLIENT_ID, "sub": SUB, "sid": SID, "iat": login.now,
        "exp": login.now + 120, "jti": "bWJq",
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
    })
}

/// RFC 7523 3: the assertion with which a client authenticates at the token endpoint.
pub fn client_assertion_claims(login: &Login) -> Value {
    json!({
        "iss": CLIENT_ID, "sub": CLIENT_ID, "aud": format!("{}/token", login.issuer),
        "iat": login.now, "exp": login.now + 60, "jti": "Y2E",
    })
}

/// `at_hash` or `c_hash` (Core 3.1.3.6, 3.3.2.11).
pub fn half_hash(text: &str) -> String {
    BASE64URL.encode(&Sha256::digest(text)[..16])
}

pub fn by(key: &'static keys::Key) -> Sign {
    Box::new(|content| key.sign(content))
}

pub fn by_secret(secret: impl Into<Vec<u8>>) -> Sign {
    let secret = secret.into();
    Box::new(move |content| keys::sign_with_secret(&secret, content))
}

fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        other => panic!("not an object: {other}"),
    }
}

fn with_member(members: &Map<String, Value>, member: &str) -> Vec<u8> {
    let text = serde_json::to_string(members).unwrap();
    let open = text.strip_suffix('}').unwrap();
    format!("{open},{member}}}").into_bytes()
}
