use axum::http::{HeaderMap, header::CONTENT_TYPE};
use url::form_urlencoded;

use crate::oauth_error::OAuthError;

/// The parameters of a query or of a form, in their order, repeated ones included.
#[derive(Default)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    pub fn parse(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// Reads a request body; `None` when its content type is not that of a form.
    pub fn from_form(headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        let Some(content_type) = headers.get(CONTENT_TYPE) else {
            return Some(Self::default());
        };
        let essence = content_type.to_str().ok()?.split(';').next()?.trim();
        essence
            .eq_ignore_ascii_case("application/x-www-form-urlencoded")
            .then(|| Self::parse(body))
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// The first value received under `name`, empty or not.
    pub fn received(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find_map(|(key, value)| (key == name).then_some(value.as_str()))
    }

    /// The value of `name`. As in ProConnect, an empty value counts as none, and so does a repeated
    /// one.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.received(name)
            .filter(|value| !value.is_empty() && !self.is_repeated(name))
    }

    pub fn is_repeated(&self, name: &str) -> bool {
        self.0.iter().filter(|(key, _)| key == name).count() > 1
    }

    /// # Errors
    /// `invalid_request`, when one of `names` was received more than once.
    pub fn check_repetitions(&self, names: &[&str]) -> Result<(), OAuthError> {
        let repeated: Vec<&str> = names
            .iter()
            .copied()
            .filter(|name| self.is_repeated(name))
            .collect();
        if repeated.is_empty() {
            return Ok(());
        }
        Err(OAuthError::invalid_request(format!(
            "{} {} must not be provided twice",
            list(&repeated),
            plural("parameter", repeated.len())
        )))
    }

    /// # Errors
    /// `invalid_request`, when one of `names` has no value.
    pub fn require<const N: usize>(&self, names: [&str; N]) -> Result<[&str; N], OAuthError> {
        let missing: Vec<&str> = names
            .into_iter()
            .filter(|name| self.get(name).is_none())
            .collect();
        if missing.is_empty() {
            return Ok(names.map(|name| self.get(name).unwrap_or_default()));
        }
        Err(OAuthError::invalid_request(format!(
            "missing required {} {}",
            plural("parameter", missing.len()),
            list(&missing)
        )))
    }
}

/// `'a', 'b', and 'c'`: a list of parameters, as the error texts write it.
fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
    }
}

/// `word` for one, `words` for several.
pub fn plural(word: &str, count: usize) -> String {
    if count == 1 {
        word.to_owned()
    } else {
        format!("{word}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_and_repeated_parameters_have_no_value() {
        let parameters = Parameters::parse(b"a=1&b=&c=1&c=2&d=caf%C3%A9+noir");
        assert_eq!(parameters.get("a"), Some("1"));
        assert_eq!(parameters.get("b"), None);
        assert_eq!(parameters.received("b"), Some(""));
        assert_eq!(parameters.get("c"), None);
        let error = parameters.check_repetitions(&["d", "c", "a"]).unwrap_err();
        assert_eq!(
            error.description,
            "'c' parameter must not be provided twice"
        );
        let error = parameters.require(["a", "b", "c"]).unwrap_err();
        assert_eq!(error.description, "missing required parameters 'b' and 'c'");
        assert_eq!(parameters.require(["a"]).unwrap(), ["1"]);
        assert_eq!(parameters.get("d"), Some("café noir"));
        assert_eq!(parameters.received("e"), None);
    }

    #[test]
    fn lists_read_as_english() {
        assert_eq!(list(&["a"]), "'a'");
        assert_eq!(list(&["a", "b"]), "'a' and 'b'");
        assert_eq!(list(&["a", "b", "c"]), "'a', 'b', and 'c'");
    }
}
