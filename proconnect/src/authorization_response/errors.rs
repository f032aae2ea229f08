//! The errors of an authorization response (Core 3.1.2.6), and the variant that each becomes.

use crate::error::AuthorizationResponseError as Reason;

/// An error of an authorization response.
#[derive(Debug, Clone, Copy)]
pub struct IssuerError {
    /// The parameter `error`.
    pub error: &'static str,
    /// The parameter `error_description`, to the letter, where one `error` has several causes. It
    /// selects the reason, and is neither shown nor logged.
    pub description: Option<&'static str>,
    /// The variant that the error becomes.
    pub reason: Reason,
}

/// Every error of Core 3.1.2.6, of RFC 6749 4.1.2.1 and of `ProConnect`. Any other counts as a
/// refused request.
pub const ISSUER_ERRORS: [IssuerError; 23] = [
    // The descriptions that ProConnect gives to access_denied and to invalid_request.
    with_description(
        "access_denied",
        "requested ACRs could not be satisfied",
        Reason::AcrUnmet,
    ),
    with_description(
        "access_denied",
        "authentication aborted due to invalid identity",
        Reason::InvalidIdentity,
    ),
    with_description(
        "access_denied",
        "authentication aborted due to a configuration limitation",
        Reason::EmailNotAllowed,
    ),
    with_description(
        "access_denied",
        "user authentication aborted",
        Reason::Cancelled,
    ),
    with_description(
        "invalid_request",
        "authentication aborted due to a technical error on the authorization server",
        Reason::IdentityProviderFailed,
    ),
    // RFC 6749 4.1.2.1.
    without_description("access_denied", Reason::AccessDenied),
    without_description("invalid_request", Reason::RequestRefused),
    without_description("unauthorized_client", Reason::RequestRefused),
    without_description("unsupported_response_type", Reason::RequestRefused),
    without_description("invalid_scope", Reason::InvalidScope),
    without_description("server_error", Reason::ServerError),
    without_description("temporarily_unavailable", Reason::TemporarilyUnavailable),
    // Core 3.1.2.6.
    without_description("login_required", Reason::LoginRequired),
    without_description("interaction_required", Reason::InteractionRequired),
    without_description("account_selection_required", Reason::InteractionRequired),
    without_description("consent_required", Reason::InteractionRequired),
    without_description("invalid_request_uri", Reason::RequestRefused),
    without_description("invalid_request_object", Reason::RequestRefused),
    without_description("request_not_supported", Reason::RequestRefused),
    without_description("request_uri_not_supported", Reason::RequestRefused),
    without_description("registration_not_supported", Reason::RequestRefused),
    // ProConnect's own.
    without_description("unsupported_response_mode", Reason::RequestRefused),
    without_description("idp_hint_not_found", Reason::IdpHintNotFound),
];

const fn with_description(
    error: &'static str,
    description: &'static str,
    reason: Reason,
) -> IssuerError {
    IssuerError {
        error,
        description: Some(description),
        reason,
    }
}

const fn without_description(error: &'static str, reason: Reason) -> IssuerError {
    IssuerError {
        error,
        description: None,
        reason,
    }
}

/// The reason for an error: by its description if that is a known one, else by itself.
pub(super) fn map_error(error: &str, description: Option<&str>) -> Reason {
    let of_error = || ISSUER_ERRORS.iter().filter(|known| known.error == error);
    let by_description = of_error().find(|known| known.description == description);
    by_description
        .or_else(|| of_error().find(|known| known.description.is_none()))
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
            assert_eq!(map_error(error, description), expected, "{error}");
        }
        for near in [
            "",
            "Requested ACRs could not be satisfied",
            "requested ACRs could not be satisfied ",
            "User authentication aborted",
        ] {
            assert_eq!(map_error("access_denied", Some(near)), Reason::AccessDenied);
        }
        let acr_unmet = Some("requested ACRs could not be satisfied");
        assert_eq!(map_error("server_error", acr_unmet), Reason::ServerError);
        for unknown in ["", "<script>", "ACCESS_DENIED", "user_cancelled"] {
            assert_eq!(
                map_error(unknown, None),
                Reason::RequestRefused,
                "{unknown}"
            );
        }
    }
}
