use super::{
    stores::{DATABASE_URL, SESSION_STORE_URL},
    *,
};
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

pub(super) fn read_with(others: &[(&str, &str)]) -> Result<Settings, Mistakes> {
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
fn f14_an_idle_time_longer_than_the_absolute_one_is_reported() {
    let of = |idle: &'static str, absolute: &'static str| {
        read_with(&[
            (SESSION_IDLE_MINUTES, idle),
            (SESSION_ABSOLUTE_MINUTES, absolute),
        ])
    };
    for (idle, absolute) in [("900", "720"), ("900", ""), ("31", "30"), ("2", "1")] {
        let mistakes = of(idle, absolute).err().unwrap();
        assert_eq!(
            mistakes.0[0].variable, SESSION_IDLE_MINUTES,
            "{idle} {absolute}"
        );
    }
    for (idle, absolute, expected) in [
        ("30", "30", 30),
        ("1", "1", 1),
        ("", "20", 20),
        ("", "", 30),
    ] {
        let lifetimes = of(idle, absolute).unwrap().lifetimes;
        assert_eq!(
            lifetimes.idle,
            TimeDelta::minutes(expected),
            "{idle} {absolute}"
        );
    }
}

#[test]
fn a_cookie_secret_is_never_repeated() {
    for name in ["COOKIE_SECRET", "COOKIE_SECRET_PREVIOUS"] {
        for wrong in ["c2VjcmV0", "\"c2VjcmV0", "c2VjcmV0 # one"] {
            let mistakes = read_with(&[(name, wrong)]).err().unwrap();
            let length = wrong.len();
            assert_eq!(mistakes.0[0].received, Received::Secret { length });
            assert!(!mistakes.to_string().contains("c2VjcmV0"));
        }
    }
}

#[test]
fn other_stores_are_refused_without_repeating_a_password() {
    let url = "mysql://user:password@host/base";
    let mistakes = read_with(&[(SESSION_STORE_URL, url)]).err().unwrap();
    assert!(!mistakes.to_string().contains("password@"));
}

#[test]
fn a_session_store_that_is_a_database_is_the_database_unless_another_is_named() {
    let read = |given: &[(&str, &str)]| {
        let settings = read_with(given).unwrap();
        let store = settings.session_store.map(|store| store.place());
        (settings.database.place(), store)
    };
    let place = |text: &str| (text.to_owned(), None);
    assert_eq!(read(&[]), place("sqlite:database.sqlite"));
    assert_eq!(
        read(&[(SESSION_STORE_URL, "sqlite:s.sqlite")]),
        place("sqlite:s.sqlite")
    );
    let both = [
        (DATABASE_URL, "postgres://db/a"),
        (SESSION_STORE_URL, "postgres://db/a"),
    ];
    assert_eq!(read(&both), place("postgres://db:5432/a"));
    for (store, shown) in [
        ("sqlite:s.sqlite", "sqlite:s.sqlite"),
        ("redis://:s3cret@cache/2", "redis://cache:6379"),
        ("rediss://cache:7000", "redis://cache:7000"),
    ] {
        let (database, apart) = read(&[
            (DATABASE_URL, "sqlite:d.sqlite"),
            (SESSION_STORE_URL, store),
        ]);
        assert_eq!(
            (database.as_str(), apart.as_deref()),
            ("sqlite:d.sqlite", Some(shown))
        );
    }
    let redis = read(&[(SESSION_STORE_URL, "redis://cache")]);
    assert_eq!(redis.0, "sqlite:database.sqlite");
}

#[test]
fn l8_the_mistakes_of_all_parts_are_reported_together() {
    let mistakes = read_with(&[
        ("PROCONNECT_DOMAIN", "a/b"),
        (SESSION_STORE_URL, "mysql:"),
        ("COOKIE_SECRET", "x"),
        (SESSION_IDLE_MINUTES, "x"),
        ("LEPTOS_SITE_ADDR", "localhost:4116"),
        ("HOST", "localhost"),
        ("PORT", "http"),
        ("RUST_LOG", "[[["),
    ]);
    let mistakes = mistakes.err().unwrap();
    let mut variables: Vec<_> = mistakes.0.iter().map(|of| of.variable).collect();
    variables.sort_unstable();
    let expected = [
        "COOKIE_SECRET",
        "HOST",
        "LEPTOS_SITE_ADDR",
        "PORT",
        "PROCONNECT_DOMAIN",
        "RUST_LOG",
        "SESSION_IDLE_MINUTES",
        "SESSION_STORE_URL",
    ];
    assert_eq!(variables, expected);
}

#[test]
fn a_page_that_needs_a_role_is_warned_of() {
    let about_scopes = |scopes| {
        let warnings = read_with(&[("PROCONNECT_SCOPES", scopes)])
            .unwrap()
            .warnings();
        warnings.iter().any(|of| of.variable == "PROCONNECT_SCOPES")
    };
    assert!(about_scopes("openid email"));
    assert!(!about_scopes("openid roles"));
}

/// The variables that the settings warn of.
fn warned(given: &[(&str, &str)]) -> Vec<String> {
    let warnings = read_with(given).unwrap().warnings();
    let ours = [
        "DATABASE_URL",
        SESSION_STORE_URL,
        "METRICS_ADDR",
        "TRUSTED_PROXIES",
    ];
    let names = warnings.into_iter().map(|of| of.variable.into_owned());
    names.filter(|name| ours.contains(&&**name)).collect()
}

#[test]
fn a_store_over_the_network_without_verified_tls_is_warned_of() {
    for (variable, clear, safe) in [
        (
            DATABASE_URL,
            &[
                "postgres://db.example/a",
                "postgres://10.0.0.7/a?sslmode=prefer",
                "postgres://db.example/a?sslmode=require",
                "postgres://db.example/a?sslmode=disable",
                "postgres://[2001:db8::1]/a",
            ][..],
            &[
                "postgres://db.example/a?sslmode=verify-full",
                "postgres://db.example/a?sslmode=verify-ca",
                "postgres://localhost/a",
                "postgres://127.0.0.1/a",
                "postgres://[::1]/a",
                "postgres:///a?host=/run/postgresql",
                "sqlite:a.sqlite",
            ][..],
        ),
        (
            SESSION_STORE_URL,
            &[
                "postgres://db.example/a",
                "redis://cache.example",
                "valkey://192.0.2.7:7000/2",
                "rediss://cache.example/#insecure",
            ],
            &[
                "rediss://cache.example",
                "redis://localhost",
                "redis://127.0.0.1/2",
                "redis://[::1]",
            ],
        ),
    ] {
        for url in clear {
            assert_eq!(warned(&[(variable, url)]), [variable], "{url}");
        }
        for url in safe {
            assert_eq!(warned(&[(variable, url)]), [""; 0], "{url}");
        }
    }
    let both = [
        (DATABASE_URL, "postgres://db.example/a"),
        (SESSION_STORE_URL, "redis://:s3cret@cache.example"),
    ];
    assert_eq!(warned(&both), [DATABASE_URL, SESSION_STORE_URL]);
    let sentences = read_with(&both).unwrap().warnings();
    let sentences: String = sentences.into_iter().map(|of| of.sentence).collect();
    assert!(!sentences.contains("s3cret"), "{sentences}");
}

#[test]
fn metrics_on_every_address_are_warned_of() {
    for (address, is_open) in [
        ("0.0.0.0:9100", true),
        ("[::]:9100", true),
        ("127.0.0.1:9100", false),
        ("10.0.0.7:9100", false),
    ] {
        let names = warned(&[("METRICS_ADDR", address)]);
        assert_eq!(!names.is_empty(), is_open, "{address}");
    }
    // No cap is the default, and no fault.
    assert_eq!(warned(&[]), [""; 0]);
}

/// cargo-leptos reads `.env` before the server does, with this parser.
#[test]
fn r09_the_example_can_be_used_with_every_line_uncommented() {
    let example = include_str!("../../../.env.example");
    let is_variable = |line: &str| {
        line.strip_prefix('#')
            .and_then(|line| line.split_once('='))
            .is_some_and(|(name, _)| {
                !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
            })
    };
    let uncommented: Vec<_> = example
        .lines()
        .map(|line| if is_variable(line) { &line[1..] } else { line })
        .collect();
    let set: Result<std::collections::BTreeMap<_, _>, _> =
        dotenvy::from_read_iter(uncommented.join("\n").as_bytes()).collect();
    let set = set.unwrap();
    assert!(set.len() > 20, "{set:?}");
    let of_example = Settings::from_variables(|name| set.get(name).cloned());
    let settings = of_example.map_err(|mistakes| mistakes.to_string()).unwrap();
    let by_default = read_with(&[]).unwrap();
    assert_eq!(settings.proconnect.scopes, by_default.proconnect.scopes);
    assert_eq!(
        settings.proconnect.acr_policy,
        by_default.proconnect.acr_policy
    );
    assert_eq!(settings.site.site_addr, by_default.site.site_addr);
    assert_eq!(settings.lifetimes, by_default.lifetimes);
    let warned = settings.proconnect.warnings();
    let warned: Vec<_> = warned.iter().map(|of| of.variable.as_ref()).collect();
    assert_eq!(warned, ["PROCONNECT_CLIENT_ID", "PROCONNECT_CLIENT_SECRET"]);
}

/// These files describe every variable that is read, and no other.
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
        include_str!("../../../docs/guides/configurer.md"),
    ] {
        for name in asked.borrow().iter() {
            assert!(file.contains(name.as_str()), "{name} is not described");
        }
        let described = file.split(|c: char| !c.is_ascii_uppercase() && c != '_');
        let ours = |word: &&str| {
            let prefixes = [
                "PROCONNECT_",
                "SESSION_",
                "COOKIE_",
                "SECURITY_",
                "LEPTOS_",
                "TRUSTED_",
                "METRICS_",
                "ACCESS_",
                "FIRST_LOGIN",
                "CHANGED_",
            ];
            let whole = ["HOST", "PORT", "RUST_LOG"];
            prefixes.iter().any(|prefix| word.starts_with(prefix)) || whole.contains(word)
        };
        for name in described.filter(ours).filter(|word| !word.ends_with('_')) {
            assert!(
                asked.borrow().contains(name),
                "{name} is described, but not read"
            );
        }
    }
}
