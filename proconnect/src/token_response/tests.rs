use super::*;
use crate::{
    error::HttpError,
    test_tokens::{CLIENT_ID, CLIENT_SECRET, config, metadata},
};
use ::http::header;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use std::{
    future,
    sync::{Arc, Mutex},
};

/// The request for tokens, at an issuer that announces these methods.
async fn request_to_an_issuer_with(methods: Value) -> Request<Vec<u8>> {
    let sent = Arc::new(Mutex::new(None));
    let call = |request: Request<Vec<u8>>| -> Call {
        *sent.lock().unwrap() = Some(request);
        Box::pin(future::ready(Err(HttpError::TimedOut)))
    };
    let metadata = metadata(&json!({"token_endpoint_auth_methods_supported": methods}));
    let code = AuthorizationCode::new("c0de".to_owned());
    let verifier = CodeVerifier::new("v".repeat(43));
    let outcome = exchange_code_by(call, &config(), &metadata, code, verifier).await;
    assert_eq!(outcome.err(), Some(HttpError::TimedOut.into()));
    sent.lock().unwrap().take().unwrap()
}

#[tokio::test]
async fn the_secret_goes_in_the_body_where_the_issuer_takes_it_there() {
    for methods in [
        json!(["client_secret_post", "private_key_jwt"]),
        json!(["client_secret_basic", "client_secret_post"]),
    ] {
        let request = request_to_an_issuer_with(methods).await;
        assert_eq!(request.headers().get(header::AUTHORIZATION), None);
        let body = String::from_utf8(request.into_body()).unwrap();
        let secret = format!("&client_secret={CLIENT_SECRET}");
        assert!(body.contains(&secret), "{body}");
    }
}

#[tokio::test]
async fn the_secret_is_sent_by_http_basic_where_the_issuer_announces_it_or_nothing() {
    for methods in [json!(["client_secret_basic"]), Value::Null] {
        let request = request_to_an_issuer_with(methods).await;
        let credentials = STANDARD.encode(format!("{CLIENT_ID}:{CLIENT_SECRET}"));
        let header = &request.headers()[header::AUTHORIZATION];
        assert_eq!(header, &format!("Basic {credentials}"));
        let body = String::from_utf8(request.into_body()).unwrap();
        assert!(!body.contains("client_secret"), "{body}");
    }
}

async fn exchange(status: StatusCode, body: &str) -> Result<TokenResponse, Error> {
    let body = body.to_owned();
    let call = move |request: Request<Vec<u8>>| -> Call {
        assert_eq!(request.uri(), "https://issuer.example/api/v2/token");
        let mut response = Response::new(body.clone().into_bytes());
        *response.status_mut() = status;
        let json = header::HeaderValue::from_static("application/json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        Box::pin(future::ready(Ok(response)))
    };
    let code = AuthorizationCode::new("c0de".to_owned());
    let verifier = CodeVerifier::new("v".repeat(43));
    exchange_code_by(call, &config(), &metadata(&json!({})), code, verifier).await
}

fn good() -> Value {
    json!({"access_token": "t0ken", "token_type": "Bearer", "id_token": "a.b.c"})
}

async fn refusal(status: StatusCode, body: &str) -> Option<Error> {
    exchange(status, body).await.err()
}

#[tokio::test]
async fn both_tokens_of_a_good_response_are_returned_unchanged() {
    for token_type in ["Bearer", "bearer", "BEARER"] {
        let mut body = good();
        body["token_type"] = json!(token_type);
        let tokens = exchange(StatusCode::OK, &body.to_string()).await.unwrap();
        assert_eq!(tokens.access_token.secret(), "t0ken");
        assert_eq!(tokens.id_token.as_str(), "a.b.c");
    }
}

#[tokio::test]
async fn an_answer_without_the_tokens_that_are_needed_is_refused() {
    for (member, value, expected) in [
        ("token_type", json!("mac"), Error::UnexpectedTokenType),
        ("token_type", Value::Null, Error::Malformed),
        ("id_token", Value::Null, Error::IdTokenMissing),
        ("id_token", json!({}), Error::Malformed),
        ("access_token", Value::Null, Error::Malformed),
    ] {
        let mut body = good();
        body[member] = value;
        let refused = refusal(StatusCode::OK, &body.to_string()).await;
        assert_eq!(refused, Some(expected), "{body}");
    }
}

#[tokio::test]
async fn r21_members_that_are_not_used_have_no_say() {
    for (member, value) in [
        ("expires_in", json!("3600")),
        ("expires_in", json!(-1)),
        ("expires_in", json!(1e300)),
        ("expires_in", json!({})),
        ("scope", json!(["openid", "email"])),
        ("scope", json!(5)),
        ("refresh_token", Value::Null),
        ("refresh_token", json!(5)),
        ("not_before_policy", json!([])),
    ] {
        let mut body = good();
        body[member] = value;
        assert!(
            exchange(StatusCode::OK, &body.to_string()).await.is_ok(),
            "{body}"
        );
    }
    for (member, value) in [("error_description", json!(5)), ("error_uri", Value::Null)] {
        let mut body = json!({"error": "invalid_grant"});
        body[member] = value;
        let refused = refusal(StatusCode::BAD_REQUEST, &body.to_string()).await;
        assert_eq!(refused, Some(Error::InvalidGrant), "{body}");
    }
}

#[tokio::test]
async fn a_member_that_is_used_and_given_twice_is_refused() {
    let good = good().to_string();
    let open = good.strip_suffix('}').unwrap();
    for member in [
        r#""id_token":"d.e.f""#,
        r#""access_token":"other""#,
        r#""token_type":"Bearer""#,
    ] {
        let refused = refusal(StatusCode::OK, &format!("{open},{member}}}")).await;
        assert_eq!(refused, Some(Error::Malformed), "{member}");
    }
}

#[tokio::test]
async fn an_answer_that_is_not_json_to_its_end_is_refused() {
    for body in [
        String::new(),
        "<p>".into(),
        format!("{}{{}}", good()),
        "[]".into(),
    ] {
        assert_eq!(
            refusal(StatusCode::OK, &body).await,
            Some(Error::Malformed),
            "{body}"
        );
    }
}

#[tokio::test]
async fn each_error_of_the_issuer_has_its_reason_and_any_other_counts_as_refused() {
    let unknown = ("Y000400", Error::Refused);
    for (error, expected) in TOKEN_ERRORS.into_iter().chain([unknown]) {
        for status in [StatusCode::BAD_REQUEST, StatusCode::UNAUTHORIZED] {
            let body = json!({"error": error, "error_description": "<b>"}).to_string();
            assert_eq!(refusal(status, &body).await, Some(expected), "{error}");
        }
    }
    let refused = refusal(StatusCode::BAD_REQUEST, &good().to_string()).await;
    assert_eq!(refused, Some(Error::Malformed));
}

#[tokio::test]
async fn a_debug_print_shows_no_token() {
    let tokens = exchange(StatusCode::OK, &good().to_string()).await.unwrap();
    let print = format!("{tokens:?}");
    assert!(
        !print.contains("t0ken") && !print.contains("a.b.c"),
        "{print}"
    );
}
