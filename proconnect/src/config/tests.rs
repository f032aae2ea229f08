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
        "fca.integ01.dev-agentconnect.fr",
        "fca.integ01.dev-agentconnect.fr/api/v2",
        "https://fca.integ01.dev-agentconnect.fr/api/v2",
    ] {
        let config = read_with("PROCONNECT_DOMAIN", domain).unwrap();
        assert_eq!(
            config.issuer.as_str(),
            "https://fca.integ01.dev-agentconnect.fr/api/v2"
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
        "https://auth.example.fr/api/../v2",
        "https://auth.example.fr/api/v2?a=b",
        "https://auth.example.fr/realm#here",
        "https://auth.example.fr/realm/.well-known/openid-configuration",
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

const MFA: &str = "eidas0-mfa eidas1-mfa eidas2 eidas3";

fn warned(name: &str, value: &str) -> Vec<String> {
    let warnings = read_with(name, value).unwrap().warnings().into_iter();
    warnings.map(|of| of.variable.into_owned()).collect()
}

/// The good settings, with these over them.
fn read_all(others: &[(&str, &str)]) -> Result<Config, Mistakes> {
    Config::from_variables(|asked| {
        let mut all = others.iter().chain(&GOOD);
        let found = all.find(|(name, _)| *name == asked);
        found.map(|(_, value)| (*value).to_owned())
    })
}

#[test]
fn an_issuer_other_than_proconnect_has_the_path_it_likes() {
    for issuer in [
        "https://auth.example.fr",
        "https://auth.example.fr/",
        "https://auth.example.fr/realms/agents",
        "https://auth.example.fr/realms/agents/",
        "https://auth.example.fr/api/v2/",
        "https://localhost.example:8443/test/a/alias/",
        "http://localhost:8080/realms/agents",
        "http://127.0.0.1:8080",
    ] {
        let config = read_with("PROCONNECT_DOMAIN", issuer).unwrap();
        assert_eq!(config.issuer.as_str(), issuer);
        assert_eq!(config.environment(), None);
    }
    let written = "https://AUTH.example.fr:443/Realm/";
    let config = read_with("PROCONNECT_DOMAIN", written).unwrap();
    assert_eq!(config.issuer.as_str(), "https://auth.example.fr/Realm/");
}

#[test]
fn a_host_of_proconnect_with_another_path_is_told() {
    for (host, ..) in HOSTS {
        for path in ["", "/", "/api/v1", "/api/v2/", "/api"] {
            let mistakes = read_with("PROCONNECT_DOMAIN", &format!("https://{host}{path}"));
            let mistake = mistakes.unwrap_err().0.remove(0);
            assert_eq!(mistake.variable, "PROCONNECT_DOMAIN");
            let whole = format!("https://{host}/api/v2");
            assert!(mistake.cure.contains(&whole), "{}", mistake.cure);
        }
    }
}

#[test]
fn the_four_environments_are_known_by_their_hosts() {
    for (host, stage, network) in HOSTS {
        let own = "https://site.example/auth/proconnect";
        let config = read_all(&[
            ("PROCONNECT_DOMAIN", host),
            ("PROCONNECT_REDIRECT_URI", &format!("{own}/callback")),
            (
                "PROCONNECT_POST_LOGOUT_REDIRECT_URI",
                &format!("{own}/logout/callback"),
            ),
        ]);
        let environment = config.unwrap().environment();
        assert_eq!(environment, Some(Environment { stage, network }));
        assert_eq!(host.contains(".rie."), network == Network::Rie);
    }
}

#[test]
fn production_takes_neither_http_nor_localhost() {
    let both = [
        "PROCONNECT_REDIRECT_URI",
        "PROCONNECT_POST_LOGOUT_REDIRECT_URI",
    ];
    for host in ["auth.agentconnect.gouv.fr", "auth.agentconnect.rie.gouv.fr"] {
        for origin in [
            "http://localhost:3000",
            "http://127.0.0.1",
            "https://localhost",
        ] {
            let mistakes = read_all(&[
                ("PROCONNECT_DOMAIN", host),
                (both[0], &format!("{origin}/auth/proconnect/callback")),
                (
                    both[1],
                    &format!("{origin}/auth/proconnect/logout/callback"),
                ),
            ]);
            assert_eq!(
                variables_of(&mistakes.unwrap_err()),
                both,
                "{host} {origin}"
            );
        }
    }
    assert!(read_with("", "").is_ok(), "integration does");
}

#[test]
fn r26_a_redirect_uri_is_told_as_a_browser_writes_it() {
    for written in [
        "https://site.example:443/auth/proconnect/callback",
        "https://Site.Example/auth/proconnect/callback",
        "HTTPS://site.example/auth/proconnect/callback",
    ] {
        let mistakes = read_with("PROCONNECT_REDIRECT_URI", written).unwrap_err();
        let mistake = &mistakes.0[0];
        assert_eq!(mistake.variable, "PROCONNECT_REDIRECT_URI");
        assert_eq!(mistake.received, Received::Value(written.to_owned()));
        let cure = "https://site.example/auth/proconnect/callback: ";
        assert!(mistake.cure.starts_with(cure), "{}", mistake.cure);
    }
}

#[test]
fn r11_every_variable_is_understood_inside_quotes() {
    for quote in ["\"", "'"] {
        let quoted = Config::from_variables(|asked| {
            let found = GOOD.iter().find(|(name, _)| *name == asked);
            let value = match asked {
                "PROCONNECT_SCOPES" => "openid email",
                "PROCONNECT_ACR_VALUES" => MFA,
                "PROCONNECT_ASK_AMR" => "false",
                "PROCONNECT_ID_TOKEN_SIGNED_RESPONSE_ALG" => "ES256",
                _ => found?.1,
            };
            Some(format!("{quote}{value}{quote}"))
        });
        let config = quoted.unwrap();
        assert_eq!(config.client_id.as_str(), "client");
        assert_eq!(config.client_secret.secret().len(), 32);
        assert_eq!(config.scopes.len(), 2);
        assert_eq!(config.acr_policy.values.len(), 4);
        assert!(!config.ask_amr);
    }
    for (name, value) in GOOD {
        let mistakes = read_with(name, &format!("\"{value}")).unwrap_err();
        assert_eq!(variables_of(&mistakes), [name]);
        assert!(!mistakes.to_string().contains("0123456789abcdef"), "{name}");
    }
}

#[test]
fn an_identifier_or_a_secret_with_a_comment_behind_it_is_told() {
    for (name, value) in &GOOD[1..3] {
        for behind in [" # from the partner space", " x", "\n\"", "é"] {
            let mistakes = read_with(name, &format!("{value}{behind}")).unwrap_err();
            assert_eq!(variables_of(&mistakes), [*name], "{behind}");
        }
    }
}

#[test]
fn f25_the_default_scopes_are_what_production_grants() {
    let config = read_with("OTHER", "").unwrap();
    let scopes: Vec<_> = config.scopes.iter().map(|scope| scope.as_str()).collect();
    let granted = "openid given_name usual_name email siret idp_id organization_label";
    assert_eq!(scopes.join(" "), granted);
    for wrong in ["openid,email", "openid; email", "openid \"email\"x"] {
        assert!(read_with("PROCONNECT_SCOPES", wrong).is_err(), "{wrong}");
    }
}

#[test]
fn amr_is_asked_for_unless_the_settings_say_no() {
    assert!(read_with("OTHER", "").unwrap().ask_amr);
    assert!(!read_with("PROCONNECT_ASK_AMR", "false").unwrap().ask_amr);
    assert!(read_with("PROCONNECT_ASK_AMR", "no").is_err());
}

#[test]
fn a_list_with_a_hole_is_warned_of() {
    let (site, mfa) = ("PROCONNECT_ACR_VALUES", "PROCONNECT_MFA_ACR_VALUES");
    for complete in [
        MFA,
        "eidas2 eidas3",
        "eidas3",
        "eidas1 eidas0-mfa eidas1-mfa eidas2 eidas3",
    ] {
        assert_eq!(warned(site, complete), [""; 0], "{complete}");
        assert_eq!(warned(mfa, complete), [""; 0], "{complete}");
    }
    for hole in [
        "eidas1-mfa eidas2 eidas3",
        "eidas0-mfa eidas2 eidas3",
        "eidas2",
        "eidas0-mfa eidas1-mfa",
    ] {
        assert_eq!(warned(site, hole), [site], "{hole}");
        assert_eq!(warned(mfa, hole), [mfa], "{hole}");
    }
    let wish = read_all(&[(site, "eidas2"), ("PROCONNECT_ACR_ESSENTIAL", "false")]).unwrap();
    assert_eq!(wish.warnings(), []);
    let told = read_with(site, "eidas1-mfa eidas2").unwrap().warnings();
    assert!(
        told[0].to_string().contains("lacks eidas0-mfa and eidas3"),
        "{}",
        told[0]
    );
}

#[test]
fn weak_signatures_are_warned_of_at_proconnect_only() {
    let (id_token, userinfo) = (
        "PROCONNECT_ID_TOKEN_SIGNED_RESPONSE_ALG",
        "PROCONNECT_USERINFO_SIGNED_RESPONSE_ALG",
    );
    assert_eq!(warned(id_token, "HS256"), [id_token]);
    assert_eq!(warned(userinfo, "HS256"), [userinfo]);
    assert_eq!(warned(userinfo, "none"), [userinfo]);
    assert_eq!(warned(userinfo, "ES256"), [""; 0]);
    let elsewhere = [
        ("PROCONNECT_DOMAIN", "https://auth.example.fr"),
        (userinfo, "none"),
    ];
    assert_eq!(read_all(&elsewhere).unwrap().warnings(), []);
}

#[test]
fn the_certificate_of_a_director_can_be_required_alone() {
    let config = read_with(
        "PROCONNECT_ACR_VALUES",
        crate::acr_policy::DIRECTOR_CERTIFICATE,
    );
    let warnings = config.unwrap().warnings();
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].variable, "PROCONNECT_MFA_ACR_VALUES");
    assert!(warnings[0].sentence.contains("nobody can enter"));
    let either = format!("eidas1 {}", crate::acr_policy::DIRECTOR_CERTIFICATE);
    assert!(read_with("PROCONNECT_ACR_VALUES", &either).is_err());
}

#[test]
fn a_page_that_needs_a_role_is_warned_of_where_none_is_known() {
    let config = read_with("OTHER", "").unwrap();
    let variables = |config: Config| {
        let warnings = config.warnings_about_roles();
        warnings
            .iter()
            .map(|of| of.variable.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(variables(config), ["PROCONNECT_SCOPES"]);
    let asked = ("PROCONNECT_SCOPES", "openid roles");
    assert_eq!(variables(read_all(&[asked]).unwrap()), [""; 0]);
    let rie = ("PROCONNECT_DOMAIN", "fca.integ02.agentconnect.rie.gouv.fr");
    assert_eq!(
        variables(read_all(&[asked, rie]).unwrap()),
        ["PROCONNECT_DOMAIN"]
    );
}

#[test]
fn the_placeholders_of_the_example_are_warned_of() {
    let secret = "your-client-secret-from-the-partner-space";
    assert_eq!(
        warned("PROCONNECT_CLIENT_SECRET", secret),
        ["PROCONNECT_CLIENT_SECRET"]
    );
    assert_eq!(
        warned("PROCONNECT_CLIENT_ID", "your-client-id"),
        ["PROCONNECT_CLIENT_ID"]
    );
}
