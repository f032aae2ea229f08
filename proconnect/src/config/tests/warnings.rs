//! Settings that are valid and give a warning.

use super::*;

fn warned(name: &str, value: &str) -> Vec<String> {
    let warnings = read_with(name, value).unwrap().warnings().into_iter();
    warnings.map(|of| of.variable.into_owned()).collect()
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
    let found = read_with(site, "eidas1-mfa eidas2").unwrap().warnings();
    assert!(
        found[0].to_string().contains("lacks eidas0-mfa and eidas3"),
        "{}",
        found[0]
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
