use super::*;
use crate::test_tokens::{config, metadata};
use ::http::header;
use serde_json::{Value, json};
use std::future;

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
async fn a_good_answer_gives_both_tokens_as_they_are() {
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
