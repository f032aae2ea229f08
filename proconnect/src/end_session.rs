//! Logout at the issuer (RP-Initiated Logout 1.0). It is a redirect of the browser, never a call from
//! the server: the issuer's cookies are in the browser.

use crate::{config::Config, error::EndSessionError, login_attempt::State, provider::Metadata};
use openidconnect::LogoutRequest;
use std::fmt;
use url::{Url, form_urlencoded};

/// Entropy of the logout's state, in bytes.
const RANDOM_BYTES: u32 = 32;

/// `id_token_hint`: the verified ID token of the session that ends, as text (RP-Initiated Logout 1.0,
/// 2). It must not reach a log.
#[derive(Clone)]
pub struct IdTokenHint(pub String);

impl fmt::Debug for IdTokenHint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdTokenHint([redacted])")
    }
}

/// Makes the URL that ends the session at the issuer (RP-Initiated Logout 1.0, 2), and the state that
/// comes back from it. Returns `None` where the issuer has no `end_session_endpoint`.
pub fn end_session(
    config: &Config,
    metadata: &Metadata,
    hint: Option<&IdTokenHint>,
) -> Option<(Url, State)> {
    let endpoint = metadata.end_session_endpoint.clone()?;
    let state = State::new_random_len(RANDOM_BYTES);
    let mut url = LogoutRequest::from(endpoint)
        .set_post_logout_redirect_uri(config.post_logout_redirect_uri.clone())
        .set_state(state.clone())
        .http_get_url();
    // The hint was verified at login, and is kept as text: it is not parsed again.
    match hint {
        Some(hint) => url.query_pairs_mut().append_pair("id_token_hint", &hint.0),
        None => url
            .query_pairs_mut()
            .append_pair("client_id", config.client_id.as_str()),
    };
    Some((url, state))
}

/// Checks that the return from the issuer answers the logout that this browser began (RP-Initiated
/// Logout 1.0, 3). `query` is percent-encoded, without its `?`.
///
/// # Errors
/// When the query has no state, two, or another than `expected`. The session of this application is
/// over all the same: it ended before the browser left.
pub fn check_return(query: &str, expected: Option<&State>) -> Result<(), EndSessionError> {
    let mut states = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "state");
    match (states.next(), states.next(), expected) {
        (Some((_, state)), None, Some(expected))
            if State::new(state.clone().into_owned()) == *expected =>
        {
            Ok(())
        }
        _ => Err(EndSessionError::StateMismatch),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_return_bears_the_state_that_was_sent() {
        let state = State::new("s3cr3t".to_owned());
        assert_eq!(check_return("state=s3cr3t", Some(&state)), Ok(()));
        for query in [
            "",
            "state=",
            "state=other",
            "state=s3cr3t&state=s3cr3t",
            "code=s3cr3t",
        ] {
            let refused = Err(EndSessionError::StateMismatch);
            assert_eq!(check_return(query, Some(&state)), refused, "{query}");
            assert_eq!(check_return("state=s3cr3t", None), refused);
        }
    }
}
