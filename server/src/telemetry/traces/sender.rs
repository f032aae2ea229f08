//! Sends a batch by the HTTP client of this workspace, on the runtime of the server: the thread of the SDK, which
//! waits for the result, has none.

use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response, ResponseBodyTooLarge};
use reqwest::redirect::Policy;
use std::time::Duration;
use tokio::runtime::Handle;
use url::Url;

/// Time for one call, its answer included.
const CALL: Duration = Duration::from_secs(5);

/// Longest answer that is read, in bytes. That of a collector has some dozens.
const ANSWER_CAP: usize = 64 * 1024;

#[derive(Debug)]
pub struct Sender {
    client: reqwest::Client,
    runtime: Handle,
}

impl Sender {
    /// A client for that collector.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    #[expect(
        clippy::disallowed_methods,
        reason = "the client of proconnect calls an issuer alone; this one follows no redirect and waits 5 s"
    )]
    pub fn new(collector: &Url) -> reqwest::Result<Self> {
        let mut builder = reqwest::Client::builder()
            .timeout(CALL)
            .redirect(Policy::none());
        if collector.scheme() == "http" {
            // A collector without TLS is in the same network: no proxy is asked, and no authority is needed.
            builder = builder.no_proxy().tls_built_in_root_certs(false);
        }
        let client = builder.build()?;
        let runtime = Handle::current();
        Ok(Self { client, runtime })
    }
}

#[async_trait::async_trait]
impl HttpClient for Sender {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let request = reqwest::Request::try_from(request)?;
        let sent = send(self.client.clone(), request);
        self.runtime.spawn(sent).await?
    }
}

async fn send(
    client: reqwest::Client,
    request: reqwest::Request,
) -> Result<Response<Bytes>, HttpError> {
    let mut answer = client.execute(request).await?;
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        if body.len() + chunk.len() > ANSWER_CAP {
            return Err(ResponseBodyTooLarge::new().into());
        }
        body.extend_from_slice(&chunk);
    }
    let mut response = Response::new(body.into());
    *response.status_mut() = answer.status();
    *response.headers_mut() = answer.headers().clone();
    Ok(response)
}
