//! The audience of a token (RFC 7519 4.1.3).

use openidconnect::ClientId;
use serde::Deserialize;

/// One audience or a list.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    /// Whether this client is the only audience.
    pub fn is_only(&self, client_id: &ClientId) -> bool {
        match self {
            Self::One(audience) => audience == client_id.as_str(),
            Self::Several(audiences) => audiences.as_slice() == [client_id.as_str()],
        }
    }
}

impl Default for Audience {
    /// No audience, which no check accepts.
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_client_is_the_only_audience() {
        let is_ours = |json: &str| {
            let audience: Audience = serde_json::from_str(json).unwrap();
            audience.is_only(&ClientId::new("ours".to_owned()))
        };
        assert!(is_ours(r#""ours""#));
        assert!(is_ours(r#"["ours"]"#));
        for foreign in [
            r#""other""#,
            r#"["ours","other"]"#,
            r#"["ours","ours"]"#,
            "[]",
        ] {
            assert!(!is_ours(foreign), "{foreign}");
        }
        assert!(!Audience::default().is_only(&ClientId::new(String::new())));
    }
}
