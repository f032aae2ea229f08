//! The authorization response (Core 3.1.2.5): what the browser brings back to the redirect URI.

mod errors;

pub use errors::{ISSUER_ERRORS, IssuerError};

use crate::{error::AuthorizationResponseError as Error, login_attempt::State, provider::Metadata};
use openidconnect::{AuthorizationCode, IssuerUrl, Scope};
use std::{collections::HashMap, fmt};
use url::form_urlencoded;

/// Longest query read, in bytes.
const MAX_LENGTH: usize = 8 * 1024;

/// Parameters of the implicit and hybrid flows (Core 3.2, 3.3), which this application never begins.
/// Their presence means an attack or a misconfigured client.
const IMPLICIT_FLOW_PARAMETERS: [&str; 2] = ["access_token", "id_token"];

/// The parameters of the response, each at most once, `state` among them. Nothing is believed yet:
/// the state names the attempt to look for in the browser, and
/// [`AuthorizationResponse::check_issuer`] rejects another issuer.
pub struct AuthorizationResponse {
    /// The state of the attempt that the response answers.
    pub state: State,
    issuer: Option<String>,
    /// The scopes that the issuer does not grant, with `invalid_scope`.
    scope: Option<String>,
    outcome: Result<AuthorizationCode, Error>,
}

impl AuthorizationResponse {
    /// Reads the query of the redirect URI, percent-encoded and without its `?`.
    ///
    /// # Errors
    /// When the query cannot answer a request of this application: a parameter twice, a token, no
    /// state, both or neither of `code` and `error`, or more than 8 KiB.
    pub fn parse(query: &str) -> Result<Self, Error> {
        if query.len() > MAX_LENGTH {
            return Err(Error::Malformed);
        }
        let mut parameters = HashMap::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            // RFC 6749 3.1: no parameter more than once. Two readers could pick different ones.
            if parameters
                .insert(name.into_owned(), value.into_owned())
                .is_some()
            {
                return Err(Error::Malformed);
            }
        }
        if IMPLICIT_FLOW_PARAMETERS
            .iter()
            .any(|name| parameters.contains_key(*name))
        {
            return Err(Error::Malformed);
        }
        let mut take = |name: &str| parameters.remove(name).filter(|value| !value.is_empty());
        let state = State::new(take("state").ok_or(Error::StateMissing)?);
        let issuer = take("iss");
        let scope = take("scope");
        let description = take("error_description");
        let outcome = match (take("code"), take("error")) {
            (Some(_), Some(_)) => return Err(Error::Malformed),
            (Some(code), None) => Ok(AuthorizationCode::new(code)),
            (None, Some(error)) => Err(errors::map_error(&error, description.as_deref())),
            (None, None) => Err(Error::CodeMissing),
        };
        Ok(Self {
            state,
            issuer,
            scope,
            outcome,
        })
    }

    /// Checks that the response comes from the configured issuer (RFC 9207 2.4). A wrong `iss` is
    /// refused even where the issuer does not announce the parameter.
    ///
    /// # Errors
    /// When `iss` is another issuer's, or absent although the issuer announces it.
    pub fn check_issuer(&self, issuer: &IssuerUrl, metadata: &Metadata) -> Result<(), Error> {
        match &self.issuer {
            Some(iss) if iss == issuer.as_str() => Ok(()),
            Some(_) => Err(Error::IssuerMismatch),
            None if metadata.iss_parameter_supported => Err(Error::IssuerMissing),
            None => Ok(()),
        }
    }

    /// The requested scopes that an `invalid_scope` names, to be logged. Its other words are left
    /// out: they may be any text.
    pub(crate) fn refused_scopes<'a>(&self, asked_for: &'a [Scope]) -> Vec<&'a str> {
        let named = match (&self.outcome, &self.scope) {
            (Err(Error::InvalidScope), Some(named)) => named.as_str(),
            _ => "",
        };
        let is_named = |scope: &&str| named.split(' ').any(|named| named == *scope);
        let asked_for = asked_for.iter().map(|scope| scope.as_str());
        asked_for.filter(is_named).collect()
    }

    /// The authorization code.
    ///
    /// # Errors
    /// The issuer's error (Core 3.1.2.6), where it answered with one.
    pub fn into_code(self) -> Result<AuthorizationCode, Error> {
        self.outcome
    }
}

impl fmt::Debug for AuthorizationResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationResponse")
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_tokens::{ISSUER, metadata};
    use serde_json::json;

    fn refusal(query: &str) -> Error {
        AuthorizationResponse::parse(query)
            .and_then(AuthorizationResponse::into_code)
            .unwrap_err()
    }

    #[test]
    fn a_code_comes_with_its_state() {
        let response = AuthorizationResponse::parse("code=c&state=s&iss=https%3A%2F%2Fi").unwrap();
        assert_eq!(response.state.secret(), "s");
        assert_eq!(response.issuer.as_deref(), Some("https://i"));
        assert_eq!(response.into_code().unwrap().secret(), "c");
    }

    #[test]
    fn a_query_is_read_up_to_its_length() {
        let longest = |more| format!("code=c&state={}", "s".repeat(MAX_LENGTH - 13 + more));
        assert_eq!(longest(0).len(), MAX_LENGTH);
        assert!(AuthorizationResponse::parse(&longest(0)).is_ok());
        assert_eq!(refusal(&longest(1)), Error::Malformed);
    }

    #[test]
    fn a_response_comes_from_the_issuer_that_was_asked() {
        let issuer = IssuerUrl::new(ISSUER.to_owned()).unwrap();
        let announced = json!({"authorization_response_iss_parameter_supported": true});
        let (announcing, silent) = (metadata(&announced), metadata(&json!({})));
        let check = |iss: &str, metadata| {
            let response = AuthorizationResponse::parse(&format!("state=s&code=c{iss}")).unwrap();
            response.check_issuer(&issuer, metadata)
        };
        let (right, wrong) = (format!("&iss={ISSUER}"), format!("&iss={ISSUER}/"));
        for metadata in [&announcing, &silent] {
            assert_eq!(check(&right, metadata), Ok(()));
            assert_eq!(check(&wrong, metadata), Err(Error::IssuerMismatch));
        }
        assert_eq!(check("", &announcing), Err(Error::IssuerMissing));
        assert_eq!(check("", &silent), Ok(()));
    }

    #[test]
    fn an_invalid_scope_names_those_that_were_asked_for_and_no_other_text() {
        let asked_for = ["openid", "phone", "custom"].map(|scope| Scope::new(scope.to_owned()));
        let named = |query: &str| {
            let response = AuthorizationResponse::parse(&format!("state=s&{query}")).unwrap();
            let scopes = response.refused_scopes(&asked_for);
            scopes.join(" ")
        };
        assert_eq!(named("error=invalid_scope&scope=phone"), "phone");
        let several = "error=invalid_scope&scope=custom%20phone%20evil%0a";
        assert_eq!(named(several), "phone custom");
        assert_eq!(named("error=invalid_scope&scope=phone%0aforged"), "");
        assert_eq!(named("error=invalid_scope"), "");
        assert_eq!(named("error=access_denied&scope=phone"), "");
    }

    #[test]
    fn a_response_to_no_request_of_ours_is_refused() {
        assert_eq!(refusal(""), Error::StateMissing);
        assert_eq!(refusal("code=c"), Error::StateMissing);
        assert_eq!(refusal("code=c&state="), Error::StateMissing);
        assert_eq!(refusal("state=s"), Error::CodeMissing);
        for query in [
            "code=c&code=d&state=s",
            "code=c&state=s&state=t",
            "code=c&state=s&iss=a&iss=b",
            "code=c&error=access_denied&state=s",
            "code=c&state=s&id_token=t",
            "state=s&access_token=t",
        ] {
            assert_eq!(refusal(query), Error::Malformed, "{query}");
        }
        assert_eq!(
            refusal(&format!("state={}", "s".repeat(MAX_LENGTH))),
            Error::Malformed
        );
    }

    #[test]
    fn the_issuers_errors_become_reasons_of_ours() {
        for (error, expected) in [
            ("access_denied", Error::AccessDenied),
            (
                "access_denied&error_description=requested+ACRs+could+not+be+satisfied",
                Error::AcrUnmet,
            ),
            ("login_required", Error::LoginRequired),
            ("interaction_required", Error::InteractionRequired),
            ("server_error", Error::ServerError),
            ("temporarily_unavailable", Error::TemporarilyUnavailable),
            ("invalid_scope", Error::InvalidScope),
            ("idp_hint_not_found", Error::IdpHintNotFound),
            ("<script>", Error::RequestRefused),
        ] {
            assert_eq!(
                refusal(&format!("state=s&error={error}")),
                expected,
                "{error}"
            );
        }
    }
}
