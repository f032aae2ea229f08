use super::super::{Settings, tests::read_with};
use app::accounts::policy::{ChangedSubject, FirstLogin};
use proconnect::{
    config::Received,
    web::{AccessRule, RuleKind},
};

/// The variables of the mistakes, in alphabetical order.
fn mistaken(given: &[(&str, &str)]) -> Vec<&'static str> {
    let mistakes = read_with(given).err().map(|mistakes| mistakes.0);
    let mut names: Vec<_> = mistakes
        .unwrap_or_default()
        .iter()
        .map(|of| of.variable)
        .collect();
    names.sort_unstable();
    names
}

fn warned(given: &[(&str, &str)]) -> Vec<(String, String)> {
    let warnings = read_with(given).unwrap().warnings().into_iter();
    let ours = warnings.filter(|of| !of.variable.starts_with("PROCONNECT_"));
    ours.map(|of| (of.variable.into_owned(), of.sentence))
        .collect()
}

fn rules(settings: &Settings) -> Vec<(RuleKind, Vec<String>)> {
    let rules = settings.access.entry_rules.iter();
    rules
        .map(|rule| {
            let values = rule.values().map(std::borrow::Cow::into_owned);
            (rule.kind(), values.collect())
        })
        .collect()
}

#[test]
fn without_a_setting_everybody_enters_whom_proconnect_authenticates() {
    let access = read_with(&[]).unwrap().access;
    assert!(access.entry_rules.is_empty());
    assert!(matches!(access.policy.first_login, FirstLogin::Open));
    assert_eq!(access.policy.changed_subject, ChangedSubject::Attach);
}

#[test]
fn each_list_that_is_set_is_a_rule_of_its_own() {
    let settings = read_with(&[
        ("ACCESS_EMAIL_DOMAINS", "gouv.fr, Ville.example.fr,,"),
        ("ACCESS_ORGANISATIONS", "13002526500013\t130025265"),
        ("ACCESS_ROLES", "agent_public_L100-3"),
        (
            "ACCESS_IDENTITY_PROVIDERS",
            "71144ab3-ee1a-4401-b7b3-79b44f7daeeb",
        ),
        ("ACCESS_EMAILS", "\"a.b+c@gouv.fr d'e@gouv.fr\""),
    ]);
    let values = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    assert_eq!(
        rules(&settings.unwrap()),
        [
            (
                RuleKind::EmailDomain,
                values(&["gouv.fr", "Ville.example.fr"])
            ),
            (
                RuleKind::Organisation,
                values(&["13002526500013", "130025265"])
            ),
            (RuleKind::Role, values(&["agent_public_L100-3"])),
            (
                RuleKind::IdentityProvider,
                values(&["71144ab3-ee1a-4401-b7b3-79b44f7daeeb"])
            ),
            (RuleKind::Email, values(&["a.b+c@gouv.fr", "d'e@gouv.fr"])),
        ]
    );
}

#[test]
fn a_value_in_another_form_is_a_mistake() {
    for (name, values) in [
        (
            "ACCESS_EMAIL_DOMAINS",
            &[
                "@gouv.fr",
                "a@gouv.fr",
                "*.gouv.fr",
                ".gouv.fr",
                "gouv.fr.",
                "gouv",
                "gouv.fr;ville.fr",
                "gouv..fr",
                "-gouv.fr",
                "minist\u{e8}re.example",
                "gouv.fr/",
                "gouv.fr, ville",
            ][..],
        ),
        (
            "ACCESS_ORGANISATIONS",
            &[
                "1300252650001",
                "130025265000130",
                "130 025 265 00013",
                "13002526",
                "1300252650001x",
                "\u{661}\u{663}0025265",
                "W751234567",
            ],
        ),
        (
            "ACCESS_ROLES",
            &["agent_public;dirigeant", "[agent_public]"],
        ),
        (
            "ACCESS_IDENTITY_PROVIDERS",
            &["fia1v2;fia2v2", "'fia1v2' fia2v2"],
        ),
        (
            "ACCESS_EMAILS",
            &[
                "gouv.fr",
                "@gouv.fr",
                "a@b@gouv.fr",
                "a@gouv",
                "<a@gouv.fr>",
                "a@gouv.fr;b@gouv.fr",
            ],
        ),
    ] {
        for value in values {
            assert_eq!(mistaken(&[(name, value)]), [name], "{value}");
        }
    }
}

/// A deployment may fill the variable from another one that is missing.
#[test]
fn a_list_that_is_set_and_empty_neither_opens_nor_closes_the_service() {
    for name in [
        "ACCESS_EMAIL_DOMAINS",
        "ACCESS_ORGANISATIONS",
        "ACCESS_ROLES",
        "ACCESS_IDENTITY_PROVIDERS",
        "ACCESS_EMAILS",
        "FIRST_LOGIN",
        "CHANGED_SUBJECT",
    ] {
        for empty in ["", " ", "\"\"", ",", " , "] {
            assert_eq!(mistaken(&[(name, empty)]), [name], "{name}={empty}");
        }
    }
}

#[test]
fn the_addresses_of_a_list_are_not_logged() {
    let list = "a.dubois@gouv.fr b.martin";
    let mistakes = read_with(&[("ACCESS_EMAILS", list)]).err().unwrap();
    let length = list.chars().count();
    assert_eq!(mistakes.0[0].received, Received::Secret { length });
    let text = mistakes.to_string();
    assert!(
        !text.contains("dubois") && !text.contains("b.martin"),
        "{text}"
    );
    assert!(text.contains("value 2 of 2"), "{text}");
    let comment = read_with(&[("ACCESS_EMAILS", "a.dubois@gouv.fr # chef")]);
    let text = comment.err().unwrap().to_string();
    assert!(!text.contains("dubois"), "{text}");
    let settings = read_with(&[("ACCESS_EMAILS", "a.dubois@gouv.fr")]).unwrap();
    assert!(!format!("{:?}", settings.access).contains("dubois"));
}

#[test]
fn a_first_login_is_open_listed_or_by_invitation() {
    let policy = |given: &[(&str, &str)]| read_with(given).unwrap().access.policy;
    let first = |word| policy(&[("FIRST_LOGIN", word)]).first_login;
    assert!(matches!(first("open"), FirstLogin::Open));
    assert!(matches!(first("invitation"), FirstLogin::Invitation));
    for (name, value, kind) in [
        (
            "FIRST_LOGIN_EMAIL_DOMAINS",
            "gouv.fr",
            RuleKind::EmailDomain,
        ),
        (
            "FIRST_LOGIN_ORGANISATIONS",
            "130025265",
            RuleKind::Organisation,
        ),
    ] {
        let listed = policy(&[("FIRST_LOGIN", "listed"), (name, value)]);
        let FirstLogin::Listed(rules) = listed.first_login else {
            panic!("{name}");
        };
        let kinds: Vec<_> = rules.iter().map(AccessRule::kind).collect();
        assert_eq!(kinds, [kind]);
    }
    let refuse = policy(&[("CHANGED_SUBJECT", "refuse")]).changed_subject;
    assert_eq!(refuse, ChangedSubject::Refuse);
}

#[test]
fn a_policy_that_does_not_fit_its_lists_is_a_mistake() {
    let (domains, organisations) = ("FIRST_LOGIN_EMAIL_DOMAINS", "FIRST_LOGIN_ORGANISATIONS");
    for (given, expected) in [
        (&[("FIRST_LOGIN", "listed")][..], &[domains][..]),
        (
            &[
                ("FIRST_LOGIN", "listed"),
                (domains, ""),
                (organisations, ","),
            ],
            &[domains],
        ),
        (
            &[("FIRST_LOGIN", "listed"), (domains, "@gouv.fr")],
            &[domains],
        ),
        (&[(domains, "gouv.fr")], &[domains]),
        (
            &[
                ("FIRST_LOGIN", "open"),
                (domains, "gouv.fr"),
                (organisations, "130025265"),
            ],
            &[domains, organisations],
        ),
        (
            &[("FIRST_LOGIN", "invitation"), (organisations, "130025265")],
            &[organisations],
        ),
        (&[("FIRST_LOGIN", "Open")], &["FIRST_LOGIN"]),
        (&[("FIRST_LOGIN", "closed")], &["FIRST_LOGIN"]),
        (&[("CHANGED_SUBJECT", "merge")], &["CHANGED_SUBJECT"]),
        // All at once.
        (
            &[
                ("ACCESS_EMAIL_DOMAINS", "@gouv.fr"),
                ("ACCESS_ORGANISATIONS", "1"),
                ("ACCESS_ROLES", ""),
                ("CHANGED_SUBJECT", "x"),
                ("FIRST_LOGIN", "listed"),
            ],
            &[
                "ACCESS_EMAIL_DOMAINS",
                "ACCESS_ORGANISATIONS",
                "ACCESS_ROLES",
                "CHANGED_SUBJECT",
                domains,
            ],
        ),
    ] {
        assert_eq!(mistaken(given), expected, "{given:?}");
    }
}

#[test]
fn a_rule_whose_claim_is_not_requested_is_warned_of() {
    for (name, value, scope) in [
        ("ACCESS_EMAIL_DOMAINS", "gouv.fr", "email"),
        ("ACCESS_ORGANISATIONS", "130025265", "siret"),
        ("ACCESS_ROLES", "agent_public", "roles"),
        ("ACCESS_IDENTITY_PROVIDERS", "fia1v2", "idp_id"),
        ("ACCESS_EMAILS", "a@gouv.fr", "email"),
        ("FIRST_LOGIN_EMAIL_DOMAINS", "gouv.fr", "email"),
        ("FIRST_LOGIN_ORGANISATIONS", "130025265", "siret"),
    ] {
        let policy = (
            "FIRST_LOGIN",
            if name.starts_with("FIRST") {
                "listed"
            } else {
                "open"
            },
        );
        let about = |scopes: &str| {
            let scopes = ("PROCONNECT_SCOPES", scopes);
            let warnings = warned(&[(name, value), policy, scopes]);
            warnings.into_iter().any(|(variable, sentence)| {
                variable == name && sentence.contains(&format!("request {scope}."))
            })
        };
        assert!(about("openid"), "{name}");
        assert!(!about(&format!("openid {scope}")), "{name}");
    }
}

#[test]
fn a_rule_by_a_claim_that_proconnect_calls_unreliable_is_warned_of() {
    let rie = ("PROCONNECT_DOMAIN", "fca.integ02.agentconnect.rie.gouv.fr");
    let other = ("PROCONNECT_DOMAIN", "https://issuer.example");
    let scopes = ("PROCONNECT_SCOPES", "openid email siret idp_id roles");
    let names = |given: &[(&str, &str)]| {
        let given = [given, &[scopes]].concat();
        let warned = warned(&given).into_iter();
        warned.map(|(name, _)| name).collect::<Vec<_>>()
    };
    let roles = ("ACCESS_ROLES", "agent_public agent_public_etat");
    assert_eq!(names(&[roles]), [""; 0]);
    assert_eq!(names(&[roles, rie]), ["ACCESS_ROLES"]);
    assert_eq!(
        names(&[("ACCESS_ROLES", "agent_publique")]),
        ["ACCESS_ROLES"]
    );
    let organisations = ("ACCESS_ORGANISATIONS", "130025265");
    assert_eq!(names(&[organisations]), ["ACCESS_ORGANISATIONS"]);
    assert_eq!(names(&[organisations, other]), [""; 0]);
    let others = [
        ("ACCESS_EMAIL_DOMAINS", "gouv.fr"),
        ("ACCESS_EMAILS", "a@gouv.fr"),
    ];
    assert_eq!(names(&others), [""; 0]);
}
