//! U: faults that only a userinfo response can have.

use crate::{
    row::{Row, USER_INFO},
    token::{id_token_claims, logout_token_claims},
};
use serde_json::{Value, json};

const MALFORMED: &str = "malformed_claims";
const SUBJECT: &str = "subject_mismatch";
const TYPE: &str = "unexpected_type";

pub fn rows() -> Vec<Row> {
    [
        whose(),
        form(),
        replayed(),
        addresses(),
        claims(),
        names(),
        sizes(),
        codes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn whose() -> Vec<Row> {
    vec![
        Row::new("U-01", USER_INFO, "`sub` is not the ID token's")
            .refused(SUBJECT, |t| t.claim("sub", "somebody-else")),
        Row::new("U-02", USER_INFO, "`sub` absent or `null`")
            .refused(MALFORMED, |t| t.no_claim("sub"))
            .refused(MALFORMED, |t| t.claim("sub", Value::Null)),
        Row::new("U-06", USER_INFO, "The response made for another client")
            .refused("audience_mismatch", |t| t.claim("aud", "b".repeat(64))),
        Row::new(
            "U-07",
            USER_INFO,
            "The response about another agent, good in itself",
        )
        .refused(SUBJECT, |t| {
            t.claim("sub", "0c9c4e1e-2f4b-4c53-9d3e-3f1a8f0c1d2e");
            t.claim("email", "jean.dupont@ministere.gouv.fr");
            t.claim("given_name", "Jean");
        }),
    ]
}

fn form() -> Vec<Row> {
    const CONTENT_TYPE: &str = "unexpected_content_type";
    vec![
        Row::new(
            "U-03",
            USER_INFO,
            "Plain JSON where a signed response is registered",
        )
        .refused(CONTENT_TYPE, |t| {
            t.content_type = "application/json";
            t.then(plain());
        })
        .refused("malformed", |t| t.then(plain())),
        Row::new(
            "U-04",
            USER_INFO,
            "A signed response announced as JSON, as text, or as nothing",
        )
        .refused(CONTENT_TYPE, |t| {
            t.content_type = "application/json; charset=utf-8";
        })
        .refused(CONTENT_TYPE, |t| t.content_type = "text/plain")
        .refused(CONTENT_TYPE, |t| t.content_type = ""),
        Row::new("U-16", USER_INFO, "An empty object, signed")
            .refused(MALFORMED, |t| t.claims(json!({}))),
    ]
}

fn replayed() -> Vec<Row> {
    vec![
        Row::new("U-05", USER_INFO, "The ID token in the place of the response, with or without its nonce")
            .refused(TYPE, |t| t.claims(id_token_claims(&t.login)))
            .refused(TYPE, |t| {
                t.claims(id_token_claims(&t.login));
                t.no_claim("nonce");
            })
            .note("Both are signed by the same key for the same client: claims of the one tell it from the other"),
        Row::new("U-08", USER_INFO, "A logout token in the place of the response, typed or not")
            .refused(TYPE, |t| {
                t.header("typ", "logout+jwt");
                t.claims(logout_token_claims(&t.login));
            })
            .refused(TYPE, |t| t.claims(logout_token_claims(&t.login))),
        Row::new("U-09", USER_INFO, "A response of an earlier login")
            .refused("expired", |t| t.claim("iat", t.login.now - 301))
            .refused("expired", |t| t.claim("exp", t.login.now - 3600))
            .note("The response was made moments ago: `iat` may be five minutes old, as in the ID token"),
    ]
}

fn addresses() -> Vec<Row> {
    let hostile = [
        "agent@ministere.gouv.fr@attacker.example",
        "agent@ministere.gouv.fr,agent@attacker.example",
        "agent\u{ff20}ministere.gouv.fr",
        "agent\u{ff20}attacker.example@ministere.gouv.fr",
        "agent@ministere.gouv.fr\u{0}",
        "agent@ministere.gouv.fr\r\nBcc: all@ministere.gouv.fr",
        "agent",
    ];
    vec![
        hostile.into_iter().fold(
            Row::new("U-10", USER_INFO, "`email` with two `@`, a full-width one, a comma, a control character, or none of it an address"),
            |row, email| row.refused(MALFORMED, move |t| t.claim("email", email)),
        ),
        Row::new("U-11", USER_INFO, "`siret` is not 14 digits; `siren` is another's")
            .refused(MALFORMED, |t| t.claim("siret", "1300252650001"))
            .refused(MALFORMED, |t| t.claim("siret", "1300252650001A"))
            .refused(MALFORMED, |t| t.claim("siret", "１３００２５２６５０００１３"))
            .accepted(|t| t.claim("siren", "356000000"))
            .note("Another `siren` signs in: ProConnect passes it on unverified while it corrects `siret`. The application's is the first nine digits of `siret`"),
    ]
}

fn claims() -> Vec<Row> {
    let swapped = [
        ("email", json!(["agent@ministere.gouv.fr"])),
        ("given_name", json!({"fr": "Angela"})),
        ("siret", json!(13_002_526_500_013_u64)),
        ("roles", json!("agent_public")),
        ("roles", json!([1])),
    ];
    vec![
        swapped.into_iter().fold(
            Row::new(
                "U-12",
                USER_INFO,
                "A claim of another type: an array for a text, a text for an array…",
            ),
            |row, (name, value)| row.refused(MALFORMED, move |t| t.claim(name, value.clone())),
        ),
        Row::new("U-15", USER_INFO, "Claims that nobody asked for: control")
            .accepted(|t| {
                t.claim("is_admin", true);
                t.claim("acr", "eidas3");
                t.claim("groups", json!(["administrators"]));
            })
            .note(
                "Handed to the application among all claims; none of them has a say in the login",
            ),
    ]
}

fn names() -> Vec<Row> {
    vec![
        Row::new("U-13", USER_INFO, "HTML in a name: control")
            .accepted(|t| t.claim("given_name", "<script>alert(1)</script>"))
            .accepted(|t| t.claim("usual_name", "</title><img src=x onerror=alert(1)>"))
            .note("Kept as it is; escaping is the page's work"),
        Row::new("U-14", USER_INFO, "An invisible character in an identifier")
            .refused(MALFORMED, |t| t.claim("uid", "adubois\u{200b}-adc"))
            .refused(MALFORMED, |t| t.claim("uid", "adubois\n"))
            .refused(MALFORMED, |t| {
                t.claim("email", "angela\u{202e}@ministere.gouv.fr");
            })
            .note("Two identifiers that look the same must be the same"),
        [
            "D\u{92}ALMEIDA",
            "DUBOIS\t",
            "DUBOIS\r\n",
            "DUBOIS\u{1b}[2J",
            "\u{0}DUBOIS",
            "DU\u{2028}BOIS",
            "DUBOIS\u{202e}",
        ]
        .into_iter()
        .fold(
            Row::new(
                "U-18",
                USER_INFO,
                "A name with control characters, or longer than 256 characters: control",
            ),
            |row, name| row.accepted(move |t| t.claim("usual_name", name)),
        )
        .accepted(|t| t.claim("usual_name", "D".repeat(10 * 1024)))
        .accepted(|t| t.claim("given_name", "Angela\u{202e}nimda"))
        .note(
            "Refused until November 2026, as if it were an attack. ProConnect lets such names pass \
             from an agency's directory, so that it is honest agents who bear them: the name is told \
             without those characters, and cut",
        ),
    ]
}

fn sizes() -> Vec<Row> {
    let groups = |count: usize| {
        let name = |n| format!("CN=groupe-{n:05},OU=Direction du numérique,DC=ministere,DC=fr");
        json!({"groups": (0..count).map(name).collect::<Vec<_>>()})
    };
    vec![
        Row::new("U-17", USER_INFO, "More than 2 MiB")
            .refused("user_info.too_large", |t| t.claim("custom", "a".repeat(2 * 1024 * 1024))),
        Row::new("U-19", USER_INFO, "150 or 5 000 groups of a directory in `custom`, or 10 000 claims: control")
            .accepted(move |t| t.claim("custom", groups(150)))
            .accepted(move |t| t.claim("custom", groups(5000)))
            .accepted(|t| {
                for member in 0..10_000 {
                    t.claim(&format!("c{member}"), 0);
                }
            })
            .note("Refused until November 2026, beyond 16 KiB. A session keeps 32 KiB of claims: the longest are left out, and the log names them"),
    ]
}

/// Roles and identifiers that are left out, so that nothing can be mistaken for them, and domains
/// that must not be mistaken.
fn codes() -> Vec<Row> {
    let domains = [
        "attacker.example/.gouv.fr",
        "attacker.example%2f.gouv.fr",
        "attacker.example\\.gouv.fr",
        "attacker.example?.gouv.fr",
        "attacker.example#.gouv.fr",
        "attacker.example:25.gouv.fr",
        "\"attacker.example\".gouv.fr",
        "attacker.example\u{2044}.gouv.fr",
        "127.0.0.1",
    ];
    vec![
        domains.into_iter().fold(
            Row::new("U-20", USER_INFO, "A domain of `email` with `/`, `%`, `\\`, `?`, `#`, `:` or a quote, or a machine's address"),
            |row, domain| {
                row.refused(MALFORMED, move |t| t.claim("email", format!("agent@{domain}")))
            },
        )
        .note("Another reader may take such a domain for another one"),
        Row::new("U-21", USER_INFO, "Hidden characters in a role or in `idp_id`, or 11 000 of them: control")
            .accepted(|t| t.claim("roles", json!(["agent_public\u{202e}", "a".repeat(11_000)])))
            .accepted(|t| t.claim("idp_id", "fia1v2\u{0}"))
            .note("Left out: what is not there opens nothing"),
        Row::new("U-22", USER_INFO, "A telephone number or an organisation's name with control or bidirectional characters, or of 11 000 characters: control")
            .accepted(|t| t.claim("phone_number", "+33 1\u{202e}\u{7}"))
            .accepted(|t| t.claim("organization_label", "Direction\u{2067}\r\n"))
            .accepted(|t| t.claim("organization_label", "D".repeat(11_000)))
            .note("Only shown: told without those characters, and cut to 256"),
    ]
}

/// The claims alone, without header and signature.
fn plain() -> impl Fn(String) -> String {
    |text| {
        use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
        let payload = text.split('.').nth(1).unwrap();
        String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
    }
}
