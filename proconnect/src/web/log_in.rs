//! The start of a login: redirects the browser to the issuer, with the attempt in a cookie.

use super::{ProConnect, Refused, login_attempts::LoginAttempts};
use crate::{acr_policy::AcrLevel, authorization_request::LoginOptions, error::LoginAttemptError};
use axum::{
    Form,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

/// The fields of the form, unparsed.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct LogInForm {
    /// The path of this site to return to. Any other text counts as `/`.
    pub return_to: Option<String>,
    /// `mfa` for a page that requires a second factor. Any other text counts as none.
    pub level: Option<String>,
    /// The agent's e-mail address. A malformed hint is dropped, here and in the next fields:
    /// `ProConnect` would reject the whole request for it.
    pub login_hint: Option<String>,
    /// The establishment they act for, 14 digits.
    pub siret_hint: Option<String>,
    /// The identity provider's identifier at `ProConnect`.
    pub idp_hint: Option<String>,
}

impl From<LogInForm> for LoginOptions {
    fn from(form: LogInForm) -> Self {
        Self {
            return_to: form
                .return_to
                .and_then(|path| path.parse().ok())
                .unwrap_or_default(),
            level: AcrLevel::from_field(form.level.as_deref()),
            login_hint: form.login_hint.and_then(|hint| hint.parse().ok()),
            siret_hint: form.siret_hint.and_then(|hint| hint.try_into().ok()),
            idp_hint: form.idp_hint.and_then(|hint| hint.parse().ok()),
        }
    }
}

/// Redirects the browser to the issuer (303), with the attempt in a cookie. The server keeps
/// nothing.
///
/// # Errors
/// When the issuer's metadata is not cached and cannot be fetched.
pub async fn log_in(
    proconnect: &ProConnect,
    headers: &HeaderMap,
    form: LogInForm,
) -> Result<Response, Refused> {
    let options = LoginOptions::from(form);
    let (return_to, level) = (options.return_to.clone(), options.level);
    let begun = proconnect.relying_party.authorize(options).await;
    let (url, attempt) = begun.map_err(|error| Refused::login(error, return_to, level))?;
    let cookies = LoginAttempts::of(headers, proconnect).add(attempt);
    let cookies = cookies.map_err(|_| LoginAttemptError::Unknown)?;
    Ok((cookies, Redirect::to(url.as_str())).into_response())
}

/// [`log_in`] as a handler.
pub(super) async fn post_log_in(
    State(proconnect): State<ProConnect>,
    headers: HeaderMap,
    Form(form): Form<LogInForm>,
) -> Result<Response, Refused> {
    log_in(&proconnect, &headers, form).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_that_is_ill_formed_is_dropped() {
        let form = |value: [&str; 3]| {
            let [login_hint, siret_hint, idp_hint] = value.map(|hint| Some(hint.to_owned()));
            LoginOptions::from(LogInForm {
                login_hint,
                siret_hint,
                idp_hint,
                ..LogInForm::default()
            })
        };
        let kept = form(["a@b.fr", "130 025 265 00013", "fia1v2"]);
        assert_eq!(kept.login_hint.unwrap().as_str(), "a@b.fr");
        assert_eq!(kept.siret_hint.unwrap().as_str(), "13002526500013");
        assert_eq!(kept.idp_hint.unwrap().as_str(), "fia1v2");
        let dropped = form(["a", "1300252650001", "a b"]);
        assert_eq!(dropped.login_hint, None);
        assert_eq!(dropped.siret_hint, None);
        assert_eq!(dropped.idp_hint, None);
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
