//! The variables of the `acr` policy.

use super::*;

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

#[test]
fn the_certificate_of_a_director_can_be_required_alone() {
    let config = read_with(
        "PROCONNECT_ACR_VALUES",
        crate::acr_policy::DIRECTOR_CERTIFICATE,
    );
    let warnings = config.unwrap().warnings();
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].variable, "PROCONNECT_MFA_ACR_VALUES");
    assert!(warnings[0].sentence.contains("no agent can open"));
    let either = format!("eidas1 {}", crate::acr_policy::DIRECTOR_CERTIFICATE);
    assert!(read_with("PROCONNECT_ACR_VALUES", &either).is_err());
}
