//! The only HTTP client. It follows no redirect, respects its deadlines, reads no body beyond its
//! cap, and opens a new connection for each call.

mod call_error;

pub use call_error::{CallError, CallFailure};

use crate::error::HttpError;
use ::http::{Request, Response, StatusCode};
use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

/// Longest times that calls to the issuer may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// To connect: name resolution, proxy and TLS included.
    pub connect: Duration,
    /// For one whole call, body included.
    pub call: Duration,
    /// For the whole callback: code exchange, key renewal and userinfo together.
    pub callback: Duration,
}

impl Default for Deadlines {
    /// The deadlines of production: 2 s to connect, 5 s for a call, 12 s for a callback. The agent
    /// looks at an empty page meanwhile.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(2),
            call: Duration::from_secs(5),
            callback: Duration::from_secs(12),
        }
    }
}

/// Largest metadata or key document read, in bytes.
pub const DOCUMENT_CAP: usize = 256 * 1024;
/// Largest token response read, in bytes.
pub const TOKEN_CAP: usize = 64 * 1024;
/// Largest userinfo response read, in bytes: an identity provider may put all the groups of its
/// directory into `custom`.
pub const USER_INFO_CAP: usize = 2 * 1024 * 1024;

/// The endpoint that a call goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// The metadata (Discovery 1.0, 4).
    Discovery,
    /// The keys (RFC 7517 5).
    Keys,
    /// The token endpoint (Core 3.1.3).
    Token,
    /// The userinfo endpoint (Core 5.3).
    UserInfo,
}

impl Endpoint {
    /// `discovery`, `keys`, `token` or `user_info`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Discovery => "discovery",
            Self::Keys => "keys",
            Self::Token => "token",
            Self::UserInfo => "user_info",
        }
    }
}

/// Learns of every call to the issuer when it has ended, for the measurements of an application.
pub trait CallObserver: fmt::Debug + Send + Sync + 'static {
    /// A call ended after that time: with a status, or without an answer that can be used.
    fn ended(&self, endpoint: Endpoint, outcome: Result<StatusCode, HttpError>, after: Duration);
}

/// One call under way.
pub type Call = Pin<Box<dyn Future<Output = Result<Response<Vec<u8>>, HttpError>> + Send>>;

/// The client that makes every call to the issuer.
#[derive(Debug, Clone)]
pub struct HttpClient {
    /// Uses the proxy of `HTTPS_PROXY`, except for the hosts of `NO_PROXY`.
    https: reqwest::Client,
    /// Calls this machine only, and never through a proxy: its requests are not encrypted.
    loopback: reqwest::Client,
    observer: Option<Arc<dyn CallObserver>>,
}

impl HttpClient {
    /// Makes the client. It trusts the certificate authorities of the system, so that those of a
    /// ministry are accepted.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that makes an HTTP client"
    )]
    pub fn new(deadlines: Deadlines) -> Result<Self, reqwest::Error> {
        let builder = || {
            reqwest::Client::builder()
                .connect_timeout(deadlines.connect)
                .timeout(deadlines.call)
                // A kept connection may close at the moment of its next use, and a code sent into
                // it would be lost.
                .pool_max_idle_per_host(0)
                .redirect(reqwest::redirect::Policy::none())
                .user_agent(concat!("leptos-proconnect/", env!("CARGO_PKG_VERSION")))
        };
        let loopback = builder().no_proxy().tls_built_in_root_certs(false);
        Ok(Self {
            https: builder().build()?,
            loopback: loopback.build()?,
            observer: None,
        })
    }

    /// The same client, whose calls are observed.
    #[must_use]
    pub fn with_observer(&self, observer: Arc<dyn CallObserver>) -> Self {
        Self {
            observer: Some(observer),
            ..self.clone()
        }
    }

    /// The client in the form that `oauth2` accepts. A response with a status outside `statuses`
    /// becomes an error.
    pub(crate) fn caller(
        &self,
        endpoint: Endpoint,
        cap: usize,
        statuses: &'static [StatusCode],
    ) -> impl Fn(Request<Vec<u8>>) -> Call + use<> {
        let client = self.clone();
        move |request| {
            let client = client.clone();
            Box::pin(async move {
                let response = client.send(endpoint, request, cap).await?;
                if statuses.contains(&response.status()) {
                    Ok(response)
                } else {
                    Err(unexpected_status(response.status()))
                }
            })
        }
    }

    /// Sends one request, and never repeats it: a code may be used only once. The caller checks the
    /// status.
    ///
    /// # Errors
    /// When no response arrives within the deadlines, or when it is longer than `cap` bytes.
    pub async fn send(
        &self,
        endpoint: Endpoint,
        request: Request<Vec<u8>>,
        cap: usize,
    ) -> Result<Response<Vec<u8>>, HttpError> {
        let began = Instant::now();
        let answered = self.send_unobserved(request, cap).await;
        if let Some(observer) = &self.observer {
            let outcome = answered.as_ref().map(Response::status);
            observer.ended(endpoint, outcome.map_err(|error| *error), began.elapsed());
        }
        answered
    }

    async fn send_unobserved(
        &self,
        request: Request<Vec<u8>>,
        cap: usize,
    ) -> Result<Response<Vec<u8>>, HttpError> {
        let address = request.uri().to_string();
        let answer = self.call(request, cap).await;
        answer.map_err(|error| {
            error.log(&address, cap);
            error.as_http_error()
        })
    }

    /// Like [`Self::send`], without a log line: the error holds the reason.
    pub(crate) async fn call(
        &self,
        request: Request<Vec<u8>>,
        cap: usize,
    ) -> Result<Response<Vec<u8>>, CallError> {
        let request = reqwest::Request::try_from(request).map_err(CallError::of)?;
        let client = match request.url().scheme() {
            "https" => &self.https,
            _ => &self.loopback,
        };
        let mut answer = client.execute(request).await.map_err(CallError::of)?;
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(CallError::of)? {
            if body.len() + chunk.len() > cap {
                return Err(CallFailure::TooLarge.into());
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = Response::new(body);
        *response.status_mut() = answer.status();
        *response.headers_mut() = answer.headers().clone();
        Ok(response)
    }
}

/// Logs an unexpected status, and returns its error.
pub(crate) fn unexpected_status(status: StatusCode) -> HttpError {
    tracing::warn!(
        status = status.as_u16(),
        "the issuer answered with another status"
    );
    HttpError::UnexpectedStatus
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, body::Body, routing::get};
    use futures::stream;
    use tokio::net::TcpListener;

    /// Reads a body of 12 bytes, sent in three chunks.
    async fn read_up_to(cap: usize) -> Result<Vec<u8>, HttpError> {
        let chunks = || {
            let chunks = ["four", "more", "last"].map(Ok::<_, std::io::Error>);
            Body::from_stream(stream::iter(chunks))
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let router = Router::new().route("/", get(move || async move { chunks() }));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let request = Request::get(address).body(Vec::new()).unwrap();
        let client = HttpClient::new(Deadlines::default()).unwrap();
        let response = client.send(Endpoint::Discovery, request, cap).await?;
        Ok(response.into_body())
    }

    #[tokio::test]
    async fn a_body_may_be_as_long_as_its_cap_and_no_longer() {
        assert_eq!(read_up_to(12).await.unwrap(), b"fourmorelast");
        assert_eq!(read_up_to(11).await.unwrap_err(), HttpError::TooLarge);
    }

    /// An issuer that keeps each connection open after its first response, and closes it when a
    /// second request arrives.
    #[tokio::test]
    async fn r28_no_call_is_lost_to_a_kept_connection_that_dies_when_it_is_used_again() {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let mut request = [0; 4096];
                    let _ = connection.read(&mut request).await;
                    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
                    let _ = connection.write_all(answer).await;
                    let _ = connection.read(&mut request).await;
                });
            }
        });
        let client = HttpClient::new(Deadlines::default()).unwrap();
        for _ in 0..20 {
            let request = Request::post(&address).body(b"code=c0de".to_vec()).unwrap();
            let response = client.send(Endpoint::Discovery, request, 100).await;
            assert_eq!(response.map(Response::into_body), Ok(b"ok".to_vec()));
            // Long enough for the client to keep the connection, if it did.
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}
