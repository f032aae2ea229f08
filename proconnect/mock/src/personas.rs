use serde::Deserialize;
use serde_json::{Map, Value};
use strum::{EnumIter, EnumMessage};

use crate::acr::Authentication;
use crate::refusal::Refusal;

/// An agent who can log in.
#[derive(Clone, Debug, Deserialize)]
pub struct Persona {
    /// Named by the button of the login page.
    pub id: String,
    pub group: Group,
    /// In French, for the login page.
    pub description: String,
    /// The methods of the authentication (RFC 8176), sent in the `id_token` on request. Empty when the
    /// identity provider names none: the claim is then absent.
    #[serde(default)]
    pub amr: Vec<String>,
    /// All claims about the agent.
    pub claims: Map<String, Value>,
    /// Why ProConnect refuses the agent, for any relying party.
    #[serde(default)]
    pub refusal: Option<Refusal>,
    /// The choices of the agent at each login: organisations, or identity providers.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// The stronger authentication that the identity provider performs when it is requested.
    #[serde(default)]
    pub step_up: Option<StepUp>,
    /// Whether the agent is on the State's own network, where ProConnect sends no code by e-mail.
    #[serde(default)]
    pub is_on_rie: bool,
    /// For a choice or a step-up: the persona that it belongs to.
    #[serde(default)]
    pub choice_of: Option<String>,
}

/// The purpose of personas, which groups them on the login page. The message is the title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, EnumIter, EnumMessage)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Personas that every relying party needs; they come first.
    #[strum(message = "Pour commencer")]
    Common,
    #[strum(message = "Autres façons de s’authentifier")]
    Authentication,
    #[strum(message = "Plusieurs organisations ou fournisseurs d’identité")]
    Choice,
    #[strum(message = "Comptes à rapprocher")]
    Account,
    #[strum(message = "Informations absentes ou vides")]
    Absent,
    #[strum(message = "Valeurs inattendues")]
    Unexpected,
    #[strum(message = "Personnes que ProConnect refuse")]
    Refused,
}

impl Group {
    /// In French.
    pub fn title(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct Choice {
    pub id: String,
    /// In French, for the page.
    pub description: String,
    /// These replace claims of the persona.
    pub claims: Map<String, Value>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct StepUp {
    pub acr: String,
    pub amr: Vec<String>,
}

impl Persona {
    /// The text of `claim`; empty when it is absent or not a text.
    pub fn text(&self, claim: &str) -> &str {
        self.claims
            .get(claim)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    pub fn is_public_agent(&self) -> bool {
        let roles = self.claims.get("roles").and_then(Value::as_array);
        roles.is_some_and(|roles| roles.iter().any(|role| role == "agent_public"))
    }

    /// How the agent has authenticated, with or without the code of an e-mail.
    pub fn authentication(&self, is_email_verified: bool) -> Authentication<'_> {
        let idp_sent_a_mail = self.amr.iter().any(|method| method == "mail");
        Authentication {
            from_idp: self.text("idp_acr"),
            can_be_lifted: !idp_sent_a_mail && !self.is_on_rie,
            is_email_verified,
        }
    }

    /// The id of the variant with the first of the `requested` contexts that the identity provider
    /// knows, if this is a step-up.
    pub fn stepped_up(&self, requested: &[String]) -> Option<String> {
        let step_up = self.step_up.as_ref()?;
        let known = [self.text("idp_acr"), &step_up.acr];
        let first = requested.iter().find(|acr| known.contains(&acr.as_str()))?;
        (*first == step_up.acr).then(|| self.variant_id(first))
    }

    fn variant_id(&self, variant: &str) -> String {
        format!("{}.{variant}", self.id)
    }

    /// One persona for each choice, and one for the step-up.
    fn variants(&self) -> impl Iterator<Item = Self> {
        let step_up = self.step_up.as_ref().map(|step_up| {
            let mut claims = self.claims.clone();
            claims.insert("idp_acr".into(), step_up.acr.clone().into());
            Self {
                id: self.variant_id(&step_up.acr),
                amr: step_up.amr.clone(),
                claims,
                step_up: None,
                choice_of: Some(self.id.clone()),
                ..self.clone()
            }
        });
        self.choices().chain(step_up)
    }

    fn choices(&self) -> impl Iterator<Item = Self> {
        self.choices.iter().map(|choice| Self {
            id: self.variant_id(&choice.id),
            description: choice.description.clone(),
            claims: self
                .claims
                .clone()
                .into_iter()
                .chain(choice.claims.clone())
                .collect(),
            choices: Vec::new(),
            choice_of: Some(self.id.clone()),
            ..self.clone()
        })
    }

    /// Given and usual name.
    pub fn full_name(&self) -> String {
        let name = format!("{} {}", self.text("given_name"), self.text("usual_name"));
        name.trim().to_owned()
    }
}

/// The personas, each followed by those of its choices.
///
/// # Errors
/// When `personas.json` is not a list of personas.
pub fn load() -> serde_json::Result<Vec<Persona>> {
    let personas: Vec<Persona> = serde_json::from_str(include_str!("personas.json"))?;
    let with_variants = |persona: Persona| {
        let variants: Vec<Persona> = persona.variants().collect();
        [persona].into_iter().chain(variants)
    };
    Ok(personas.into_iter().flat_map(with_variants).collect())
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
                if (persona.id.as_str(), claim) == ("sans-prenom", "given_name") {
                    continue;
                }
                assert_ne!(persona.text(claim), "", "{claim} of {}", persona.id);
            }
            assert!(persona.claims["roles"].is_array(), "{}", persona.id);
            assert!(persona.claims["custom"].is_object(), "{}", persona.id);
        }
    }

    #[test]
    fn identifiers_subjects_and_emails_are_distinct() {
        let mut personas = load().unwrap();
        let count = |personas: &[Persona], value: fn(&Persona) -> &str| {
            personas.iter().map(value).collect::<HashSet<_>>().len()
        };
        assert_eq!(count(&personas, |persona| &persona.id), personas.len());
        personas.retain(|persona| persona.choice_of.is_none());
        let subjects = count(&personas, |persona| persona.text("sub"));
        let emails = count(&personas, |persona| persona.text("email"));
        // The personas email-change and sub-change share these values on purpose.
        assert_eq!((subjects, emails), (personas.len() - 1, personas.len() - 1));
    }

    #[test]
    fn every_siret_is_valid_and_starts_with_the_siren() {
        for persona in load().unwrap() {
            let siret = persona.text("siret");
            let is_of_la_poste = siret.starts_with("356000000");
            assert_ne!(passes_luhn(siret), is_of_la_poste, "{}", persona.id);
            assert_eq!(siret.len(), 14, "{}", persona.id);
            if !persona.claims["siren"].is_null() {
                assert_eq!(persona.text("siren"), &siret[..9], "{}", persona.id);
            }
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
