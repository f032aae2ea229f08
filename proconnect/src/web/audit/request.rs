//! The request of an event.

use super::PlainText;
use axum::{
    extract::Request,
    http::{HeaderMap, header::USER_AGENT},
};
use std::{net::IpAddr, sync::Arc};

/// Where the request of an event came from. The library knows the `User-Agent` only; an outer layer of the
/// application may put an `Arc` of a complete one into the extensions of the request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditedRequest {
    /// The address of the client.
    pub client: Option<IpAddr>,
    /// The identifier of the request in the logs.
    pub id: Option<PlainText>,
    /// The identifier that the platform gave the request.
    pub platform_id: Option<PlainText>,
    /// The `User-Agent` of the browser.
    pub user_agent: Option<PlainText>,
}

impl AuditedRequest {
    /// A request of which nothing but its headers is known.
    #[must_use]
    pub fn with_headers(headers: &HeaderMap) -> Self {
        let user_agent = headers.get(USER_AGENT);
        let user_agent = user_agent.map(|text| String::from_utf8_lossy(text.as_bytes()));
        Self {
            user_agent: user_agent.map(|text| PlainText::new(&text)),
            ..Self::default()
        }
    }

    /// As the outer layer has put it into the extensions, or else by the headers.
    #[must_use]
    pub fn of(request: &Request) -> Arc<Self> {
        let complete = request.extensions().get::<Arc<Self>>().cloned();
        complete.unwrap_or_else(|| Arc::new(Self::with_headers(request.headers())))
    }
}
