use super::*;
use crate::test_tokens::agent;
use strum::IntoEnumIterator;

fn identity(change: impl FnOnce(&mut Identity)) -> Identity {
    let mut identity = agent(None);
    change(&mut identity);
    identity
}

fn of_email(email: &str) -> Identity {
    identity(|agent| agent.email = Some(email.to_owned()))
}

fn of_siret(siret: &str) -> Identity {
    identity(|agent| agent.siret = Some(siret.to_owned().try_into().unwrap()))
}

fn of_roles(roles: &[&str]) -> Identity {
    let roles = roles.iter().map(|role| (*role).to_owned()).collect();
    identity(|agent| agent.roles = Some(roles))
}

/// Every claim that a rule reads.
fn whole() -> Identity {
    Identity {
        email: Some("a.dubois@gouv.fr".to_owned()),
        roles: Some(vec!["agent_public".to_owned()]),
        idp_id: Some("fia1v2".to_owned()),
        ..of_siret("13002526500013")
    }
}

#[test]
fn a_domain_admits_its_own_addresses_only() {
    let rule = AccessRule::new(RuleKind::EmailDomain, &["gouv.fr", "Ville.example"]);
    for admitted in [
        "a@gouv.fr",
        "A.B@GOUV.FR",
        " a@gouv.fr\n",
        "a@ville.example",
        "a@VILLE.example",
    ] {
        assert!(rule.admits(&of_email(admitted)), "{admitted}");
    }
    for refused in [
        "a@ministere.gouv.fr",
        "a@xgouv.fr",
        "a@gouv.fr.example",
        "a@gouv.fr.",
        "a@.gouv.fr",
        "a@gouv.f",
        "a@gouv",
        "a@ gouv.fr",
        "a@gouv .fr",
        "gouv.fr",
        "@gouv.fr",
        "a@",
        "@",
        "",
        " ",
        "a@evil.example@gouv.fr",
        "a@@gouv.fr",
        "a@gouv.fr@evil.example",
        "a@gouv.fr,b@gouv.fr",
        "\"a@evil.example\"@gouv.fr",
    ] {
        assert!(!rule.admits(&of_email(refused)), "{refused:?}");
    }
}

#[test]
fn a_domain_in_other_letters_is_another_domain() {
    let rule = AccessRule::new(
        RuleKind::EmailDomain,
        &["gouv.fr", "xn--ministre-60a.example"],
    );
    assert!(rule.admits(&of_email("a@XN--ministre-60a.example")));
    for refused in [
        // A Cyrillic letter, letters of full width, an ideographic full stop, an invisible character.
        "a@g\u{43e}uv.fr",
        "a@\u{ff47}\u{ff4f}\u{ff55}\u{ff56}.fr",
        "a@gouv\u{3002}fr",
        "a@gouv.fr\u{200b}",
        "a@minist\u{e8}re.example",
    ] {
        assert!(!rule.admits(&of_email(refused)), "{refused:?}");
    }
    let unicode = AccessRule::new(RuleKind::EmailDomain, &["\u{212a}elvin.example"]);
    assert!(!unicode.admits(&of_email("a@kelvin.example")));
}

#[test]
fn an_organisation_is_a_siret_or_every_establishment_of_a_siren() {
    let establishment = AccessRule::new(RuleKind::Organisation, &["13002526500013"]);
    let legal_unit = AccessRule::new(RuleKind::Organisation, &["130025265"]);
    for (siret, in_establishment, in_unit) in [
        ("13002526500013", true, true),
        ("130 025 265 00013", true, true),
        ("13002526500021", false, true),
        ("13002526600013", false, false),
        ("01300252650001", false, false),
    ] {
        let agent = of_siret(siret);
        assert_eq!(establishment.admits(&agent), in_establishment, "{siret}");
        assert_eq!(legal_unit.admits(&agent), in_unit, "{siret}");
    }
    for incomplete in ["", "1", "13002526", "1300252650001", "130025265000139"] {
        let rule = AccessRule::of_setting(RuleKind::Organisation, vec![incomplete.to_owned()]);
        assert!(!rule.admits(&of_siret("13002526500013")), "{incomplete:?}");
    }
}

#[test]
fn roles_and_identity_providers_are_compared_exactly() {
    let rule = AccessRule::new(RuleKind::Role, &["agent_public", "dirigeant"]);
    for admitted in [&["agent_public"][..], &["x", "dirigeant"]] {
        assert!(rule.admits(&of_roles(admitted)), "{admitted:?}");
    }
    for refused in [
        &[][..],
        &[""],
        &["Agent_public"],
        &["agent_public_etat"],
        &[" agent_public"],
        &["agent_public,dirigeant"],
    ] {
        assert!(!rule.admits(&of_roles(refused)), "{refused:?}");
    }
    let rule = AccessRule::new(RuleKind::IdentityProvider, &["fia1v2"]);
    for (idp, is_admitted) in [
        ("fia1v2", true),
        ("FIA1V2", false),
        ("fia1", false),
        ("", false),
    ] {
        let agent = identity(|agent| agent.idp_id = Some(idp.to_owned()));
        assert_eq!(rule.admits(&agent), is_admitted, "{idp}");
    }
}

#[test]
fn a_list_of_names_admits_whole_addresses_in_any_case() {
    let rule = AccessRule::new(RuleKind::Email, &["A.Dubois@gouv.fr"]);
    for (email, is_admitted) in [
        ("a.dubois@gouv.fr", true),
        (" A.DUBOIS@GOUV.FR ", true),
        ("b.dubois@gouv.fr", false),
        ("aa.dubois@gouv.fr", false),
        ("a.dubois+x@gouv.fr", false),
        ("a.dubois@gouv.fr.example", false),
        ("", false),
    ] {
        assert_eq!(rule.admits(&of_email(email)), is_admitted, "{email}");
    }
}

#[test]
fn an_agent_without_the_claim_is_not_admitted() {
    for kind in RuleKind::iter() {
        for value in ["", "gouv.fr", "13002526500013", "agent_public", "a@gouv.fr"] {
            let rule = AccessRule::of_setting(kind, vec![value.to_owned()]);
            assert!(!rule.admits(&agent(None)), "{kind:?} {value}");
        }
    }
}

#[test]
fn a_rule_in_a_log_shows_no_address() {
    let rule = AccessRule::new(RuleKind::Email, &["a.dubois@gouv.fr", "b@gouv.fr"]);
    assert_eq!(format!("{rule:?}"), "AccessRule(email, 2 values)");
}

#[test]
fn an_empty_list_admits_nobody() {
    for kind in RuleKind::iter() {
        for agent in [whole(), agent(None), of_email(""), of_roles(&[""])] {
            assert!(!AccessRule::new(kind, &[]).admits(&agent), "{kind:?}");
            let read = AccessRule::of_setting(kind, Vec::new());
            assert!(!read.admits(&agent), "{kind:?}");
        }
    }
}

/// Of every text of up to seven characters of `a`, `b`, `.` and `@`, those are admitted that are one address of the
/// domain.
#[test]
fn a_domain_follows_the_only_at_sign() {
    let rule = AccessRule::new(RuleKind::EmailDomain, &["a.b"]);
    let mut texts = vec![String::new()];
    let mut admitted = 0;
    for _ in 0..7 {
        let longer = |text: &String| ["a", "b", ".", "@"].map(|next| format!("{text}{next}"));
        texts = texts.iter().flat_map(longer).collect();
        for text in &texts {
            let local = text.strip_suffix("@a.b").unwrap_or_default();
            let expected = !local.is_empty() && !local.contains('@');
            assert_eq!(rule.admits(&of_email(text)), expected, "{text}");
            admitted += usize::from(expected);
        }
    }
    assert_eq!(admitted, 3 + 9 + 27);
}
