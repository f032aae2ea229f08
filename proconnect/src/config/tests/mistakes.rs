//! The report of mistakes, and spellings that are not mistakes.

use super::*;

#[test]
fn every_mistake_is_reported_at_once_and_no_secret_is_shown() {
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
fn a_debug_print_shows_no_secret() {
    let config = read_with("", "").unwrap();
    assert!(!format!("{config:?}").contains("0123456789abcdef"));
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
fn an_identifier_or_a_secret_with_a_comment_behind_it_is_a_mistake() {
    for (name, value) in &GOOD[1..3] {
        for behind in [" # from the partner space", " x", "\n\"", "é"] {
            let mistakes = read_with(name, &format!("{value}{behind}")).unwrap_err();
            assert_eq!(variables_of(&mistakes), [*name], "{behind}");
        }
    }
}
