/// The type of a text.
mod explanation;
/// The agent as ProConnect knows them, for a refusal that depends on it.
mod known_agent;
/// The steps that a page offers.
mod next_steps;
/// The page of a refusal.
pub mod page;
/// The message to the team, and what it quotes.
pub mod support;
/// The texts.
pub mod texts;

pub use explanation::{Explanation, NextStep};
use proconnect::error::{
    AccessError as Access, AuthorizationResponseError as Response, EndSessionError as EndSession,
    HttpError, IdTokenError as IdToken, LoginAttemptError as Attempt, ProviderError as Provider,
    Refusal, RequestError as Request, SessionError as Session, TokenResponseError as Token,
    UserInfoError as UserInfo,
};
use texts::{
    ACCESS_DENIED, ACCOUNT_CONFLICT, ACTION_NEEDS_MFA, ATTEMPT_ALREADY_USED, ATTEMPT_EXPIRED,
    ATTEMPT_GAVE_WAY, ATTEMPT_UNKNOWN, BLOCKED, CANCELLED, CROSS_ORIGIN,
    DIRECTOR_CERTIFICATE_MISSING, EMAIL_NOT_ALLOWED, IDENTITY_PROVIDER_FAILED, IDP_HINT_NOT_FOUND,
    INSUFFICIENT_ACR, INTERACTION_REQUIRED, INVALID_IDENTITY, INVALID_SCOPE, ISSUER_FAULT,
    LOGIN_REQUIRED, LOGOUT_INCOMPLETE, LOGOUT_RETURN_UNKNOWN, MALFORMED_FORM, MEMBERSHIP_MISSING,
    MEMBERSHIP_ROLE_MISSING, MISCONFIGURED, NO_ANSWER, NOT_AUDITABLE, NOT_INVITED, OTHER_AGENT,
    ROLE_MISSING, RULE_UNMET, SESSION_UNAVAILABLE, TOO_MANY_REQUESTS, UNAVAILABLE, UNVERIFIABLE,
};

/// Explains a refusal.
pub fn explain(refusal: Refusal) -> &'static Explanation {
    match refusal {
        Refusal::Request(Request::CrossOrigin) => &CROSS_ORIGIN,
        Refusal::Request(Request::InsufficientAcr) => &ACTION_NEEDS_MFA,
        Refusal::Request(Request::TooManyRequests) => &TOO_MANY_REQUESTS,
        Refusal::Request(Request::MalformedForm) => &MALFORMED_FORM,
        Refusal::Request(Request::OtherAgent) => &OTHER_AGENT,
        Refusal::Provider(Provider::Http(error))
        | Refusal::TokenResponse(Token::Http(error))
        | Refusal::UserInfo(UserInfo::Http(error)) => match error {
            HttpError::Unreachable | HttpError::TimedOut => &NO_ANSWER,
            HttpError::TooLarge | HttpError::UnexpectedStatus => &ISSUER_FAULT,
        },
        Refusal::AuthorizationResponse(Response::ServerError) => &ISSUER_FAULT,
        Refusal::Provider(
            Provider::Malformed
            | Provider::IssuerMismatch
            | Provider::InsecureEndpoint
            | Provider::Incomplete
            | Provider::PkceUnsupported
            | Provider::ClientAuthenticationUnsupported
            | Provider::AcrValuesUnsupported,
        )
        | Refusal::AuthorizationResponse(Response::RequestRefused)
        | Refusal::TokenResponse(Token::InvalidClient | Token::Refused) => &MISCONFIGURED,
        Refusal::LoginAttempt(Attempt::Unknown)
        | Refusal::AuthorizationResponse(Response::StateMissing) => &ATTEMPT_UNKNOWN,
        Refusal::LoginAttempt(Attempt::Expired) | Refusal::TokenResponse(Token::InvalidGrant) => {
            &ATTEMPT_EXPIRED
        }
        Refusal::LoginAttempt(Attempt::GaveWay) => &ATTEMPT_GAVE_WAY,
        Refusal::LoginAttempt(Attempt::AlreadyUsed) => &ATTEMPT_ALREADY_USED,
        Refusal::AuthorizationResponse(Response::AccessDenied) => &ACCESS_DENIED,
        Refusal::AuthorizationResponse(Response::Cancelled) => &CANCELLED,
        Refusal::AuthorizationResponse(Response::InvalidIdentity) => &INVALID_IDENTITY,
        Refusal::AuthorizationResponse(Response::EmailNotAllowed) => &EMAIL_NOT_ALLOWED,
        Refusal::AuthorizationResponse(Response::LoginRequired) => &LOGIN_REQUIRED,
        Refusal::AuthorizationResponse(Response::InteractionRequired) => &INTERACTION_REQUIRED,
        Refusal::AuthorizationResponse(Response::TemporarilyUnavailable) => &UNAVAILABLE,
        Refusal::AuthorizationResponse(Response::IdentityProviderFailed) => {
            &IDENTITY_PROVIDER_FAILED
        }
        Refusal::AuthorizationResponse(Response::IdpHintNotFound) => &IDP_HINT_NOT_FOUND,
        Refusal::AuthorizationResponse(Response::InvalidScope) => &INVALID_SCOPE,
        Refusal::IdToken(IdToken::InsufficientAcr)
        | Refusal::AuthorizationResponse(Response::AcrUnmet) => &INSUFFICIENT_ACR,
        Refusal::IdToken(IdToken::DirectorCertificateMissing)
        | Refusal::AuthorizationResponse(Response::DirectorCertificateMissing) => {
            &DIRECTOR_CERTIFICATE_MISSING
        }
        Refusal::AuthorizationResponse(
            Response::Malformed
            | Response::IssuerMissing
            | Response::IssuerMismatch
            | Response::CodeMissing,
        )
        | Refusal::TokenResponse(
            Token::Malformed | Token::UnexpectedTokenType | Token::IdTokenMissing,
        )
        | Refusal::IdToken(_)
        | Refusal::UserInfo(_) => &UNVERIFIABLE,
        Refusal::Access(Access::RoleMissing) => &ROLE_MISSING,
        Refusal::Access(Access::RuleUnmet) => &RULE_UNMET,
        Refusal::Access(Access::NotInvited) => &NOT_INVITED,
        Refusal::Access(Access::AccountConflict) => &ACCOUNT_CONFLICT,
        Refusal::Access(Access::Blocked) => &BLOCKED,
        Refusal::Access(Access::MembershipMissing) => &MEMBERSHIP_MISSING,
        Refusal::Access(Access::MembershipRoleMissing) => &MEMBERSHIP_ROLE_MISSING,
        Refusal::Session(Session::Unavailable) => &SESSION_UNAVAILABLE,
        Refusal::Session(Session::NotAuditable) => &NOT_AUDITABLE,
        Refusal::EndSession(EndSession::ProviderUnknown) => &LOGOUT_INCOMPLETE,
        Refusal::EndSession(EndSession::StateMismatch) => &LOGOUT_RETURN_UNKNOWN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::severity::Severity;

    fn texts(refusal: Refusal) -> [&'static str; 4] {
        let Explanation {
            title,
            what_happened,
            what_to_do,
            contact,
            ..
        } = explain(refusal);
        [title, what_happened, what_to_do, contact]
    }

    fn all_texts() -> impl Iterator<Item = (String, &'static str)> {
        Refusal::all()
            .into_iter()
            .flat_map(|refusal| texts(refusal).map(|text| (refusal.code(), text)))
    }

    #[test]
    fn every_refusal_is_explained_in_full() {
        for refusal in Refusal::all() {
            let [title, sentences @ ..] = texts(refusal);
            assert!(
                title.chars().count() > 10 && !title.ends_with('.'),
                "{refusal}: {title}"
            );
            for text in sentences {
                assert!(
                    text.chars().count() > 20 && text.ends_with('.'),
                    "{refusal}: {text}"
                );
            }
        }
    }

    #[test]
    fn the_typography_is_french() {
        for (code, text) in all_texts() {
            assert!(!text.contains(['\'', '"']), "{code}: {text}");
            assert!(
                !text.contains("  ") && text.trim() == text,
                "{code}: {text}"
            );
            let characters: Vec<char> = text.chars().collect();
            for pair in characters.windows(2) {
                if matches!(pair[1], ':' | ';' | '!' | '?' | '»') || pair[0] == '«' {
                    assert!(pair.contains(&'\u{a0}'), "{code}: {text}");
                }
            }
        }
    }

    #[test]
    fn no_text_mentions_a_code_or_the_protocol() {
        for (code, text) in all_texts() {
            assert!(
                !text.contains('_') && !text.contains(&code),
                "{code}: {text}"
            );
            for jargon in ["token", "state", "nonce", "issuer", "JWT", "OpenID", "acr"] {
                let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
                assert!(!words.contains(&jargon), "{code}: {text}");
            }
        }
    }

    #[test]
    fn another_login_is_offered_only_where_it_can_help() {
        let start_again = [NextStep::StartAgain];
        let [change_first, start_first] = [
            [NextStep::ChangeAccount, NextStep::StartAgain],
            [NextStep::StartAgain, NextStep::ChangeAccount],
        ];
        for (code, next_steps) in [
            ("provider.unreachable", &start_again[..]),
            ("provider.issuer_mismatch", &[NextStep::BackHome]),
            ("login_attempt.expired", &start_again),
            ("authorization_response.access_denied", &change_first),
            ("authorization_response.cancelled", &start_first),
            ("token_response.invalid_client", &[NextStep::BackHome]),
            ("id_token.insufficient_acr", &change_first),
            ("id_token.director_certificate_missing", &change_first),
            ("id_token.bad_signature", &start_again),
            ("user_info.timed_out", &start_again),
            ("session.unavailable", &[NextStep::AskAgain]),
            ("session.not_auditable", &start_again),
            ("request.malformed_form", &[NextStep::BackHome]),
            ("request.other_agent", &[NextStep::BackHome]),
            ("access.role_missing", &[NextStep::ChangeAccount]),
            ("access.rule_unmet", &[NextStep::ChangeAccount]),
            // An invitation may have arrived meanwhile.
            ("access.not_invited", &change_first),
            ("access.account_conflict", &[NextStep::ChangeAccount]),
            ("access.blocked", &[NextStep::ChangeAccount]),
            ("access.membership_missing", &[NextStep::ChangeAccount]),
            ("access.membership_role_missing", &[NextStep::ChangeAccount]),
            ("end_session.provider_unknown", &[NextStep::BackHome]),
        ] {
            let refusal: Refusal = code.parse().unwrap();
            assert_eq!(explain(refusal).next_steps, next_steps, "{code}");
        }
    }

    #[test]
    fn only_an_interruption_that_the_agent_chose_is_no_error() {
        for refusal in Refusal::all() {
            let is_chosen = refusal.code() == "authorization_response.cancelled";
            let expected = if is_chosen {
                Severity::Info
            } else {
                Severity::Error
            };
            assert_eq!(explain(refusal).severity, expected, "{refusal}");
        }
    }

    #[test]
    fn an_issuer_that_does_not_answer_has_the_same_text_at_every_step() {
        for step in ["provider", "token_response", "user_info"] {
            let refusal: Refusal = format!("{step}.timed_out").parse().unwrap();
            assert_eq!(explain(refusal).title, "ProConnect ne répond pas");
        }
    }
}
