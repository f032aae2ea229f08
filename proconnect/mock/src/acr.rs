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

/// Returns the context for the relying party, from that of the identity provider. `None` when
/// `essential` contexts were requested and this is not one of them.
pub fn resolve<'a>(from_idp: &'a str, essential: Option<&[String]>) -> Option<&'a str> {
    let acr = if SUPPORTED.contains(&from_idp) {
        from_idp
    } else {
        "eidas1"
    };
    let satisfied = essential.is_none_or(|accepted| accepted.iter().any(|value| value == acr));
    satisfied.then_some(acr)
}

/// Returns the context of a session, from that of the identity provider. A code sent by e-mail
/// counts as a second factor.
pub fn of_session(from_idp: &str, is_email_verified: bool) -> &str {
    match (from_idp, is_email_verified) {
        (from_idp, false) => from_idp,
        ("eidas0", true) => "eidas0-mfa",
        ("eidas2" | "eidas3", true) => from_idp,
        (_, true) => "eidas1-mfa",
    }
}

/// True when ProConnect asks for a code by e-mail: a context with a weak second factor would be
/// enough, and the identity provider's is not. The code may still not be enough: for instance when
/// only `eidas0-mfa` is required and the agent is at `eidas1`.
pub fn asks_for_email_code(from_idp: &str, essential: Option<&[String]>) -> bool {
    let is_weak = |value: &String| ["eidas0-mfa", "eidas1-mfa"].contains(&value.as_str());
    resolve(from_idp, essential).is_none()
        && essential.is_some_and(|accepted| accepted.iter().any(is_weak))
}

/// Whether an open session may answer a request for `essential` contexts.
pub fn allows_single_sign_on(from_idp: &str, essential: Option<&[String]>) -> bool {
    essential.is_none()
        || resolve(from_idp, essential).is_some_and(|acr| !REQUIRING_A_NEW_SESSION.contains(&acr))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepting(values: &[&str]) -> Vec<String> {
        values.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn essential_values_are_a_set_and_not_a_minimum() {
        let eidas1 = accepting(&["eidas1"]);
        assert_eq!(resolve("eidas1", Some(&eidas1)), Some("eidas1"));
        assert_eq!(resolve("eidas2", Some(&eidas1)), None);
        let both = accepting(&["eidas1", "eidas2"]);
        assert_eq!(resolve("eidas2", Some(&both)), Some("eidas2"));
    }

    #[test]
    fn an_unknown_context_is_returned_as_eidas1() {
        assert_eq!(resolve("garbage", None), Some("eidas1"));
        assert_eq!(
            resolve("garbage", Some(&accepting(&["eidas1"]))),
            Some("eidas1")
        );
        assert_eq!(resolve("garbage", Some(&accepting(&["garbage"]))), None);
    }

    #[test]
    fn strong_essential_contexts_never_reuse_a_session() {
        let strong = accepting(&["eidas2"]);
        assert!(!allows_single_sign_on("eidas2", Some(&strong)));
        assert!(allows_single_sign_on("eidas2", None));
        assert!(allows_single_sign_on(
            "eidas1",
            Some(&accepting(&["eidas1", "eidas2"]))
        ));
        assert!(!allows_single_sign_on(
            "eidas1",
            Some(&accepting(&["eidas2"]))
        ));
    }
}
