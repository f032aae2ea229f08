use super::*;
use base64::prelude::BASE64_STANDARD;
use proconnect::config::Received;

const GOOD: [(&str, &str); 5] = [
    ("PROCONNECT_DOMAIN", "fca.integ01.dev-agentconnect.fr"),
    ("PROCONNECT_CLIENT_ID", "client"),
    (
        "PROCONNECT_CLIENT_SECRET",
        "0123456789abcdef0123456789abcdef",
    ),
    (
        "PROCONNECT_REDIRECT_URI",
        "http://localhost:3000/auth/proconnect/callback",
    ),
    (
        "PROCONNECT_POST_LOGOUT_REDIRECT_URI",
        "http://localhost:3000/auth/proconnect/logout/callback",
    ),
];

fn read_with(others: &[(&str, &str)]) -> Result<Settings, Mistakes> {
    Settings::from_variables(|asked| {
        let all = others.iter().chain(&GOOD);
        all.into_iter()
            .find(|(name, _)| *name == asked)
            .map(|(_, value)| (*value).to_owned())
    })
}

#[test]
fn lifetimes_have_defaults_and_bounds() {
    let lifetimes = read_with(&[]).unwrap().lifetimes;
    assert_eq!(lifetimes.idle, TimeDelta::minutes(30));
    assert_eq!(lifetimes.absolute, TimeDelta::hours(12));
    for wrong in ["0", "-1", "a", "43201", "1.5"] {
        assert!(
            read_with(&[(SESSION_IDLE_MINUTES, wrong)]).is_err(),
            "{wrong}"
        );
    }
}

#[test]
fn a_cookie_secret_is_64_bytes_in_base64_and_is_never_repeated() {
    let secret = BASE64_STANDARD.encode([7; 64]);
    let (start, end) = secret.split_at(64);
    let wrapped = format!("{start}\n{end}\n");
    for secret in [&secret, secret.trim_end_matches('='), &wrapped] {
        assert!(read_with(&[(COOKIE_SECRET, secret)]).is_ok(), "{secret}");
    }
    for wrong in [BASE64_STANDARD.encode([7; 63]), "not base64!".to_owned()] {
        let mistakes = read_with(&[(COOKIE_SECRET, &wrong)]).err().unwrap();
        assert_eq!(
            mistakes.0[0].received,
            Received::Secret {
                length: wrong.len()
            }
        );
    }
}

#[test]
fn other_stores_are_refused_without_repeating_a_password() {
    let url = "postgres://user:password@host/base";
    let mistakes = read_with(&[(SESSION_STORE_URL, url)]).err().unwrap();
    assert!(!mistakes.to_string().contains("password@"));
}

#[test]
fn the_mistakes_of_both_parts_are_told_together() {
    let mistakes = read_with(&[("PROCONNECT_DOMAIN", "a/b"), (SESSION_IDLE_MINUTES, "x")]);
    let variables: Vec<_> = mistakes
        .err()
        .unwrap()
        .0
        .iter()
        .map(|m| m.variable)
        .collect();
    assert_eq!(variables, ["PROCONNECT_DOMAIN", SESSION_IDLE_MINUTES]);
}

/// Both describe every variable that is read, and no other.
#[test]
fn the_example_and_the_reference_name_every_variable() {
    let asked = std::cell::RefCell::new(std::collections::BTreeSet::new());
    let _ = Settings::from_variables(|name| {
        asked.borrow_mut().insert(name.to_owned());
        None
    });
    for file in [
        include_str!("../../../.env.example"),
        include_str!("../../../docs/configuration.md"),
    ] {
        for name in asked.borrow().iter() {
            assert!(file.contains(name.as_str()), "{name} is not described");
        }
        let described = file.split(|c: char| !c.is_ascii_uppercase() && c != '_');
        let ours = |word: &&str| {
            [
                "PROCONNECT_",
                "SESSION_",
                "COOKIE_",
                "SECURITY_",
                "TRUSTED_",
            ]
            .iter()
            .any(|prefix| word.starts_with(prefix))
        };
        for name in described.filter(ours).filter(|word| !word.ends_with('_')) {
            assert!(
                asked.borrow().contains(name),
                "{name} is described, but not read"
            );
        }
    }
}
