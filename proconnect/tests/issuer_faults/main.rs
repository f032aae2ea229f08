//! What an issuer's HTTP can do wrong, at each endpoint: every call ends in time, reads no more
//! than it should, follows nowhere, and is told by its own code.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod issuer;

use issuer::{Answer, Endpoint, Issuer};
use proconnect::{
    authorization_request::LoginOptions, authorization_response::AuthorizationResponse,
    clock::Clock, config::Config, error::Refusal, identity::Identity, relying_party::RelyingParty,
};
use std::time::Duration;
use tokio::task::JoinSet;

/// What the whole of a callback may take, and a little for a busy machine.
const DEADLINE: Duration = Duration::from_secs(12 + 3);

/// One way to fail, and what each endpoint's caller says of it.
struct Fault {
    name: &'static str,
    answer: Answer,
    provider: &'static str,
    token_response: &'static str,
    user_info: &'static str,
}

#[rustfmt::skip]
fn faults() -> Vec<Fault> {
    let fault = |name, answer, reasons: [&'static str; 3]| {
        let [provider, token_response, user_info] = reasons;
        Fault { name, answer, provider, token_response, user_info }
    };
    let json = "Content-Type: application/json\r\n";
    vec![
        fault("H-01 connection refused", Answer::Close, ["unreachable"; 3]),
        fault("H-04 accepts, then is silent", Answer::Silence, ["timed_out"; 3]),
        fault("H-05 a header that trickles", Answer::Trickle("HTTP/1.1 200 OK\r\nX: "), ["timed_out"; 3]),
        fault("H-06 a body that trickles", Answer::Trickle("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n{"), ["timed_out"; 3]),
        fault("H-07 the connection closes within the body", Answer::Bytes("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".into()), ["unreachable"; 3]),
        fault("H-09 half a JSON document", Answer::ok(json, "{\"issuer\":"), ["malformed", "malformed", "unexpected_content_type"]),
        fault("H-10 500", Answer::status("500 Internal Server Error"), ["unexpected_status"; 3]),
        fault("H-11 502 with a page", Answer::Bytes("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n<p>".into()), ["unexpected_status"; 3]),
        fault("H-12 503", Answer::status("503 Service Unavailable\r\nRetry-After: 1"), ["unexpected_status"; 3]),
        fault("H-13 429", Answer::status("429 Too Many Requests"), ["unexpected_status"; 3]),
        fault("H-14 404", Answer::status("404 Not Found"), ["unexpected_status"; 3]),
        fault("H-15 204", Answer::status("204 No Content"), ["unexpected_status"; 3]),
        fault("H-15 200 with nothing", Answer::ok(json, ""), ["malformed", "malformed", "unexpected_content_type"]),
        fault("H-16 a page in place of a document", Answer::ok("Content-Type: text/html\r\n", "<p>"), ["malformed", "malformed", "unexpected_content_type"]),
        fault("H-17 a byte order mark", Answer::ok(json, "\u{feff}{}"), ["malformed", "malformed", "unexpected_content_type"]),
        fault("H-18 a body larger than its cap", Answer::ok(json, &" ".repeat(300 * 1024)), ["too_large"; 3]),
        fault("H-20 a body that never ends", Answer::Endless, ["too_large"; 3]),
        fault("H-21 302 to another place", Answer::redirect("302 Found"), ["unexpected_status"; 3]),
        fault("H-21 307 to another place", Answer::redirect("307 Temporary Redirect"), ["unexpected_status"; 3]),
        fault("H-43 an OAuth error", Answer::Bytes("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 25\r\n\r\n{\"error\":\"invalid_grant\"}".into()), ["unexpected_status", "invalid_grant", "unexpected_status"]),
        fault("H-43 the client is refused", Answer::Bytes("HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: 26\r\n\r\n{\"error\":\"invalid_client\"}".into()), ["unexpected_status", "invalid_client", "unauthorized"]),
    ]
}

/// Logs in at the issuer, from the button to the end.
async fn log_in(issuer: &Issuer) -> Result<Identity, Refusal> {
    let relying_party = RelyingParty::new(config(issuer), Clock::system()).unwrap();
    let (url, attempt) = relying_party.authorize(LoginOptions::default()).await?;
    let parameter = |name| {
        url.query_pairs()
            .find(|(n, _)| n == name)
            .unwrap()
            .1
            .into_owned()
    };
    issuer.expect_nonce(&parameter("nonce"));
    let query = format!("code=c0d3&state={}", parameter("state"));
    let response = AuthorizationResponse::parse(&query)?;
    let login = relying_party.authenticate(response, attempt).await?;
    Ok(login.identity)
}

fn config(issuer: &Issuer) -> Config {
    Config::from_variables(|name| {
        Some(match name {
            "PROCONNECT_DOMAIN" => issuer.url(),
            "PROCONNECT_CLIENT_ID" => issuer::CLIENT_ID.to_owned(),
            "PROCONNECT_CLIENT_SECRET" => issuer::CLIENT_SECRET.to_owned(),
            "PROCONNECT_REDIRECT_URI" => "http://localhost/auth/proconnect/callback".to_owned(),
            "PROCONNECT_POST_LOGOUT_REDIRECT_URI" => {
                "http://localhost/auth/proconnect/logout/callback".to_owned()
            }
            "PROCONNECT_ID_TOKEN_SIGNED_RESPONSE_ALG"
            | "PROCONNECT_USERINFO_SIGNED_RESPONSE_ALG" => "HS256".to_owned(),
            _ => return None,
        })
    })
    .unwrap()
}

#[tokio::test]
async fn an_honest_issuer_logs_in_with_one_call_to_each_endpoint() {
    let issuer = Issuer::start(None).await;
    assert_eq!(log_in(&issuer).await.unwrap().sub.as_str(), "7396c91e");
    assert_eq!(issuer.requests(), Endpoint::ALL.map(Endpoint::path));
}

#[tokio::test]
async fn every_fault_ends_in_time_and_is_told_by_its_code() {
    let mut rows = JoinSet::new();
    for endpoint in Endpoint::ALL {
        for Fault {
            name,
            answer,
            provider,
            token_response,
            user_info,
        } in faults()
        {
            let expected = match endpoint {
                Endpoint::Discovery | Endpoint::Jwks => format!("provider.{provider}"),
                Endpoint::Token => format!("token_response.{token_response}"),
                Endpoint::UserInfo => format!("user_info.{user_info}"),
            };
            rows.spawn(async move {
                let issuer = Issuer::start(Some((endpoint, answer))).await;
                let row = format!("{name}, at {}", endpoint.path());
                let outcome = tokio::time::timeout(DEADLINE, log_in(&issuer)).await;
                let refusal = outcome
                    .unwrap_or_else(|_| panic!("{row}: no end"))
                    .unwrap_err();
                assert_eq!(refusal.code(), expected, "{row}");
                // Neither followed elsewhere, nor tried again.
                let asked: Vec<_> = issuer
                    .requests()
                    .into_iter()
                    .filter(|path| *path == endpoint.path())
                    .collect();
                assert!(asked.len() <= 1, "{row}: asked {} times", asked.len());
                assert!(
                    !issuer.requests().contains(&"/elsewhere"),
                    "{row}: followed"
                );
            });
        }
    }
    let count = rows.len();
    while let Some(row) = rows.join_next().await {
        row.unwrap();
    }
    println!("issuer faults: {count} rows");
}
