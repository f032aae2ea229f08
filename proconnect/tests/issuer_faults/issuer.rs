//! An issuer written byte by byte, honest but at one endpoint.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{EncodingKey, Header};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::sleep,
};

pub const CLIENT_ID: &str = "client";
pub const CLIENT_SECRET: &str = "0123456789abcdef0123456789abcdef";
const ACCESS_TOKEN: &str = "t0ken";

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    Discovery,
    Jwks,
    Token,
    UserInfo,
}

impl Endpoint {
    pub const ALL: [Self; 4] = [Self::Discovery, Self::Jwks, Self::Token, Self::UserInfo];

    pub fn path(self) -> &'static str {
        match self {
            Self::Discovery => "/api/v2/.well-known/openid-configuration",
            Self::Jwks => "/api/v2/jwks",
            Self::Token => "/api/v2/token",
            Self::UserInfo => "/api/v2/userinfo",
        }
    }
}

/// What is sent in answer to a request.
#[derive(Clone)]
pub enum Answer {
    /// Nothing, and the connection is closed.
    Close,
    /// Nothing, and the connection stays.
    Silence,
    /// This, then a byte a second.
    Trickle(&'static str),
    /// A chunked body without end.
    Endless,
    /// This, and the connection is closed.
    Bytes(String),
}

impl Answer {
    pub fn ok(headers: &str, body: &str) -> Self {
        let length = body.len();
        Self::Bytes(format!(
            "HTTP/1.1 200 OK\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
        ))
    }

    pub fn status(line: &str) -> Self {
        Self::Bytes(format!("HTTP/1.1 {line}\r\nContent-Length: 0\r\n\r\n"))
    }

    pub fn redirect(status: &str) -> Self {
        Self::status(&format!("{status}\r\nLocation: /elsewhere"))
    }

    async fn send(&self, stream: &mut TcpStream) -> std::io::Result<()> {
        match self {
            Self::Close => Ok(()),
            Self::Silence => std::future::pending().await,
            Self::Trickle(start) => {
                stream.write_all(start.as_bytes()).await?;
                loop {
                    sleep(Duration::from_secs(1)).await;
                    stream.write_all(b" ").await?;
                }
            }
            Self::Endless => {
                let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
                stream.write_all(head.as_bytes()).await?;
                loop {
                    stream
                        .write_all(&[b"400\r\n".as_slice(), &[b' '; 0x400], b"\r\n"].concat())
                        .await?;
                }
            }
            Self::Bytes(bytes) => stream.write_all(bytes.as_bytes()).await,
        }
    }
}

pub struct Issuer {
    address: SocketAddr,
    nonce: Arc<Mutex<String>>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Issuer {
    /// Honest, but for the answer of one endpoint.
    pub async fn start(fault: Option<(Endpoint, Answer)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let issuer = Self {
            address,
            nonce: Arc::default(),
            requests: Arc::default(),
        };
        let (nonce, requests) = (Arc::clone(&issuer.nonce), Arc::clone(&issuer.requests));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (nonce, requests) = (Arc::clone(&nonce), Arc::clone(&requests));
                let fault = fault.clone();
                tokio::spawn(async move {
                    let path = read_path(&mut stream).await;
                    requests.lock().unwrap().push(path.clone());
                    let nonce = nonce.lock().unwrap().clone();
                    let answer = match fault {
                        Some((endpoint, answer)) if endpoint.path() == path => answer,
                        _ => honest(&path, address, &nonce),
                    };
                    let _ = answer.send(&mut stream).await;
                });
            }
        });
        issuer
    }

    pub fn url(&self) -> String {
        format!("http://{}/api/v2", self.address)
    }

    pub fn expect_nonce(&self, nonce: &str) {
        nonce.clone_into(&mut self.nonce.lock().unwrap());
    }

    /// The paths asked for so far, in order.
    pub fn requests(&self) -> Vec<&'static str> {
        let known = Endpoint::ALL.map(Endpoint::path);
        let requests = self.requests.lock().unwrap();
        let name = |path: &String| {
            known
                .into_iter()
                .find(|known| known == path)
                .unwrap_or("/elsewhere")
        };
        requests.iter().map(name).collect()
    }
}

/// Reads a request to its end, and gives its path.
async fn read_path(stream: &mut TcpStream) -> String {
    let mut bytes = vec![0; 16 * 1024];
    let mut length = 0;
    loop {
        let read = stream.read(&mut bytes[length..]).await.unwrap_or(0);
        length += read;
        let text = String::from_utf8_lossy(&bytes[..length]).into_owned();
        let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let head = head.to_ascii_lowercase();
            let expected = head
                .split("content-length: ")
                .nth(1)
                .and_then(|rest| rest.lines().next());
            body.len() >= expected.and_then(|length| length.parse().ok()).unwrap_or(0)
        });
        if whole || read == 0 {
            return text.split(' ').nth(1).unwrap_or_default().to_owned();
        }
    }
}

fn honest(path: &str, address: SocketAddr, nonce: &str) -> Answer {
    let issuer = format!("http://{address}/api/v2");
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let json = "Content-Type: application/json\r\n";
    let claims = |more: Value| {
        let mut claims = json!({
            "iss": issuer, "aud": CLIENT_ID, "sub": "7396c91e", "iat": now, "exp": now + 3600,
        });
        claims
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let key = EncodingKey::from_secret(CLIENT_SECRET.as_bytes());
        jsonwebtoken::encode(&Header::default(), &claims, &key).unwrap()
    };
    if path == Endpoint::Discovery.path() {
        Answer::ok(json, &document(&issuer).to_string())
    } else if path == Endpoint::Jwks.path() {
        Answer::ok(json, r#"{"keys":[]}"#)
    } else if path == Endpoint::Token.path() {
        let hash = BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(ACCESS_TOKEN)[..16]);
        let id_token = claims(json!({"nonce": nonce, "at_hash": hash}));
        let body =
            json!({"access_token": ACCESS_TOKEN, "token_type": "Bearer", "id_token": id_token});
        Answer::ok(json, &body.to_string())
    } else if path == Endpoint::UserInfo.path() {
        Answer::ok("Content-Type: application/jwt\r\n", &claims(json!({})))
    } else {
        Answer::status("404 Not Found")
    }
}

fn document(issuer: &str) -> Value {
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/jwks"),
        "end_session_endpoint": format!("{issuer}/session/end"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["HS256"],
    })
}
