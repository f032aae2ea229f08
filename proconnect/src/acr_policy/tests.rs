use super::*;

fn acrs(values: &str) -> Vec<Acr> {
    values
        .split_whitespace()
        .map(|value| Acr(value.to_owned()))
        .collect()
}

fn policy(values: &str, essential: bool) -> AcrPolicy {
    AcrPolicy {
        values: acrs(values),
        essential,
        ..AcrPolicy::default()
    }
}

#[test]
fn a_second_factor_is_essential_whatever_the_site_asks() {
    for site in [policy("", true), policy("eidas1", false)] {
        assert_eq!(
            site.requirement(AcrLevel::Mfa),
            AcrRequirement::Essential(acrs("eidas0-mfa eidas1-mfa eidas2 eidas3"))
        );
    }
}

#[test]
fn a_second_factor_is_one_that_the_site_accepts() {
    let site = policy("eidas1 eidas1-mfa eidas2", true);
    assert_eq!(
        site.requirement(AcrLevel::Mfa),
        AcrRequirement::Essential(acrs("eidas1-mfa eidas2"))
    );
}

#[test]
fn voluntary_values_never_meet_an_essential_claim() {
    let site = policy("eidas2 eidas3", false);
    let voluntary = site.requirement(AcrLevel::Site);
    assert_eq!(voluntary.acr_values(), acrs("eidas2 eidas3"));
    assert_eq!(
        voluntary.claims(true).unwrap().to_string(),
        r#"{"id_token":{"amr":null}}"#
    );
    let essential = site.requirement(AcrLevel::Mfa);
    assert!(essential.acr_values().is_empty());
    assert!(essential.claims(true).unwrap()["id_token"]["acr"]["essential"] == true);
}

#[test]
fn the_claims_parameter_follows_the_settings() {
    let none = policy("", true).requirement(AcrLevel::Site);
    assert_eq!(
        none.claims(true).unwrap().to_string(),
        r#"{"id_token":{"acr":null,"amr":null}}"#
    );
    let two = policy("eidas2 eidas3", true).requirement(AcrLevel::Site);
    assert_eq!(
        two.claims(true).unwrap().to_string(),
        r#"{"id_token":{"acr":{"essential":true,"values":["eidas2","eidas3"]},"amr":null}}"#
    );
}

#[test]
fn only_a_member_meets_an_essential_requirement_and_anything_meets_a_wish() {
    let essential = policy("eidas1", true).requirement(AcrLevel::Site);
    assert!(essential.is_met_by(acrs("eidas1").first()));
    for other in ["eidas3", "EIDAS1", "eidas1 "] {
        let other = Acr(other.to_owned());
        assert!(!essential.is_met_by(Some(&other)), "{other:?}");
    }
    assert!(!essential.is_met_by(None));
    let wish = policy("eidas1", false).requirement(AcrLevel::Site);
    assert!(wish.is_met_by(None) && wish.is_met_by(acrs("eidas0").first()));
    assert!(!AcrRequirement::Essential(Vec::new()).is_met_by(acrs("eidas3").first()));
}

#[test]
fn a_page_that_needs_a_second_factor_admits_no_session_without_one() {
    let site = policy("", true);
    for acr in ["eidas0-mfa", "eidas1-mfa", "eidas2", "eidas3"] {
        assert!(site.allows(AcrLevel::Mfa, acrs(acr).first()), "{acr}");
    }
    for acr in ["eidas0", "eidas1", "eidas4", "eidas3-mfa", "mfa"] {
        assert!(!site.allows(AcrLevel::Mfa, acrs(acr).first()), "{acr}");
        assert!(site.allows(AcrLevel::Site, acrs(acr).first()), "{acr}");
    }
    assert!(!site.allows(AcrLevel::Mfa, None));
}

#[test]
fn an_old_name_counts_as_the_new_one() {
    let old = Acr("https://proconnect.gouv.fr/assurance/consistency-checked-2fa".to_owned());
    let site = AcrPolicy {
        aliases: vec![AcrAlias {
            old: old.clone(),
            new: Acr("eidas1-mfa".to_owned()),
        }],
        ..AcrPolicy::default()
    };
    assert_eq!(site.current(&old).0, "eidas1-mfa");
    assert!(site.allows(AcrLevel::Mfa, Some(&old)));
    assert!(!AcrPolicy::default().allows(AcrLevel::Mfa, Some(&old)));
}

#[test]
fn essential_values_that_the_issuer_knows_none_of_are_not_supported() {
    let announced = acrs("eidas0 eidas1 eidas1-mfa");
    let asks = |values| policy(values, true).requirement(AcrLevel::Site);
    assert!(asks("other eidas1").is_supported_by(Some(&announced)));
    assert!(!asks("other another").is_supported_by(Some(&announced)));
    assert!(asks("other").is_supported_by(None));
    let wish = policy("other", false).requirement(AcrLevel::Site);
    assert!(wish.is_supported_by(Some(&announced)));
    assert!(AcrRequirement::Any.is_supported_by(Some(&[])));
}

#[test]
fn a_form_that_names_no_level_asks_for_the_sites() {
    for level in [AcrLevel::Site, AcrLevel::Mfa] {
        assert_eq!(AcrLevel::from_field(level.as_field()), level);
    }
    for field in ["", "MFA", "site", "eidas3"] {
        assert_eq!(AcrLevel::from_field(Some(field)), AcrLevel::Site);
    }
}

#[test]
fn amr_is_asked_for_only_where_the_settings_say_so() {
    let claims = |values, essential| {
        let requirement = policy(values, essential).requirement(AcrLevel::Site);
        requirement.claims(false).map(|claims| claims.to_string())
    };
    let any = r#"{"id_token":{"acr":null}}"#;
    assert_eq!(claims("", true).as_deref(), Some(any));
    let essential = r#"{"id_token":{"acr":{"essential":true,"values":["eidas2"]}}}"#;
    assert_eq!(claims("eidas2", true).as_deref(), Some(essential));
    assert_eq!(claims("eidas2", false), None);
}

#[test]
fn a_requirement_is_for_directors_when_nothing_else_would_do() {
    let site = |values| policy(values, true).requirement(AcrLevel::Site);
    assert!(site(DIRECTOR_CERTIFICATE).is_for_directors());
    let either = format!("eidas3 {DIRECTOR_CERTIFICATE}");
    assert!(!site(&either).is_for_directors());
    assert!(!site("eidas3").is_for_directors());
    assert!(!site("").is_for_directors());
    let wish = policy(DIRECTOR_CERTIFICATE, false).requirement(AcrLevel::Site);
    assert!(!wish.is_for_directors());
}

#[test]
fn a_requirement_that_cannot_be_met_is_not_requested() {
    let nothing = policy(DIRECTOR_CERTIFICATE, true).requirement(AcrLevel::Mfa);
    assert_eq!(nothing, AcrRequirement::Essential(Vec::new()));
    assert!(!nothing.is_supported_by(None));
    assert!(!nothing.is_supported_by(Some(&acrs("eidas3"))));
}
