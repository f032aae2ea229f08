use serde_json::{Map, Value};

use crate::oauth_error::OAuthError;

/// The `claims` parameter: Core, section 5.5.
#[derive(Clone, Default)]
pub struct RequestedClaims {
    pub id_token: Map<String, Value>,
    pub userinfo: Map<String, Value>,
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
        })
    }

    /// The values of `acr` of which one is required, if any.
    pub fn essential_acr(&self) -> Option<Vec<String>> {
        let acr = self.id_token.get("acr")?;
        if acr.get("essential") != Some(&Value::Bool(true)) {
            return None;
        }
        if let Some(Value::String(value)) = acr.get("value") {
            return Some(vec![value.clone()]);
        }
        let values = acr.get("values")?.as_array()?;
        Some(
            values
                .iter()
                .filter_map(Value::as_str)
                .map(String::from)
                .collect(),
        )
    }
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

    #[test]
    fn acr_is_required_only_when_essential() {
        let required = |acr| {
            let json = format!(r#"{{"id_token":{{"acr":{acr}}}}}"#);
            RequestedClaims::parse(&json).unwrap().essential_acr()
        };
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
}
