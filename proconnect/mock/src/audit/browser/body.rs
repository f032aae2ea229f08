//! The body of a response, of a limited length.

use reqwest::Response;
use url::Url;

use super::BrowserError;

/// In bytes, after decompression.
const LONGEST: usize = 8 * 1024 * 1024;

/// The body of the response of `url`.
///
/// # Errors
/// [`BrowserError::TooLong`] above 8 MiB: a body without an end would fill the memory before the request
/// times out.
pub async fn read(url: &Url, mut response: Response) -> Result<String, BrowserError> {
    let mut body = Vec::new();
    loop {
        let chunk = response.chunk().await;
        let Some(chunk) = chunk.map_err(|error| BrowserError::of(url, &error))? else {
            return Ok(String::from_utf8_lossy(&body).into_owned());
        };
        if body.len() + chunk.len() > LONGEST {
            return Err(BrowserError::TooLong(url.clone()));
        }
        body.extend_from_slice(&chunk);
    }
}
