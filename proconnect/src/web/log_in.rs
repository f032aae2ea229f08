//! The start of a login: the browser is sent to the issuer with an attempt in a cookie.

use super::{ProConnect, login_attempts::LoginAttempts, refusal::refuse_login};
use crate::{
    acr_policy::AcrLevel,
    authorization_request::LoginOptions,
    error::{LoginAttemptError, Refusal},
};
use axum::{
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

/// Longest e-mail address (RFC 5321), in bytes.
const MAX_EMAIL_LENGTH: usize = 254;

/// The fields of the form, as they came.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct LogInForm {
    /// A path of this site to come back to. Anything else counts as `/`.
    pub return_to: Option<String>,
    /// `mfa` for a page that needs a second factor. Anything else counts as nothing.
    pub level: Option<String>,
    /// The agent's e-mail address. `ProConnect` would refuse the whole request for an ill-formed
    /// one, so such a hint is dropped.
    pub login_hint: Option<String>,
}

impl From<LogInForm> for LoginOptions {
    fn from(form: LogInForm) -> Self {
        Self {
            return_to: form
                .return_to
                .and_then(|path| path.parse().ok())
                .unwrap_or_default(),
            level: AcrLevel::from_field(form.level.as_deref()),
            login_hint: form.login_hint.filter(|hint| is_email(hint)),
        }
    }
}

fn is_email(text: &str) -> bool {
    let printable = text.bytes().all(|byte| byte.is_ascii_graphic());
    let (local, domain) = text.split_once('@').unwrap_or_default();
    let plausible = !local.is_empty() && domain.contains('.') && !domain.contains('@');
    printable && plausible && text.len() <= MAX_EMAIL_LENGTH
}

/// Sends the browser to the issuer (303), or says why not. Nothing is kept on the server.
pub async fn log_in(proconnect: &ProConnect, headers: &HeaderMap, form: LogInForm) -> Response {
    let options = LoginOptions::from(form);
    let (return_to, level) = (options.return_to.clone(), options.level);
    let (url, attempt) = match proconnect.relying_party.authorize(options).await {
        Ok(begun) => begun,
        Err(refusal) => return refuse_login(refusal, &return_to, level),
    };
    let attempts = LoginAttempts::of(headers, proconnect.cookie_key.clone());
    match attempts.add(&attempt) {
        Ok(cookies) => (cookies, Redirect::to(url.as_str())).into_response(),
        Err(_) => Refusal::from(LoginAttemptError::Unknown).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_that_is_no_address_is_dropped() {
        assert!(is_email("angela.dubois@ministere.gouv.fr"));
        for text in [
            "",
            "a",
            "@",
            "a@b",
            "a@b.fr@c.fr",
            "a b@c.fr",
            "é@c.fr",
            "a@c.fr\n",
        ] {
            assert!(!is_email(text), "{text:?}");
        }
    }

    #[test]
    fn a_return_path_that_leads_elsewhere_counts_as_the_home_page() {
        let form = LogInForm {
            return_to: Some("//evil.example".to_owned()),
            ..LogInForm::default()
        };
        assert_eq!(LoginOptions::from(form).return_to.as_str(), "/");
    }
}
