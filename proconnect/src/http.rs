//! The one HTTP client: it follows no redirect, waits for nothing longer than its deadlines and
//! reads no body beyond its cap.

use crate::error::HttpError;
use ::http::{Request, Response, StatusCode};
use std::{pin::Pin, time::Duration};

/// How long a connection is kept for the next call: less than issuers and firewalls keep theirs,
/// for a code sent into one that is gone is lost.
const KEEP_ALIVE: Duration = Duration::from_secs(30);

/// How long the issuer is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// To reach it: name, proxy and TLS included.
    pub connect: Duration,
    /// For one call in all, body included.
    pub call: Duration,
    /// For the whole callback: code exchange, key renewal and userinfo together.
    pub callback: Duration,
}

impl Default for Deadlines {
    /// Those of production. An agent looks at an empty page meanwhile.
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
/// Largest token or userinfo response read, in bytes.
pub const TOKEN_CAP: usize = 64 * 1024;

/// One call under way.
pub type Call = Pin<Box<dyn Future<Output = Result<Response<Vec<u8>>, HttpError>> + Send>>;

/// The client every call to the issuer goes through.
#[derive(Debug, Clone)]
pub struct HttpClient {
    /// Goes through the proxy of `HTTPS_PROXY`, but to the hosts of `NO_PROXY`.
    https: reqwest::Client,
    /// Goes nowhere but to this machine: what is sent in clear must not reach a proxy.
    loopback: reqwest::Client,
}

impl HttpClient {
    /// Trusts the certificate authorities of the system, so that a ministry's own are honoured.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(deadlines: Deadlines) -> Result<Self, reqwest::Error> {
        let builder = || {
            reqwest::Client::builder()
                .connect_timeout(deadlines.connect)
                .timeout(deadlines.call)
                .pool_idle_timeout(KEEP_ALIVE)
                .redirect(reqwest::redirect::Policy::none())
                .user_agent(concat!("leptos-proconnect/", env!("CARGO_PKG_VERSION")))
        };
        let loopback = builder().no_proxy().tls_built_in_root_certs(false);
        Ok(Self {
            https: builder().build()?,
            loopback: loopback.build()?,
        })
    }

    /// The client in the form that `openidconnect` and `oauth2` take; an answer of another status
    /// than these does not reach them.
    pub(crate) fn caller(
        &self,
        cap: usize,
        statuses: &'static [StatusCode],
    ) -> impl Fn(Request<Vec<u8>>) -> Call + use<> {
        let client = self.clone();
        move |request| {
            let client = client.clone();
            Box::pin(async move {
                let response = client.send(request, cap).await?;
                if statuses.contains(&response.status()) {
                    Ok(response)
                } else {
                    Err(HttpError::UnexpectedStatus)
                }
            })
        }
    }

    /// Sends one request, once: a code may be used at most once, so nothing is retried here.
    ///
    /// # Errors
    /// When no answer comes in time, or one longer than `cap` bytes. The status is the caller's
    /// to judge.
    pub async fn send(
        &self,
        request: Request<Vec<u8>>,
        cap: usize,
    ) -> Result<Response<Vec<u8>>, HttpError> {
        let request = reqwest::Request::try_from(request).map_err(|_| HttpError::Unreachable)?;
        let client = match request.url().scheme() {
            "https" => &self.https,
            _ => &self.loopback,
        };
        let mut answer = client.execute(request).await.map_err(reason)?;
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(reason)? {
            if body.len() + chunk.len() > cap {
                return Err(HttpError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = Response::new(body);
        *response.status_mut() = answer.status();
        *response.headers_mut() = answer.headers().clone();
        Ok(response)
    }
}

fn reason(error: reqwest::Error) -> HttpError {
    // The address is dropped: a query must not reach a log.
    let error = error.without_url();
    tracing::debug!(%error, "a call to the issuer failed");
    if error.is_timeout() {
        HttpError::TimedOut
    } else {
        HttpError::Unreachable
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, body::Body, routing::get};
    use futures::stream;
    use tokio::net::TcpListener;

    /// What comes of a body of 12 bytes in three chunks.
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
        let response = client.send(request, cap).await?;
        Ok(response.into_body())
    }

    #[tokio::test]
    async fn a_body_may_be_as_long_as_its_cap_and_no_longer() {
        assert_eq!(read_up_to(12).await.unwrap(), b"fourmorelast");
        assert_eq!(read_up_to(11).await.unwrap_err(), HttpError::TooLarge);
    }
}
