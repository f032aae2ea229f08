//! The log of a refused login: a warning names the member or the cause, and contains no secret.

use crate::{
    answer::Answer,
    issuer::{CLIENT_ID, Endpoint, Issuer, SUB},
    place::closed_port,
    tls,
    world::World,
};
use proconnect::Deadlines;
use serde_json::{Map, Value, json};

/// The warnings of a log, without the audit trail.
fn warnings(log: &str) -> Vec<Map<String, Value>> {
    let events = log.lines().map(|line| {
        let event: Value = serde_json::from_str(line).unwrap();
        event
    });
    events
        .filter(|event| event["level"] == "WARN" && event["target"] != "audit")
        .map(|event| event["fields"].as_object().unwrap().clone())
        .collect()
}

/// Asserts that the login of this world is refused with that code, and that a warning names the
/// member.
async fn assert_logged(world: &World, code: &str, document: &str, member: &str) {
    assert_eq!(world.log_in().await, code);
    let log = world.log();
    let lines = warnings(&log);
    let is_it =
        |line: &Map<String, Value>| line["document"] == document && line["member"] == member;
    assert!(
        lines
            .iter()
            .any(|line| line.contains_key("member") && is_it(line)),
        "{document} {member}: {lines:?}"
    );
    assert!(!log.contains("s3cr3t"), "{log}");
}

#[tokio::test]
async fn r16_a_refusal_names_the_member_of_the_document_or_response() {
    for (member, value, named) in [
        ("jwks_uri", json!({"s3cr3t": 1}), "jwks_uri"),
        ("token_endpoint", json!("s3cr3t"), "token_endpoint"),
        (
            "acr_values_supported",
            json!("s3cr3t"),
            "acr_values_supported",
        ),
        (
            "code_challenge_methods_supported",
            json!(["S256", {"s3cr3t": 1}]),
            "code_challenge_methods_supported[1]",
        ),
        (
            "authorization_endpoint",
            Value::Null,
            "authorization_endpoint",
        ),
    ] {
        let world = World::new().await;
        world.issuer.change(|script| {
            script.metadata.insert(member.to_owned(), value);
        });
        assert_logged(&world, "provider.malformed", "metadata", named).await;
    }
    for (member, value) in [
        ("id_token", json!({"s3cr3t": 1})),
        ("access_token", Value::Null),
        ("token_type", json!(["s3cr3t"])),
    ] {
        let world = World::new().await;
        world.issuer.change(|script| {
            script.token_response.insert(member.to_owned(), value);
        });
        assert_logged(&world, "token_response.malformed", "token response", member).await;
    }
    let world = World::new().await;
    let keys = Answer::json("200 OK", r#"{"keys":"s3cr3t"}"#);
    world
        .issuer
        .change(|script| script.faults.push((Endpoint::Jwks, keys)));
    assert_logged(&world, "provider.malformed", "key set", "keys").await;
}

#[tokio::test]
async fn r16_a_refusal_names_the_claim() {
    for (claim, value) in [
        ("email", json!(["s3cr3t"])),
        ("email", json!("s3cr3t")),
        ("siret", json!(13_002_526_500_013_u64)),
        ("siret", json!("s3cr3t")),
        ("uid", json!("s3cr3t\u{200b}")),
        ("roles", json!("s3cr3t")),
        ("iat", json!("s3cr3t")),
        ("exp", Value::Null),
    ] {
        let world = World::new().await;
        world.issuer.change(|script| {
            let (now, later) = (script.now.timestamp(), script.now.timestamp() + 60);
            let mut claims = json!({
                "iss": script.url, "aud": CLIENT_ID, "sub": SUB, "iat": now, "exp": later,
            });
            claims[claim] = value;
            if claims[claim].is_null() {
                claims.as_object_mut().unwrap().remove(claim);
            }
            let token = script.key.sign(&claims);
            let answer = Answer::response(
                "200 OK\r\nContent-Type: application/jwt\r\n",
                token.as_bytes(),
            );
            script.faults.push((Endpoint::UserInfo, answer));
        });
        assert_logged(&world, "user_info.malformed_claims", "userinfo", claim).await;
    }
}

/// The single logged cause of a login at `domain`.
async fn cause(issuer: Issuer, domain: Option<&str>) -> Map<String, Value> {
    let world = World::at(issuer, domain, Deadlines::default());
    assert_eq!(world.log_in().await, "provider.unreachable");
    let lines = warnings(&world.log());
    let mut causes = lines.into_iter().filter(|line| line.contains_key("cause"));
    causes.next().unwrap()
}

#[tokio::test]
async fn r15_the_log_of_a_refusal_gives_the_cause_of_an_unreachable_issuer() {
    let port = closed_port().local_addr().unwrap().port();
    let unknown_authority = Issuer::start_tls(tls::good(tls::HOST)).await;
    let wrong_host = Issuer::start_tls(tls::good("other.example")).await;
    let refused = format!("http://127.0.0.1:{port}/api/v2");
    let no_name = "https://no-such-host.invalid/api/v2";
    for (issuer, domain, words, advice) in [
        (
            Issuer::start().await,
            Some(&*refused),
            "onnection refused",
            "firewall",
        ),
        (Issuer::start().await, Some(no_name), "dns error", "DNS"),
        (unknown_authority, None, "UnknownIssuer", "ca-certificates"),
        (wrong_host, None, "certificate", ""),
    ] {
        let line = cause(issuer, domain).await;
        assert!(line["cause"].as_str().unwrap().contains(words), "{line:?}");
        assert!(
            line["advice"].as_str().unwrap().contains(advice),
            "{line:?}"
        );
        let address = line["address"].as_str().unwrap();
        assert!(
            address.ends_with("/.well-known/openid-configuration"),
            "{line:?}"
        );
    }
}

#[tokio::test]
async fn an_invalid_scope_is_logged_by_name_if_it_was_requested() {
    for (named, expected) in [
        ("siret", true),
        ("siret evil\r\nforged", true),
        ("s3cr3t", false),
    ] {
        let world = World::new().await;
        let begun = world.begin().await.ok().unwrap();
        let iss = world.issuer.url().to_owned();
        let parameters = [("error", "invalid_scope"), ("scope", named), ("iss", &*iss)];
        let verdict = world.respond(begun, &parameters).await;
        assert_eq!(verdict, "authorization_response.invalid_scope");
        let warnings = warnings(&world.log());
        let named = warnings
            .iter()
            .any(|line| line.get("scopes") == Some(&json!("siret")));
        assert_eq!(named, expected, "{warnings:?}");
        assert!(!world.log().contains("forged") && !world.log().contains("s3cr3t"));
    }
}
