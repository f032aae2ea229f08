//! Variables with a default.

use super::*;

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
fn a_wish_is_asked_for_only_by_a_clear_word() {
    let essential = |value| read_with("PROCONNECT_ACR_ESSENTIAL", value);
    assert!(!essential("false").unwrap().acr_policy.essential);
    for wrong in ["no", "0", "False"] {
        let mistakes = essential(wrong).unwrap_err();
        assert_eq!(variables_of(&mistakes), ["PROCONNECT_ACR_ESSENTIAL"]);
    }
}

#[test]
fn f25_the_default_scopes_are_those_that_production_grants() {
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
