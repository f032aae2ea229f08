use mock_proconnect::{CallbackFault, ErrorResponseFault, Fault};
use reqwest::StatusCode;
use strum::IntoEnumIterator;
use url::Url;

use super::log_in;
use crate::browser::Page;
use crate::relying_party::{REDIRECT_URI, RelyingParty, STATE};

/// The values of a parameter of the response.
fn values(page: &Page, name: &str) -> Vec<String> {
    let url = Url::parse(page.location()).unwrap();
    url.query_pairs()
        .filter(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
        .collect()
}

#[tokio::test]
async fn every_fault_of_the_callback_shows() {
    let party = RelyingParty::new().await;
    for fault in CallbackFault::iter() {
        let page = log_in(&party, Fault::Callback(fault)).await;
        if fault == CallbackFault::Held {
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.body.contains(&format!("href=\"{REDIRECT_URI}?code=")));
            continue;
        }
        let [state, code, iss] = ["state", "code", "iss"].map(|name| values(&page, name));
        let honest = party.mock.issuer();
        let shows = match fault {
            CallbackFault::StateMissing => state.is_empty() && code.len() == 1,
            CallbackFault::WrongState => state.len() == 1 && state[0] != STATE,
            CallbackFault::StateTwice => state == [STATE, STATE],
            CallbackFault::CodeMissing => code.is_empty() && state == [STATE],
            CallbackFault::CodeEmpty => code == [""],
            CallbackFault::WrongCode => {
                let page = party.exchange(&code[0], &[]).await;
                page.json()["error"] == "invalid_grant"
            }
            CallbackFault::CodeTwice => code.len() == 2 && code[0] == code[1],
            CallbackFault::IssuerMissing => iss.is_empty() && code.len() == 1,
            CallbackFault::WrongIssuer => iss == ["https://attacker.example.com/api/v2"],
            CallbackFault::IssuerTwice => iss == [honest, honest],
            CallbackFault::CodeAndError => {
                code.len() == 1 && values(&page, "error") == ["server_error"]
            }
            CallbackFault::UnknownParameters => values(&page, "unknown") == ["<script>"],
            CallbackFault::Fragment => page.location().contains("#code=") && code.is_empty(),
            CallbackFault::Held => unreachable!(),
        };
        assert!(shows, "{fault}: {}", page.location());
    }
}

#[tokio::test]
async fn every_error_response_shows() {
    let party = RelyingParty::new().await;
    for fault in ErrorResponseFault::iter() {
        let page = log_in(&party, Fault::ErrorResponse(fault)).await;
        let expected = match fault {
            ErrorResponseFault::LoginRequired => {
                "login_required/End-User authentication is required"
            }
            ErrorResponseFault::LoginRequiredIdpDisabled => {
                "login_required/end-user authentication is required"
            }
            ErrorResponseFault::AccessDeniedAcr => {
                "access_denied/requested ACRs could not be satisfied"
            }
            ErrorResponseFault::AccessDeniedIdentity => {
                "access_denied/authentication aborted due to invalid identity"
            }
            ErrorResponseFault::AccessDeniedConfiguration => {
                "access_denied/authentication aborted due to a configuration limitation"
            }
            ErrorResponseFault::AccessDeniedAborted | ErrorResponseFault::ErrorWithoutState => {
                "access_denied/user authentication aborted"
            }
            ErrorResponseFault::ServerErrorTechnical => {
                "server_error/authentication aborted due to a technical error on the \
                 authorization server"
            }
            ErrorResponseFault::ServerErrorUnexpected => {
                "server_error/An unexpected error occurred"
            }
            ErrorResponseFault::InvalidRequestTechnical => {
                "invalid_request/authentication aborted due to a technical error on the \
                 authorization server"
            }
            ErrorResponseFault::InvalidScope => "invalid_scope/requested scope is not allowed",
            ErrorResponseFault::UnsupportedResponseType => {
                "unsupported_response_type/unsupported response_type requested"
            }
            ErrorResponseFault::UnsupportedResponseMode => {
                "unsupported_response_mode/unsupported response_mode requested"
            }
            ErrorResponseFault::RequestNotSupported => {
                "request_not_supported/request parameter provided but not supported"
            }
            ErrorResponseFault::InvalidRequestUri => {
                "invalid_request_uri/provided request_uri is not allowed"
            }
            ErrorResponseFault::RegistrationNotSupported => {
                "registration_not_supported/registration parameter provided but not supported"
            }
            ErrorResponseFault::IdpHintNotFound => {
                "idp_hint_not_found/provided idp_hint could not be found"
            }
            ErrorResponseFault::ErrorHostile => {
                "<script>alert('error')</script>/\"><img src=x onerror=alert(1)>\r\n\
                 Set-Cookie: a=b \u{202e}"
            }
        };
        let error = format!(
            "{}/{}",
            values(&page, "error").concat(),
            values(&page, "error_description").concat()
        );
        assert_eq!(error, expected, "{fault}");
        assert!(values(&page, "code").is_empty(), "{fault}");
        assert_eq!(values(&page, "iss"), [party.mock.issuer()], "{fault}");
        let has_state = values(&page, "state") == [STATE];
        assert_eq!(has_state, fault != ErrorResponseFault::ErrorWithoutState);
    }
}
