//! Accepted metadata is the issuer's own, and sends neither an agent nor a secret over an
//! unencrypted connection.

use super::{login::LOGIN, wire};
use openidconnect::IssuerUrl;
use proconnect::Metadata;
use serde_json::Value;
use std::sync::LazyLock;
use url::{Host, Url};

/// An issuer on this machine, without TLS.
static LOCAL_ISSUER: LazyLock<IssuerUrl> =
    LazyLock::new(|| IssuerUrl::new("http://localhost:4000/api/v2".to_owned()).unwrap());

/// Input: the document at `.well-known/openid-configuration`, of a remote or a local issuer.
pub fn check(input: &[u8]) -> bool {
    let [far, local] = [&LOGIN.issuer, &*LOCAL_ISSUER].map(|issuer| is_accepted(input, issuer));
    assert!(!(far && local), "one document, two issuers");
    far || local
}

fn is_accepted(input: &[u8], issuer: &IssuerUrl) -> bool {
    let Ok(metadata) = Metadata::read(input, issuer) else {
        return false;
    };
    let document = wire::members(input);
    assert_eq!(document["issuer"], issuer.as_str());
    let mut endpoints = vec![
        (
            "authorization_endpoint",
            metadata.authorization_endpoint.url(),
        ),
        ("token_endpoint", metadata.token_endpoint.url()),
        ("userinfo_endpoint", metadata.userinfo_endpoint.url()),
        ("jwks_uri", metadata.jwks_uri.url()),
    ];
    if let Some(end_session) = &metadata.end_session_endpoint {
        endpoints.push(("end_session_endpoint", end_session.url()));
    }
    for (member, url) in endpoints {
        assert_eq!(
            Url::parse(document[member].as_str().unwrap()).as_ref(),
            Ok(url)
        );
        let closed = url.scheme() == "https" || (issuer == &*LOCAL_ISSUER && is_local(url));
        assert!(closed, "{member} is {url}");
    }
    if let Some(methods) = document["code_challenge_methods_supported"].as_array() {
        assert!(methods.contains(&Value::from("S256")), "{document}");
    }
    let announced = document["authorization_response_iss_parameter_supported"] == true;
    assert_eq!(metadata.iss_parameter_supported, announced);
    true
}

/// A connection that does not leave the machine.
fn is_local(url: &Url) -> bool {
    let loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.octets()[0] == 127,
        Some(Host::Ipv6(address)) => u128::from(address) == 1,
        None => false,
    };
    url.scheme() == "http" && loopback
}
