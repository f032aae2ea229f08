//! H-28 to H-35: the metadata and the key set.

use crate::child::Child;
use crate::{
    issuer::{Endpoint, Issuer},
    key::Key,
    row::{Client, Row},
    tls,
    world::{SIGNED_IN, World},
};
use proconnect::{Deadlines, testing::provider::FRESH};
use serde_json::{Value, json};

const ENDPOINTS: [&str; 5] = [
    "authorization_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
    "jwks_uri",
    "end_session_endpoint",
];

pub fn rows() -> Vec<Row> {
    vec![
        plain_http(),
        issuer_mismatch(),
        missing_member(),
        private_addresses(),
        moved(),
        no_keys(),
        bad_keys(),
        many_keys(),
    ]
}

fn plain_http() -> Row {
    let row = Row::new("H-28", "An `http:` endpoint in the metadata")
        .note("Refused before anything is sent there");
    ENDPOINTS.into_iter().fold(row, |row, member| {
        let address = json!("http://issuer.example/here");
        row.metadata(member, address, "provider.insecure_endpoint")
    })
}

fn issuer_mismatch() -> Row {
    Row::new(
        "H-29",
        "The metadata are another issuer's, or differ by a slash or a letter",
    )
    .note("Compared as text (Discovery 4.3)")
    .metadata(
        "issuer",
        json!("https://other.example/api/v2"),
        "provider.issuer_mismatch",
    )
    .case(
        "a slash, a letter",
        &["provider.issuer_mismatch"; 2],
        async {
            let mut verdicts = Vec::new();
            for change in [
                |url: &str| format!("{url}/"),
                |url: &str| url.to_uppercase(),
            ] {
                let world = World::new().await;
                let other = json!(change(world.issuer.url()));
                world.issuer.change(|script| {
                    script.metadata.insert("issuer".to_owned(), other);
                });
                verdicts.push(world.log_in().await);
            }
            verdicts
        },
    )
}

fn missing_member() -> Row {
    let mut row = Row::new("H-30", "A member of the metadata is missing, empty or of another type")
        .note("Only the members that are used are read. `response_types_supported` was required until November 2026, and is not used");
    for member in ["issuer", "authorization_endpoint", "jwks_uri"] {
        row = row.metadata(member, Value::Null, "provider.malformed");
    }
    // Unused members are ignored: a client of one response type does not read the list of them.
    for (member, value) in [
        ("response_types_supported", Value::Null),
        ("service_documentation", json!("")),
        ("op_policy_uri", json!("")),
        ("display_values_supported", json!("page")),
        ("claim_types_supported", json!([5])),
        ("grant_types_supported", json!({})),
        ("subject_types_supported", json!(["unheard of"])),
        ("id_token_signing_alg_values_supported", json!("ES256")),
        ("scopes_supported", json!("openid")),
    ] {
        row = row.metadata(member, value, SIGNED_IN);
    }
    for member in ["token_endpoint", "userinfo_endpoint"] {
        row = row.metadata(member, Value::Null, "provider.incomplete");
    }
    // RP-Initiated Logout 1.0 is an extension: a login does not need it.
    row.metadata("end_session_endpoint", Value::Null, SIGNED_IN)
        .metadata("code_challenge_methods_supported", Value::Null, SIGNED_IN)
        .metadata(
            "code_challenge_methods_supported",
            json!(["plain"]),
            "provider.pkce_unsupported",
        )
        .metadata(
            "token_endpoint_auth_methods_supported",
            Value::Null,
            SIGNED_IN,
        )
        .metadata(
            "token_endpoint_auth_methods_supported",
            json!(["private_key_jwt"]),
            "provider.client_authentication_unsupported",
        )
}

/// The issuer uses TLS here, as in production. Its logins run in another process, which trusts its
/// certificate.
fn private_addresses() -> Row {
    let row = Row::new("H-31", "Endpoints at addresses of a private network, or of this machine")
        .note(
            "Over https they are taken: an administration's own network is a private one, and the \
             certificate says who answers. Over http, this machine is for an issuer that is here itself",
        );
    let with = |row: Row, member: &'static str, address: &'static str, expected: &str| {
        row.case(format!("{member} {address}"), &[expected], async move {
            let issuer = Issuer::start_tls(tls::good(tls::HOST)).await;
            issuer.change(|script| {
                script.metadata.insert(member.to_owned(), json!(address));
            });
            let domain = Some(issuer.url().to_owned());
            let login = Child::default().log_in(issuer, domain, Deadlines::default());
            vec![login.await.1]
        })
    };
    let row = [
        "http://127.0.0.1:80/here",
        "http://localhost/here",
        "http://10.0.0.1/here",
    ]
    .into_iter()
    .fold(row, |row, address| {
        with(row, "token_endpoint", address, "provider.insecure_endpoint")
    });
    with(
        row,
        "authorization_endpoint",
        "https://10.0.0.1/authorize",
        SIGNED_IN,
    )
}

fn moved() -> Row {
    Row::new(
        "H-32",
        "The metadata name another host for the token endpoint than before",
    )
    .note(
        "Followed from the next refresh on, if it may be called: the metadata come from the issuer \
             itself, by TLS. If not, the metadata known before go on serving",
    )
    .case("to an honest host", &[SIGNED_IN; 3], async {
        let (world, other) = (World::new().await, Issuer::start().await);
        let mut verdicts = vec![world.log_in().await];
        world.wait(FRESH);
        world.issuer.change(|script| {
            // The other one signs like the issuer, under its name.
            other.change(|relay| *relay = script.clone());
            let address = json!(format!("{}/token", other.url()));
            script.metadata.insert("token_endpoint".to_owned(), address);
        });
        verdicts.push(world.log_in_and_renew().await);
        verdicts.push(world.log_in().await);
        assert_eq!(other.asked(Endpoint::Token), 1);
        verdicts
    })
    .case("to one that may not be called", &[SIGNED_IN; 3], async {
        let world = World::new().await;
        let mut verdicts = vec![world.log_in().await];
        let address = json!("http://other.example/token");
        world.issuer.change(|script| {
            script.metadata.insert("token_endpoint".to_owned(), address);
        });
        world.wait(FRESH);
        verdicts.push(world.log_in().await);
        while world.issuer.asked(Endpoint::Discovery) < 2 {
            tokio::task::yield_now().await;
        }
        verdicts.push(world.log_in().await);
        verdicts
    })
}

fn no_keys() -> Row {
    Row::new("H-33", "The key set is empty")
        .note("Asked for once more, since the token names a key that is not known")
        .case("no key", &["id_token.unknown_key"], async {
            let world = World::new().await;
            world.issuer.change(|script| script.keys.clear());
            let verdict = world.log_in().await;
            assert_eq!(world.issuer.asked(Endpoint::Jwks), 2);
            vec![verdict]
        })
}

fn bad_keys() -> Row {
    let bad = [
        json!({"kty": "RSA", "kid": "2026", "n": "!!", "e": "AQAB"}),
        json!({"kty": "EC", "crv": "P-256", "kid": "2025"}),
        json!({"kty": "unheard of"}),
        json!({}),
        json!(null),
        json!("2024"),
    ];
    Row::new("H-34", "A bad key among good ones")
        .note("What is no key is left out")
        .case("six bad, one good", &[SIGNED_IN], async move {
            let world = World::new().await;
            world
                .issuer
                .change(|script| script.keys.splice(0..0, bad).for_each(drop));
            vec![world.log_in().await]
        })
}

fn many_keys() -> Row {
    let many = |row: Row, at: &str, count: usize, key: fn() -> Value, expected: &str| {
        row.case(at, &[expected], async move {
            let world = World::new().await;
            // Many of them are equal, since generating keys is slow.
            let mut others: Vec<Value> = (0..count.min(32)).map(|_| key()).collect();
            others.extend(vec![key(); count - others.len()]);
            world
                .issuer
                .change(|script| script.keys.splice(0..0, others).for_each(drop));
            vec![world.log_in().await]
        })
    };
    let row = Row::new("H-35", "10 000 keys")
        .note("256 KiB are read of the set, and the first 32 keys kept");
    let good = || Key::new("another").jwk();
    let row = many(row, "10 000 good ones", 10_000, good, "provider.too_large");
    let row = many(row, "31 before the one", 31, good, SIGNED_IN);
    let row = many(row, "32 before the one", 32, good, "id_token.unknown_key");
    many(row, "10 000 that are none", 10_000, || json!({}), SIGNED_IN)
}
