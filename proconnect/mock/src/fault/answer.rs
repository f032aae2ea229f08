use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::sync::Arc;

use super::{Endpoint, Fault};
use crate::issuer::Issuer;

/// Put into a response by its endpoint: the client and the login that it concerns.
#[derive(Clone, Default)]
pub struct Regarding {
    pub client_id: Option<String>,
    /// The faults that the login carries.
    pub faults: Vec<Fault>,
}

/// The layer between the honest endpoints and the relying party. It changes documents and breaks
/// connections according to the faults.
pub async fn answer(State(issuer): State<Arc<Issuer>>, request: Request, next: Next) -> Response {
    let endpoint = Endpoint::at(request.uri().path());
    let mut response = next.run(request).await;
    let Some(endpoint) = endpoint else {
        return response;
    };
    let regarding = response
        .extensions_mut()
        .remove::<Regarding>()
        .unwrap_or_default();
    let faults = issuer
        .faults
        .take(regarding.client_id.as_deref(), &regarding.faults, |fault| {
            fault.changes_answers_of(endpoint)
        });
    for fault in faults {
        response = tell(fault, response, &issuer).await;
    }
    response
}

async fn tell(fault: Fault, response: Response, issuer: &Issuer) -> Response {
    if let Fault::Token(fault) = fault
        && let Some(error) = fault.error()
    {
        return error.into_response();
    }
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    if let Fault::Transport(_, fault) = fault {
        let response = Response::from_parts(parts, Body::empty());
        return fault.fail(response, body).await;
    }
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, document(fault, body, issuer).into())
}

/// Changes a JSON document; returns another body unchanged.
fn document(fault: Fault, body: Bytes, issuer: &Issuer) -> Bytes {
    let Ok(mut document) = serde_json::from_slice::<Value>(&body) else {
        return body;
    };
    match fault {
        Fault::Discovery(fault) => fault.change(&mut document),
        Fault::Jwks(fault) => fault.change(&mut document, &issuer.keys.current_kids()),
        Fault::Token(fault) => fault.change(&mut document),
        _ => {}
    }
    document.to_string().into()
}

impl Endpoint {
    fn at(path: &str) -> Option<Self> {
        match path.strip_prefix("/api/v2")? {
            "/.well-known/openid-configuration" => Some(Self::Discovery),
            "/jwks" => Some(Self::Jwks),
            "/token" => Some(Self::Token),
            "/userinfo" => Some(Self::Userinfo),
            _ => None,
        }
    }
}

impl Fault {
    fn changes_answers_of(self, endpoint: Endpoint) -> bool {
        match self {
            Self::Transport(of, _) => of == endpoint,
            Self::Discovery(_) => endpoint == Endpoint::Discovery,
            Self::Jwks(_) => endpoint == Endpoint::Jwks,
            Self::Token(_) => endpoint == Endpoint::Token,
            _ => false,
        }
    }
}
