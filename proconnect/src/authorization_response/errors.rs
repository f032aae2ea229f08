//! The errors that an issuer answers with, and what each becomes here.

use crate::error::AuthorizationResponseError as Reason;

/// An error of an authorization response.
#[derive(Debug, Clone, Copy)]
pub struct IssuerError {
    /// The parameter `error`.
    pub error: &'static str,
    /// The parameter `error_description`, to the letter, where it tells apart what the error does
    /// not. It chooses a reason; it is never shown nor logged.
    pub description: Option<&'static str>,
    /// What it becomes.
    pub reason: Reason,
}

/// Every error of Core 3.1.2.6, of RFC 6749 4.1.2.1 and of `ProConnect`. Any other counts as a
/// refused request.
pub const ISSUER_ERRORS: [IssuerError; 22] = [
    // What ProConnect says of access_denied and of invalid_request.
    told(
        "access_denied",
        "requested ACRs could not be satisfied",
        Reason::AcrUnmet,
    ),
    told(
        "access_denied",
        "authentication aborted due to invalid identity",
        Reason::InvalidIdentity,
    ),
    told(
        "access_denied",
        "authentication aborted due to a configuration limitation",
        Reason::EmailNotAllowed,
    ),
    told(
        "invalid_request",
        "authentication aborted due to a technical error on the authorization server",
        Reason::IdentityProviderFailed,
    ),
    // RFC 6749 4.1.2.1.
    plain("access_denied", Reason::AccessDenied),
    plain("invalid_request", Reason::RequestRefused),
    plain("unauthorized_client", Reason::RequestRefused),
    plain("unsupported_response_type", Reason::RequestRefused),
    plain("invalid_scope", Reason::InvalidScope),
    plain("server_error", Reason::ServerError),
    plain("temporarily_unavailable", Reason::TemporarilyUnavailable),
    // Core 3.1.2.6.
    plain("login_required", Reason::LoginRequired),
    plain("interaction_required", Reason::InteractionRequired),
    plain("account_selection_required", Reason::InteractionRequired),
    plain("consent_required", Reason::InteractionRequired),
    plain("invalid_request_uri", Reason::RequestRefused),
    plain("invalid_request_object", Reason::RequestRefused),
    plain("request_not_supported", Reason::RequestRefused),
    plain("request_uri_not_supported", Reason::RequestRefused),
    plain("registration_not_supported", Reason::RequestRefused),
    // ProConnect's own.
    plain("unsupported_response_mode", Reason::RequestRefused),
    plain("idp_hint_not_found", Reason::IdpHintNotFound),
];

const fn told(error: &'static str, description: &'static str, reason: Reason) -> IssuerError {
    IssuerError {
        error,
        description: Some(description),
        reason,
    }
}

const fn plain(error: &'static str, reason: Reason) -> IssuerError {
    IssuerError {
        error,
        description: None,
        reason,
    }
}

/// The reason for an error: by its description if that is a known one, else by itself.
pub(super) fn reason(error: &str, description: Option<&str>) -> Reason {
    let of_error = || ISSUER_ERRORS.iter().filter(|known| known.error == error);
    let told = of_error().find(|known| known.description == description);
    told.or_else(|| of_error().find(|known| known.description.is_none()))
        .map_or(Reason::RequestRefused, |known| known.reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_known_by_its_description_or_else_by_itself() {
        for IssuerError {
            error,
            description,
            reason: expected,
        } in ISSUER_ERRORS
        {
            assert_eq!(reason(error, description), expected, "{error}");
        }
        for near in [
            "",
            "Requested ACRs could not be satisfied",
            "requested ACRs could not be satisfied ",
            "user authentication aborted",
        ] {
            assert_eq!(reason("access_denied", Some(near)), Reason::AccessDenied);
        }
        let acr_unmet = Some("requested ACRs could not be satisfied");
        assert_eq!(reason("server_error", acr_unmet), Reason::ServerError);
        for unknown in ["", "<script>", "ACCESS_DENIED", "user_cancelled"] {
            assert_eq!(reason(unknown, None), Reason::RequestRefused, "{unknown}");
        }
    }
}
