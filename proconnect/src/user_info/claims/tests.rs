use super::*;
use serde_json::json;

fn read(json: &str) -> Option<VerifiedUserInfo> {
    VerifiedUserInfo::read(json.as_bytes())
}

#[test]
fn claims_may_be_absent_null_or_blank() {
    let user_info = read(r#"{"sub":"s","siret":null,"email":" ","custom":{"a":1},"exp":1}"#);
    let user_info = user_info.unwrap();
    assert_eq!(user_info.siret, None);
    assert_eq!(user_info.known.email, None);
    assert_eq!(user_info.all["custom"]["a"], 1);
    assert!(!user_info.all.contains_key("exp"));
}

#[test]
fn a_claim_that_is_nested_too_deeply_for_a_session_is_left_out() {
    for (levels, is_kept) in [(1, true), (32, true), (33, false), (120, false)] {
        let (open, close) = ("[".repeat(levels), "]".repeat(levels));
        let user_info = read(&format!(r#"{{"sub":"s","custom":{open}{close},"a":1}}"#)).unwrap();
        assert_eq!(user_info.all.contains_key("custom"), is_kept, "{levels}");
        assert_eq!(user_info.all["a"], 1);
    }
}

#[test]
fn claims_of_another_type_or_given_twice_are_refused() {
    for json in [
        "{}",
        r#"{"sub":""}"#,
        r#"{"sub":"s","roles":"agent_public"}"#,
        r#"{"sub":"s","siret":13002526500013}"#,
        r#"{"sub":"s","siret":"1300252650001"}"#,
        r#"{"sub":"s","email":["a@b.fr"]}"#,
        r#"{"sub":"s","sub":"t"}"#,
    ] {
        assert!(read(json).is_none(), "{json}");
    }
}

#[test]
fn a_token_of_another_kind_shows_by_any_of_its_claims() {
    let is_of_another_kind = |changes: &str| {
        let json = format!(r#"{{"iss":"i","aud":"a","iat":1,"exp":1{changes}}}"#);
        serde_json::from_str::<Envelope>(&json)
            .unwrap()
            .is_of_another_kind()
    };
    assert!(!is_of_another_kind(""));
    for claim in ["nonce", "at_hash", "events"] {
        assert!(is_of_another_kind(&format!(r#","{claim}":"x""#)), "{claim}");
    }
}

#[test]
fn identifiers_are_looked_at_one_by_one() {
    let with = |changed: &str, value: &str| {
        let mut claims = json!({
            "sub": "s", "uid": "a", "email": "angela.dubois@ministere.gouv.fr",
            "siret": "13002526500013",
        });
        claims[changed] = json!(value);
        read(&claims.to_string()).is_some()
    };
    assert!(with("uid", "b") && with("email", "b@c.fr"));
    for (name, value) in [
        ("uid", "a\u{1}"),
        ("uid", "a\u{200b}"),
        ("email", "a\u{202e}@b.fr"),
        ("email", "a@b.fr\n"),
        ("email", "ab.fr"),
        ("email", "a@b.fr/c.fr"),
        ("siret", "1300252650001A"),
    ] {
        assert!(!with(name, value), "{name} {value:?}");
    }
}

#[test]
fn f18_nothing_ill_formed_reaches_the_application_in_any_claim() {
    let claims = json!({
        "sub": "s", "given_name": "An\tge\u{0}la", "usual_name": "D\u{92}ALMEIDA\r\n",
        "phone_number": "+33 1\u{202e}", "organization_label": "D".repeat(11_000),
        "roles": ["agent_public", "agent\u{202e}", "", "a".repeat(11_000)],
        "idp_id": "fia1v2\u{0}",
    });
    let known = read(&claims.to_string()).unwrap();
    let (all, known) = (known.all, known.known);
    for (name, read_text, expected) in [
        ("given_name", &known.given_name, Some("An gela")),
        ("usual_name", &known.usual_name, Some("DALMEIDA")),
        ("phone_number", &known.phone_number, Some("+33 1")),
        (
            "organization_label",
            &known.organization_label,
            Some(&*"D".repeat(256)),
        ),
        ("idp_id", &known.idp_id, None),
    ] {
        assert_eq!(read_text.as_deref(), expected, "{name}");
        assert_eq!(all[name].as_str(), expected, "{name}");
    }
    assert_eq!(known.roles.unwrap(), ["agent_public"]);
    assert_eq!(all["roles"], json!(["agent_public"]));
    let many = json!({"sub": "s", "roles": vec!["agent_public"; 5000]});
    let many = read(&many.to_string()).unwrap();
    assert_eq!(many.known.roles.unwrap().len(), MAX_ROLES);
}

#[test]
fn absent_roles_are_not_known_and_no_role_is() {
    let roles = |json| read(json).unwrap().known.roles;
    assert_eq!(roles(r#"{"sub":"s"}"#), None);
    assert_eq!(roles(r#"{"sub":"s","roles":null}"#), None);
    assert_eq!(roles(r#"{"sub":"s","roles":[]}"#), Some(vec![]));
}

#[test]
fn r04_the_groups_of_a_directory_are_kept_while_there_is_room() {
    let with_groups = |count: usize| {
        let groups: Vec<_> = (0..count)
            .map(|n| format!("CN=groupe-{n:05},OU=Direction du numérique,DC=ministere,DC=fr"))
            .collect();
        let claims = json!({"sub": "s", "siren": "130025265", "custom": {"groups": groups}});
        read(&claims.to_string()).unwrap().all
    };
    let few = with_groups(150);
    assert_eq!(few["custom"]["groups"].as_array().unwrap().len(), 150);
    let many = with_groups(5000);
    assert!(!many.contains_key("custom"));
    assert_eq!(many["siren"], "130025265");
    let kept = serde_json::to_string(&few).unwrap().len();
    assert!(kept <= MAX_CLAIMS_LENGTH + 1024, "{kept}");
}
