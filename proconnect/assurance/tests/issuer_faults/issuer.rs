//! An issuer written byte by byte, honest unless its script contains a fault. It shares only the
//! metadata with the scripted issuer of the crate: a conforming HTTP server cannot send half a
//! header, a wrong length or one byte per second, nor use TLS with a bad certificate.

use crate::{
    answer::{Answer, Connection},
    key::Key,
    tls,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use proconnect_assurance::metadata::metadata;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering::SeqCst},
};
use tokio::{
    io::{AsyncRead, AsyncReadExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::{TlsAcceptor, rustls::ServerConfig};

pub use proconnect_assurance::application::CLIENT_ID;

pub const SUB: &str = "7396c91e-b9f2-4f9d-8547-5e9b3332725b";
pub const ACCESS_TOKEN: &str = "kMv3Xc8Zq1Lr7Bn0Ty5Uw2Ep9As6Dg4Hj_Fi-Ok8Qx1";

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Endpoint {
    Discovery,
    Jwks,
    Token,
    UserInfo,
}

impl Endpoint {
    pub const ALL: [Self; 4] = [Self::Discovery, Self::Jwks, Self::Token, Self::UserInfo];

    /// The path, and the member of the metadata that names it.
    pub fn path_and_member(self) -> (&'static str, &'static str) {
        match self {
            Self::Discovery => ("/api/v2/.well-known/openid-configuration", "issuer"),
            Self::Jwks => ("/api/v2/jwks", "jwks_uri"),
            Self::Token => ("/api/v2/token", "token_endpoint"),
            Self::UserInfo => ("/api/v2/userinfo", "userinfo_endpoint"),
        }
    }
}

/// The script of the issuer.
#[derive(Clone)]
pub struct Script {
    /// The issuer's identifier.
    pub url: String,
    /// The faulty endpoints, with their responses.
    pub faults: Vec<(Endpoint, Answer)>,
    /// Changed members of the metadata and of the token response; `null` removes one.
    pub metadata: Map<String, Value>,
    pub token_response: Map<String, Value>,
    /// The signing key, and the published keys.
    pub key: Key,
    pub keys: Vec<Value>,
    /// The issuer's clock.
    pub now: DateTime<Utc>,
}

struct Shared {
    url: String,
    script: Mutex<Script>,
    requests: Mutex<Vec<String>>,
    open: AtomicUsize,
}

/// Listens on a port of its own until it is dropped.
pub struct Issuer {
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Issuer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self::listen(listener, None)
    }

    pub async fn start_tls(identity: Arc<ServerConfig>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self::listen(listener, Some(TlsAcceptor::from(identity)))
    }

    pub fn listen(listener: TcpListener, tls: Option<TlsAcceptor>) -> Self {
        let address = listener.local_addr().unwrap();
        let url = match tls {
            None => format!("http://{address}/api/v2"),
            Some(_) => format!("https://{}:{}/api/v2", tls::HOST, address.port()),
        };
        Self::listen_as(url, listener, tls)
    }

    /// An issuer with another name than its address.
    pub fn listen_as(url: String, listener: TcpListener, tls: Option<TlsAcceptor>) -> Self {
        let key = Key::new("2026");
        let script = Script {
            url: url.clone(),
            faults: Vec::new(),
            metadata: Map::new(),
            token_response: Map::new(),
            keys: vec![key.jwk()],
            key,
            now: Utc::now().trunc_subsecs(0),
        };
        let shared = Arc::new(Shared {
            url,
            script: Mutex::new(script),
            requests: Mutex::default(),
            open: AtomicUsize::new(0),
        });
        let task = tokio::spawn(accept(listener, tls, Arc::clone(&shared)));
        Self { shared, task }
    }

    pub fn url(&self) -> &str {
        &self.shared.url
    }

    /// Changes the script.
    pub fn change(&self, change: impl FnOnce(&mut Script)) {
        change(&mut self.shared.script.lock().unwrap());
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.shared.script.lock().unwrap().now
    }

    /// The heads of all requests so far, in order.
    pub fn requests(&self) -> Vec<String> {
        self.shared.requests.lock().unwrap().clone()
    }

    /// The number of requests to an endpoint.
    pub fn asked(&self, endpoint: Endpoint) -> usize {
        let (path, _) = endpoint.path_and_member();
        self.asked_for(path)
    }

    /// The number of requests for a path.
    pub fn asked_for(&self, path: &str) -> usize {
        let requests = self.shared.requests.lock().unwrap();
        requests.iter().filter(|head| path_of(head) == path).count()
    }

    /// The number of open connections.
    pub fn open_connections(&self) -> usize {
        self.shared.open.load(SeqCst)
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, tls: Option<TlsAcceptor>, shared: Arc<Shared>) {
    while let Ok((tcp, _)) = listener.accept().await {
        let (shared, tls) = (Arc::clone(&shared), tls.clone());
        shared.open.fetch_add(1, SeqCst);
        tokio::spawn(async move {
            match tls {
                None => serve(tcp, &shared).await,
                Some(tls) => serve_tls(tls, tcp, &shared).await,
            }
            shared.open.fetch_sub(1, SeqCst);
        });
    }
}

async fn serve_tls(tls: TlsAcceptor, tcp: TcpStream, shared: &Shared) {
    // This fails when the client does not trust the certificate.
    if let Ok(connection) = tls.accept(tcp).await {
        serve(connection, shared).await;
    }
}

/// One request, one answer.
async fn serve(mut connection: impl Connection, shared: &Shared) {
    let request = read_request(&mut connection).await;
    let head = request.split("\r\n\r\n").next().unwrap_or_default();
    shared.requests.lock().unwrap().push(head.to_owned());
    let script = shared.script.lock().unwrap().clone();
    let answer = answer(&script, &request);
    // The client may have left: the test checks that.
    let _ = answer.send(&mut connection).await;
}

/// Reads a whole request.
async fn read_request(connection: &mut (impl AsyncRead + Unpin)) -> String {
    let mut text = String::new();
    let mut bytes = vec![0; 16 * 1024];
    loop {
        let read = connection.read(&mut bytes).await.unwrap_or(0);
        text += &String::from_utf8_lossy(&bytes[..read]);
        let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let head = head.to_ascii_lowercase();
            let length = head.split("content-length: ").nth(1);
            let length = length.and_then(|rest| rest.lines().next()?.parse().ok());
            body.len() >= length.unwrap_or(0)
        });
        if whole || read == 0 {
            return text;
        }
    }
}

fn path_of(request: &str) -> &str {
    request.split(' ').nth(1).unwrap_or_default()
}

fn answer(script: &Script, request: &str) -> Answer {
    let path = path_of(request);
    let is_asked = |endpoint: &Endpoint| endpoint.path_and_member().0 == path;
    let Some(endpoint) = Endpoint::ALL.into_iter().find(is_asked) else {
        return Answer::status("404 Not Found");
    };
    let mut faults = script.faults.iter();
    if let Some((_, fault)) = faults.find(|(faulty, _)| *faulty == endpoint) {
        return fault.clone();
    }
    match endpoint {
        Endpoint::Discovery => {
            json_answer(changed(metadata(&script.url, &["ES256"]), &script.metadata))
        }
        Endpoint::Jwks => json_answer(json!({ "keys": script.keys })),
        Endpoint::Token => {
            let response = token_response(script, request);
            json_answer(changed(response, &script.token_response))
        }
        Endpoint::UserInfo => {
            let token = script.key.sign(&claims(script));
            Answer::response(
                "200 OK\r\nContent-Type: application/jwt\r\n",
                token.as_bytes(),
            )
        }
    }
}

fn json_answer(body: Value) -> Answer {
    Answer::json("200 OK", &body.to_string())
}

fn changed(mut document: Value, changes: &Map<String, Value>) -> Value {
    let members = document.as_object_mut().unwrap();
    members.extend(changes.clone());
    members.retain(|_, value| !value.is_null());
    document
}

fn claims(script: &Script) -> Value {
    let now = script.now;
    let later = now + TimeDelta::hours(1);
    json!({
        "iss": script.url, "aud": CLIENT_ID, "sub": SUB,
        "iat": now.timestamp(), "exp": later.timestamp(),
    })
}

/// The code that an agent brings is the nonce of the login, so that the issuer stores nothing.
fn token_response(script: &Script, request: &str) -> Value {
    let body = request.split("\r\n\r\n").nth(1).unwrap_or_default();
    let mut form = url::form_urlencoded::parse(body.as_bytes());
    let code = form.find(|(name, _)| name == "code");
    let mut claims = claims(script);
    claims["nonce"] = json!(code.map(|(_, code)| code.into_owned()));
    let at_hash = &Sha256::digest(ACCESS_TOKEN)[..16];
    claims["at_hash"] = json!(BASE64_URL_SAFE_NO_PAD.encode(at_hash));
    json!({
        "access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 60,
        "id_token": script.key.sign(&claims),
    })
}
