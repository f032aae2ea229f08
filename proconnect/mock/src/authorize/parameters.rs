use crate::error_page::ErrorPage;
use crate::parameters::Parameters;
use crate::settings::Settings;

use super::email::is_email;
use super::request::KNOWN;

const REQUIRED: [&str; 4] = ["client_id", "response_type", "state", "scope"];

/// The parameters that this layer knows. Given twice, each is a list to it, which is no text.
const SHAPED: [&str; 12] = [
    "client_id",
    "acr_values",
    "claims",
    "response_type",
    "response_mode",
    "nonce",
    "state",
    "scope",
    "prompt",
    "idp_hint",
    "code_challenge",
    "code_challenge_method",
];

/// Length of `state` and `nonce` in characters, which the documentation requires and ProConnect
/// does not check.
const DOCUMENTED_LENGTH: usize = 32;

/// The first layer: the shape of the parameters, for any client. A mistake is shown on a page of
/// ProConnect (`Y000400`), and the relying party gets no response.
///
/// # Errors
/// The page, with all the mistakes.
pub fn check(parameters: &Parameters, settings: Settings) -> Result<(), ErrorPage> {
    let mut mistakes = mistakes(parameters);
    if settings.strict_params {
        let unknown = parameters.names().filter(|name| !KNOWN.contains(name));
        mistakes.extend(unknown.map(|name| format!("property {name} should not exist")));
    }
    if settings.enforce_doc_lengths {
        let short = ["state", "nonce"].into_iter().filter(|name| {
            let value = parameters.received(name).unwrap_or_default();
            value.chars().count() < DOCUMENTED_LENGTH
        });
        mistakes.extend(short.map(|name| {
            format!("{name} must be longer than or equal to {DOCUMENTED_LENGTH} characters")
        }));
    }
    if mistakes.is_empty() {
        Ok(())
    } else {
        Err(ErrorPage::bad_request(mistakes.join(", ")))
    }
}

fn mistakes(parameters: &Parameters) -> Vec<String> {
    let mut mistakes: Vec<String> = REQUIRED
        .into_iter()
        .filter(|name| parameters.received(name).is_none())
        .map(|name| format!("{name} must be a string"))
        .collect();
    mistakes.extend(repeated(parameters, &SHAPED));
    let mut require = |name, holds: fn(&str) -> bool, message: &str| {
        let is_list = parameters.is_repeated(name) && !SHAPED.contains(&name);
        let is_wrong = |value: &str| is_list || !holds(value);
        if parameters.received(name).is_some_and(is_wrong) {
            mistakes.push(message.to_owned());
        }
    };
    require(
        "nonce",
        |nonce| !nonce.is_empty(),
        "nonce must be longer than or equal to 1 characters",
    );
    require(
        "nonce",
        |nonce| nonce.chars().count() <= 512,
        "nonce must be shorter than or equal to 512 characters",
    );
    require(
        "nonce",
        str::is_ascii,
        "Le nonce doit être composé de caractères ASCII",
    );
    require(
        "login_hint",
        is_email,
        "Le login_hint doit être une adresse email valide",
    );
    require(
        "siret_hint",
        |siret| siret.chars().count() == 14,
        "Le siret_hint doit contenir 14 caractères",
    );
    let redirect_uri = parameters.received("redirect_uri");
    if parameters.is_repeated("redirect_uri") || !redirect_uri.is_some_and(is_http_url) {
        mistakes.push(invalid_url("redirect_uri"));
    }
    mistakes
}

/// The mistakes of the parameters among `names` that were given twice.
pub fn repeated(parameters: &Parameters, names: &[&str]) -> Vec<String> {
    let repeated = names.iter().filter(|name| parameters.is_repeated(name));
    repeated
        .map(|name| format!("{name} must be a string"))
        .collect()
}

/// The text for a parameter that is not a URL.
pub fn invalid_url(name: &str) -> String {
    format!(r"{name} must match /^https?:\/\/[^/].+$/ regular expression")
}

/// `^https?://[^/].+$`
pub fn is_http_url(value: &str) -> bool {
    let rest = value
        .strip_prefix("https://")
        .or_else(|| value.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.starts_with('/') && rest.chars().count() > 1 && !rest.contains(['\n', '\r'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_http_with_a_host() {
        for url in ["http://a/b", "https://exemple.fr", "http://ab"] {
            assert!(is_http_url(url), "{url}");
        }
        for url in [
            "",
            "/a",
            "ftp://a/b",
            "http:///a",
            "http://a",
            "javascript:alert(1)",
        ] {
            assert!(!is_http_url(url), "{url}");
        }
    }
}
