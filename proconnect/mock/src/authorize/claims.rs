use serde_json::{Map, Value, json};

use crate::acr::SUPPORTED;
use crate::oauth_error::OAuthError;

/// The `claims` parameter (Core, section 5.5), and the claims that other parameters imply.
#[derive(Clone, Default)]
pub struct RequestedClaims {
    pub id_token: Map<String, Value>,
    pub userinfo: Map<String, Value>,
    /// The supported values of the parameter `acr_values`.
    acr_values: Vec<String>,
}

/// The members of an essential `acr`. At least one is present.
struct EssentialAcr<'a> {
    value: Option<&'a Value>,
    values: Option<&'a Value>,
}

impl RequestedClaims {
    /// # Errors
    /// `invalid_request`, when `json` does not follow the specification.
    pub fn parse(json: &str) -> Result<Self, OAuthError> {
        let claims: Value = serde_json::from_str(json).map_err(|_| {
            OAuthError::invalid_request("could not parse the claims parameter JSON")
        })?;
        let Value::Object(mut claims) = claims else {
            return Err(OAuthError::invalid_request(
                "claims parameter should be a JSON object",
            ));
        };
        if !claims.contains_key("userinfo") && !claims.contains_key("id_token") {
            return Err(OAuthError::invalid_request(
                "claims parameter should have userinfo or id_token properties",
            ));
        }
        let mut take = |name: &str| match claims.remove(name) {
            None => Ok(Map::new()),
            Some(Value::Object(requested)) => Ok(requested),
            Some(_) => Err(OAuthError::invalid_request(format!(
                "claims.{name} should be an object"
            ))),
        };
        Ok(Self {
            userinfo: take("userinfo")?,
            id_token: take("id_token")?,
            acr_values: Vec::new(),
        })
    }

    /// Adds the parameter `acr_values`. ProConnect's library merges it into the claim: the values
    /// replace those of the claim, which stays essential if it was.
    pub fn merge_acr_values(&mut self, acr_values: &str) {
        let values: Vec<&str> = acr_values.split(' ').collect();
        self.acr_values = supported(values.iter().copied());
        let acr = self.id_token.entry("acr").or_insert(Value::Null);
        if !acr.is_object() {
            *acr = json!({});
        }
        acr["values"] = json!(values);
    }

    /// # Errors
    /// `invalid_request`, when the values of an essential `acr` are no list.
    pub fn check_acr(&self) -> Result<(), OAuthError> {
        let values = self.essential().and_then(|acr| acr.values);
        if values.is_none_or(Value::is_array) {
            return Ok(());
        }
        Err(OAuthError::invalid_request(
            "invalid claims.id_token.acr.values type",
        ))
    }

    /// The supported contexts of which one is required; `None` when no `acr` is essential. The list
    /// is empty when every required value is unknown: ProConnect then lets the agent through, and
    /// its library does not (see [`is_met_by`](Self::is_met_by)).
    pub fn essential_acr(&self) -> Option<Vec<String>> {
        let acr = self.essential()?;
        let requested: Vec<&str> = match acr.value.or(acr.values)? {
            Value::String(value) => value.split(' ').collect(),
            Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        Some(supported(requested.into_iter()))
    }

    /// The contexts that ProConnect requests from the identity provider, in the order of preference.
    pub fn acr_for_idp(&self) -> Vec<String> {
        self.essential_acr()
            .unwrap_or_else(|| self.acr_values.clone())
    }

    /// Whether ProConnect's library accepts the result of a login. If not, it begins the login again,
    /// and the relying party never gets a response.
    pub fn is_met_by(&self, acr: &str, sub: &str) -> bool {
        let acr_is_met = self.essential().is_none_or(|essential| {
            let is_value = essential.value.is_none_or(|value| value == acr);
            let values = essential.values.and_then(Value::as_array);
            is_value && values.is_none_or(|values| values.iter().any(|value| value == acr))
        });
        let required_sub = self.id_token.get("sub").and_then(|sub| sub.get("value"));
        acr_is_met && required_sub.is_none_or(|required| required == sub)
    }

    /// The essential `acr`, by the rules of JavaScript: any value that it counts as true makes the
    /// claim essential.
    fn essential(&self) -> Option<EssentialAcr<'_>> {
        let acr = self.id_token.get("acr")?;
        acr.get("essential").filter(|value| is_truthy(value))?;
        let member = |name| acr.get(name).filter(|value| is_truthy(value));
        let (value, values) = (member("value"), member("values"));
        (value.is_some() || values.is_some()).then_some(EssentialAcr { value, values })
    }
}

fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

fn supported<'a>(requested: impl Iterator<Item = &'a str>) -> Vec<String> {
    requested
        .filter(|value| SUPPORTED.contains(value))
        .map(String::from)
        .collect()
}

/// The requested names: those with `null` or an object, as the specification allows.
pub fn names(requested: &Map<String, Value>) -> impl Iterator<Item = &str> {
    requested
        .iter()
        .filter(|(_, value)| value.is_null() || value.is_object())
        .map(|(name, _)| name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn requesting(acr: &str) -> RequestedClaims {
        RequestedClaims::parse(&format!(r#"{{"id_token":{{"acr":{acr}}}}}"#)).unwrap()
    }

    #[test]
    fn acr_is_required_only_when_essential() {
        let required = |acr| requesting(acr).essential_acr();
        assert_eq!(required("null"), None);
        assert_eq!(required(r#"{"value":"eidas1"}"#), None);
        assert_eq!(required(r#"{"essential":true}"#), None);
        assert_eq!(
            required(r#"{"essential":true,"value":"eidas1"}"#),
            Some(vec!["eidas1".into()])
        );
        assert_eq!(
            required(r#"{"essential":true,"values":["eidas1","eidas2"]}"#),
            Some(vec!["eidas1".into(), "eidas2".into()])
        );
    }

    #[test]
    fn d9_essential_is_whatever_javascript_counts_as_true() {
        for essential in ["\"true\"", "\"false\"", "1", "[]", "{}"] {
            let acr = format!(r#"{{"essential":{essential},"value":"eidas2"}}"#);
            let required = requesting(&acr).essential_acr();
            assert_eq!(required, Some(vec!["eidas2".into()]), "{essential}");
        }
        for essential in ["0", "\"\"", "null", "false"] {
            let acr = format!(r#"{{"essential":{essential},"value":"eidas2"}}"#);
            assert_eq!(requesting(&acr).essential_acr(), None, "{essential}");
        }
    }

    #[test]
    fn d9_a_list_in_place_of_a_value_never_equals_the_context() {
        let claims = requesting(r#"{"essential":true,"value":["eidas1"]}"#);
        assert_eq!(claims.essential_acr(), Some(vec!["eidas1".into()]));
        assert!(!claims.is_met_by("eidas1", "sub"));
    }

    #[test]
    fn d20_unknown_values_are_dropped_and_cannot_be_met() {
        let claims = requesting(r#"{"essential":true,"values":["garbage"]}"#);
        assert_eq!(claims.essential_acr(), Some(Vec::new()));
        assert!(!claims.is_met_by("eidas1", "sub"));
    }
}
