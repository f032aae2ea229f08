use super::*;

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

/// The good settings, with one variable of another value (empty: not set).
fn read_with(name: &str, value: &str) -> Result<Config, Mistakes> {
    Config::from_variables(|asked| {
        if asked == name {
            return Some(value.to_owned());
        }
        GOOD.iter()
            .find(|(name, _)| *name == asked)
            .map(|(_, value)| (*value).to_owned())
    })
}

fn variables_of(mistakes: &Mistakes) -> Vec<&str> {
    mistakes.0.iter().map(|mistake| mistake.variable).collect()
}

#[test]
fn a_domain_is_a_bare_host_or_the_whole_issuer() {
    for domain in [
        "auth.agentconnect.gouv.fr",
        "auth.agentconnect.gouv.fr/api/v2",
        "https://auth.agentconnect.gouv.fr/api/v2",
    ] {
        let config = read_with("PROCONNECT_DOMAIN", domain).unwrap();
        assert_eq!(
            config.issuer.as_str(),
            "https://auth.agentconnect.gouv.fr/api/v2"
        );
    }
}

#[test]
fn plain_http_is_for_this_machine_only() {
    for host in [
        "localhost:4000",
        "127.0.0.1:4000",
        "127.8.8.8:4000",
        "[::1]:4000",
    ] {
        let domain = format!("http://{host}/api/v2");
        assert_eq!(
            read_with("PROCONNECT_DOMAIN", &domain)
                .unwrap()
                .issuer
                .as_str(),
            domain
        );
    }
    for host in [
        "auth.agentconnect.gouv.fr",
        "10.0.0.1",
        "localhost.example.fr",
        "128.0.0.1",
    ] {
        let domain = format!("http://{host}/api/v2");
        assert!(read_with("PROCONNECT_DOMAIN", &domain).is_err(), "{domain}");
    }
}

#[test]
fn a_domain_that_is_neither_is_refused() {
    for domain in [
        "auth.example.fr/api/v1",
        "https://auth.example.fr",
        "https://auth.example.fr/api/v2/",
        "https://auth.example.fr/api/v2?a=b",
        "https://user@auth.example.fr/api/v2",
        "ftp://auth.example.fr/api/v2",
        "a b",
    ] {
        let mistakes = read_with("PROCONNECT_DOMAIN", domain).unwrap_err();
        assert_eq!(mistakes.0[0].received, Received::Value(domain.to_owned()));
    }
}

#[test]
fn every_mistake_is_told_at_once_and_no_secret_is() {
    let mistakes = Config::from_variables(|name| match name {
        "PROCONNECT_DOMAIN" => Some("auth.example.fr/api/v1".to_owned()),
        "PROCONNECT_CLIENT_SECRET" => Some("too-short".to_owned()),
        "PROCONNECT_REDIRECT_URI" => Some("https://a.fr/login".to_owned()),
        "PROCONNECT_SCOPES" => Some("email".to_owned()),
        "PROCONNECT_ID_TOKEN_SIGNED_RESPONSE_ALG" => Some("none".to_owned()),
        _ => None,
    })
    .unwrap_err();
    assert_eq!(
        variables_of(&mistakes),
        [
            "PROCONNECT_DOMAIN",
            "PROCONNECT_CLIENT_ID",
            "PROCONNECT_CLIENT_SECRET",
            "PROCONNECT_REDIRECT_URI",
            "PROCONNECT_POST_LOGOUT_REDIRECT_URI",
            "PROCONNECT_SCOPES",
            "PROCONNECT_ID_TOKEN_SIGNED_RESPONSE_ALG",
        ]
    );
    let text = mistakes.to_string();
    assert!(text.contains("auth.example.fr/api/v1"));
    assert!(text.contains("a secret of 9 characters"));
    assert!(!text.contains("too-short"));
}

#[test]
fn both_return_addresses_are_of_one_origin() {
    let other = "http://localhost:4000/auth/proconnect/logout/callback";
    let mistakes = read_with("PROCONNECT_POST_LOGOUT_REDIRECT_URI", other).unwrap_err();
    assert_eq!(
        variables_of(&mistakes),
        ["PROCONNECT_POST_LOGOUT_REDIRECT_URI"]
    );
}

#[test]
fn userinfo_may_be_unsigned_only_if_asked_for() {
    let userinfo = "PROCONNECT_USERINFO_SIGNED_RESPONSE_ALG";
    assert_eq!(
        read_with(userinfo, "none")
            .unwrap()
            .userinfo_signed_response_alg,
        None
    );
    let default = read_with(userinfo, "").unwrap();
    assert_eq!(
        default.userinfo_signed_response_alg,
        Some(SigningAlg::Rs256)
    );
    assert_eq!(
        read_with(userinfo, "ES256")
            .unwrap()
            .userinfo_signed_response_alg,
        Some(SigningAlg::Es256)
    );
}

#[test]
fn a_debug_print_shows_no_secret() {
    let config = read_with("", "").unwrap();
    assert!(!format!("{config:?}").contains("0123456789abcdef"));
}

#[test]
fn accepted_acr_values_are_separated_by_spaces_and_none_is_required_by_default() {
    let default = read_with("OTHER", "").unwrap().acr_policy;
    assert_eq!(default, AcrPolicy::default());
    let policy = read_with("PROCONNECT_ACR_VALUES", " eidas2  eidas3 ")
        .unwrap()
        .acr_policy;
    let values: Vec<_> = policy.values.iter().map(|acr| acr.0.as_str()).collect();
    assert_eq!(values, ["eidas2", "eidas3"]);
    assert!(policy.essential);
}

#[test]
fn an_alias_is_the_old_name_and_the_new_one() {
    let text = "urn:a=eidas1 https://proconnect.gouv.fr/assurance/self-asserted-2fa?v=1=eidas0-mfa";
    let policy = read_with("PROCONNECT_ACR_ALIASES", text)
        .unwrap()
        .acr_policy;
    let names = policy.aliases.iter();
    let names: Vec<_> = names.map(|alias| (&*alias.old.0, &*alias.new.0)).collect();
    assert_eq!(
        names,
        [
            ("urn:a", "eidas1"),
            (
                "https://proconnect.gouv.fr/assurance/self-asserted-2fa?v=1",
                "eidas0-mfa"
            ),
        ]
    );
    for wrong in ["eidas1", "=eidas1", "a=", "a=a", "a=b b=c", "eidas2=eidas3"] {
        let mistakes = read_with("PROCONNECT_ACR_ALIASES", wrong).unwrap_err();
        assert_eq!(
            variables_of(&mistakes),
            ["PROCONNECT_ACR_ALIASES"],
            "{wrong}"
        );
    }
}

#[test]
fn nobody_is_signed_in_without_being_asked_unless_the_settings_say_so() {
    let silent = |value| read_with("PROCONNECT_SILENT_LOGIN", value).map(|of| of.silent_login);
    assert_eq!(silent(""), Ok(false));
    assert_eq!(silent("true"), Ok(true));
    assert!(silent("yes").is_err());
}

#[test]
fn a_wish_is_asked_for_only_by_a_clear_word() {
    let essential = |value| read_with("PROCONNECT_ACR_ESSENTIAL", value);
    assert!(!essential("false").unwrap().acr_policy.essential);
    for wrong in ["no", "0", "False"] {
        let mistakes = essential(wrong).unwrap_err();
        assert_eq!(variables_of(&mistakes), ["PROCONNECT_ACR_ESSENTIAL"]);
    }
}

#[test]
fn a_second_factor_that_no_login_may_bring_is_a_mistake() {
    for (name, value) in [
        ("PROCONNECT_ACR_VALUES", "eidas1"),
        ("PROCONNECT_ACR_VALUES", "eidas0 eidas1"),
    ] {
        let mistakes = read_with(name, value).unwrap_err();
        assert_eq!(variables_of(&mistakes), ["PROCONNECT_MFA_ACR_VALUES"]);
    }
    assert!(read_with("PROCONNECT_ACR_VALUES", "eidas1 eidas1-mfa").is_ok());
    let mfa = read_with("PROCONNECT_MFA_ACR_VALUES", "eidas3").unwrap();
    assert_eq!(mfa.acr_policy.mfa_values.len(), 1);
}

#[test]
fn a_list_too_long_for_the_attempts_cookie_is_a_mistake() {
    for name in ["PROCONNECT_ACR_VALUES", "PROCONNECT_MFA_ACR_VALUES"] {
        let long = format!("eidas3 {}", "a".repeat(256));
        let mistakes = read_with(name, &long).unwrap_err();
        assert_eq!(variables_of(&mistakes), [name]);
    }
}

#[test]
fn the_origin_is_that_of_the_redirect_uri() {
    let config = read_with("OTHER", "").unwrap();
    assert_eq!(config.origin(), "http://localhost:3000");
}

#[test]
fn a_list_of_acr_values_is_as_long_as_the_cookies_allow() {
    let list = |length| {
        read_with(
            "PROCONNECT_ACR_VALUES",
            &format!("eidas2 {}", "a".repeat(length)),
        )
    };
    assert!(list(256 - 7).is_ok());
    let mistakes = list(256 - 6).unwrap_err();
    assert_eq!(variables_of(&mistakes), ["PROCONNECT_ACR_VALUES"]);
}
