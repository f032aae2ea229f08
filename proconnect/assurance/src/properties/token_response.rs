//! Accepted tokens are those that the issuer wrote, and of type Bearer.

use super::{
    login::{LOGIN, METADATA, config},
    wire,
};
use futures::FutureExt;
use http::{HeaderValue, Response, StatusCode, header::CONTENT_TYPE};
use openidconnect::PkceCodeVerifier;
use proconnect::{
    config::Config,
    testing::{http::Call, jws::UnverifiedJws, token_response::exchange_code_by},
};
use std::{future, sync::LazyLock};

static CONFIG: LazyLock<Config> = LazyLock::new(|| config(&LOGIN.issuer));

/// Input: status and `Content-Type` on the first line, then the body.
pub fn check(input: &[u8]) -> bool {
    let (head, body) = match input.iter().position(|byte| *byte == b'\n') {
        Some(end) => (&input[..end], &input[end + 1..]),
        None => (input, &[][..]),
    };
    let (status, content_type) = head.split_at(head.len().min(3));
    let status = match status {
        b"200" => StatusCode::OK,
        b"401" => StatusCode::UNAUTHORIZED,
        _ => StatusCode::BAD_REQUEST,
    };
    let mut response = Response::new(body.to_vec());
    *response.status_mut() = status;
    match HeaderValue::from_bytes(content_type.trim_ascii()) {
        Ok(value) if !value.is_empty() => drop(response.headers_mut().insert(CONTENT_TYPE, value)),
        _ => {}
    }
    let answer = move |_| -> Call { Box::pin(future::ready(Ok(response.clone()))) };
    let verifier = PkceCodeVerifier::new("v".repeat(43));
    let exchange = exchange_code_by(
        Box::new(answer),
        &CONFIG,
        &METADATA,
        LOGIN.code.clone(),
        verifier,
    );
    let Ok(tokens) = exchange
        .now_or_never()
        .expect("there is nothing to wait for")
    else {
        return false;
    };
    let written = wire::members(body);
    assert_eq!(status, StatusCode::OK);
    assert!(
        written["token_type"]
            .as_str()
            .unwrap()
            .eq_ignore_ascii_case("bearer")
    );
    assert_eq!(
        written["access_token"],
        tokens.access_token.secret().as_str()
    );
    let id_token = written["id_token"].as_str().unwrap().to_owned();
    assert!(tokens.id_token == UnverifiedJws::new(id_token), "{written}");
    true
}
