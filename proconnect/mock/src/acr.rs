/// The authentication contexts that ProConnect supports. They have no order: a request is met by
/// one of the values it lists, never by a "stronger" one.
pub const SUPPORTED: [&str; 7] = [
    "eidas0",
    "eidas0-mfa",
    "eidas1",
    "eidas1-mfa",
    "eidas2",
    "eidas3",
    "https://proconnect.gouv.fr/assurance/certification-dirigeant",
];

/// Strong contexts. When they are requested as essential, each request needs a new login.
const REQUIRING_A_NEW_SESSION: [&str; 2] = ["eidas2", "eidas3"];

/// The contexts that a code by e-mail lifts, and the contexts to which it lifts them.
const LIFTED_BY_EMAIL: [(&str, &str); 2] = [("eidas0", "eidas0-mfa"), ("eidas1", "eidas1-mfa")];

/// How an agent has authenticated.
#[derive(Clone, Copy)]
pub struct Authentication<'a> {
    /// The context that the identity provider returned.
    pub from_idp: &'a str,
    /// False when the identity provider has sent a code by e-mail itself, and on the State's own
    /// network.
    pub can_be_lifted: bool,
    /// Whether the agent has typed ProConnect's code.
    pub is_email_verified: bool,
}

/// The end of a login, by the contexts that are required.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// The context that the relying party gets.
    Acr(&'a str),
    /// ProConnect asks for the code of an e-mail, even if the agent has just typed one.
    EmailCode,
    /// The relying party gets `access_denied`.
    Denied,
}

/// The context of the identity provider wins whenever it is one of the `essential` ones, or none is:
/// also after a code by e-mail, which is a fallback. `essential` contains supported values only.
pub fn outcome<'a>(authentication: Authentication<'a>, essential: &[String]) -> Outcome<'a> {
    let is_accepted = |acr: &str| essential.iter().any(|value| value == acr);
    let acr = supported(authentication.from_idp);
    if essential.is_empty() || is_accepted(acr) {
        return Outcome::Acr(acr);
    }
    if !authentication.can_be_lifted {
        return Outcome::Denied;
    }
    let lifted = LIFTED_BY_EMAIL
        .iter()
        .find(|(from, to)| *from == acr && is_accepted(to));
    match lifted {
        Some((_, lifted)) if authentication.is_email_verified => Outcome::Acr(lifted),
        _ if LIFTED_BY_EMAIL.iter().any(|(_, to)| is_accepted(to)) => Outcome::EmailCode,
        _ => Outcome::Denied,
    }
}

/// The context that the relying party gets when it requires none: that of the identity provider, or
/// `eidas1` in place of an unknown one.
pub fn supported(from_idp: &str) -> &str {
    if SUPPORTED.contains(&from_idp) {
        from_idp
    } else {
        "eidas1"
    }
}

/// Whether an open session may answer a request for `essential` contexts; `None` when the request
/// names none.
pub fn allows_single_sign_on(
    authentication: Authentication<'_>,
    essential: Option<&[String]>,
) -> bool {
    let Some(essential) = essential else {
        return true;
    };
    match outcome(authentication, essential) {
        Outcome::Acr(acr) => !REQUIRING_A_NEW_SESSION.contains(&acr),
        Outcome::EmailCode | Outcome::Denied => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MFA: [&str; 4] = ["eidas0-mfa", "eidas1-mfa", "eidas2", "eidas3"];

    fn from(from_idp: &str, is_email_verified: bool) -> Authentication<'_> {
        Authentication {
            from_idp,
            can_be_lifted: true,
            is_email_verified,
        }
    }

    fn accepting(values: &[&str]) -> Vec<String> {
        values.iter().map(ToString::to_string).collect()
    }

    fn end<'a>(authentication: Authentication<'a>, essential: &[&str]) -> Outcome<'a> {
        outcome(authentication, &accepting(essential))
    }

    #[test]
    fn essential_values_are_a_set_and_not_a_minimum() {
        let (one, two) = (from("eidas1", false), from("eidas2", false));
        assert_eq!(end(one, &["eidas1"]), Outcome::Acr("eidas1"));
        assert_eq!(end(two, &["eidas1"]), Outcome::Denied);
        assert_eq!(end(two, &["eidas1", "eidas2"]), Outcome::Acr("eidas2"));
    }

    #[test]
    fn an_unknown_context_is_returned_as_eidas1() {
        let unknown = from("garbage", false);
        assert_eq!(end(unknown, &[]), Outcome::Acr("eidas1"));
        assert_eq!(end(unknown, &["eidas1"]), Outcome::Acr("eidas1"));
        assert_eq!(end(unknown, &["eidas2"]), Outcome::Denied);
    }

    #[test]
    fn d4_the_context_of_the_identity_provider_wins_after_a_code_by_email() {
        let verified = from("eidas1", true);
        assert_eq!(end(verified, &[]), Outcome::Acr("eidas1"));
        assert_eq!(
            end(verified, &["eidas1", "eidas1-mfa"]),
            Outcome::Acr("eidas1")
        );
        assert_eq!(end(verified, &["eidas1"]), Outcome::Acr("eidas1"));
        assert_eq!(end(verified, &MFA), Outcome::Acr("eidas1-mfa"));
    }

    #[test]
    fn d11_a_code_by_email_lifts_a_context_to_its_own_variant_only() {
        let director = SUPPORTED[6];
        for (acr, essential, expected) in [
            ("eidas0", &MFA[..], Outcome::Acr("eidas0-mfa")),
            ("garbage", &MFA, Outcome::Acr("eidas1-mfa")),
            ("eidas1", &["eidas0-mfa"], Outcome::EmailCode),
            ("eidas0-mfa", &["eidas1-mfa"], Outcome::EmailCode),
            ("eidas2", &["eidas1-mfa"], Outcome::EmailCode),
            (director, &MFA, Outcome::EmailCode),
            ("eidas1", &["eidas2", "eidas3"], Outcome::Denied),
        ] {
            assert_eq!(end(from(acr, true), essential), expected, "{acr}");
        }
        let by_mail = Authentication {
            can_be_lifted: false,
            ..from("eidas1", false)
        };
        assert_eq!(end(by_mail, &MFA), Outcome::Denied);
    }

    #[test]
    fn strong_essential_contexts_never_reuse_a_session() {
        let allows = |acr, essential: &[&str]| {
            allows_single_sign_on(from(acr, false), Some(&accepting(essential)))
        };
        assert!(!allows("eidas2", &["eidas2"]));
        assert!(allows_single_sign_on(from("eidas2", false), None));
        assert!(allows("eidas1", &["eidas1", "eidas2"]));
        assert!(!allows("eidas1", &["eidas2"]));
    }
}
