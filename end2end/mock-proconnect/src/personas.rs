use serde::Deserialize;
use serde_json::{Map, Value};

/// An agent who can log in.
#[derive(Debug, Deserialize)]
pub struct Persona {
    /// Named by the button of the login page.
    pub id: String,
    /// In French, for the login page.
    pub description: String,
    /// How the agent authenticated (RFC 8176); given in the `id_token`, on demand.
    pub amr: Vec<String>,
    /// Everything ProConnect knows of the agent, by claim.
    pub claims: Map<String, Value>,
}

impl Persona {
    /// The text of `claim`; empty when it is absent or no text.
    pub fn text(&self, claim: &str) -> &str {
        self.claims
            .get(claim)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// Given and usual name.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.text("given_name"), self.text("usual_name"))
    }
}

/// # Errors
/// When `personas.json` is no list of personas.
pub fn load() -> serde_json::Result<Vec<Persona>> {
    serde_json::from_str(include_str!("personas.json"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    const REQUIRED: [&str; 8] = [
        "sub",
        "given_name",
        "usual_name",
        "email",
        "uid",
        "siret",
        "idp_id",
        "idp_acr",
    ];

    #[test]
    fn every_persona_has_what_proconnect_guarantees() {
        for persona in load().unwrap() {
            for claim in REQUIRED {
                assert_ne!(persona.text(claim), "", "{claim} of {}", persona.id);
            }
            assert!(persona.claims["roles"].is_array(), "{}", persona.id);
            assert!(persona.claims["custom"].is_object(), "{}", persona.id);
        }
    }

    #[test]
    fn identifiers_subjects_and_emails_are_distinct() {
        let personas = load().unwrap();
        let distinct =
            |value: fn(&Persona) -> &str| personas.iter().map(value).collect::<HashSet<_>>().len();
        assert_eq!(distinct(|persona| &persona.id), personas.len());
        assert_eq!(distinct(|persona| persona.text("sub")), personas.len());
        assert_eq!(distinct(|persona| persona.text("email")), personas.len());
    }

    #[test]
    fn every_siret_is_valid_and_starts_with_the_siren() {
        for persona in load().unwrap() {
            let siret = persona.text("siret");
            assert!(passes_luhn(siret), "{}", persona.id);
            assert_eq!(siret.len(), 14, "{}", persona.id);
            assert_eq!(persona.text("siren"), &siret[..9], "{}", persona.id);
        }
    }

    fn passes_luhn(digits: &str) -> bool {
        let sum: u32 = digits
            .chars()
            .rev()
            .zip([1, 2].into_iter().cycle())
            .map(|(digit, factor)| {
                let product = digit.to_digit(10).unwrap() * factor;
                product / 10 + product % 10
            })
            .sum();
        sum.is_multiple_of(10)
    }
}
