use strum::{Display, EnumIter, EnumMessage};

use super::ATTACKER;
use crate::authorize::{AuthorizationResponse, ResponseMode};
use crate::store::random;

/// A fault of a successful authorization response: Core, section 3.1.2.5; RFC 9207.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter, EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum CallbackFault {
    #[strum(message = "sans state", detailed_message = "without state")]
    StateMissing,
    #[strum(
        message = "state d’une autre connexion",
        detailed_message = "the state of another login"
    )]
    WrongState,
    #[strum(message = "state deux fois", detailed_message = "state twice")]
    StateTwice,
    #[strum(message = "sans code", detailed_message = "without a code")]
    CodeMissing,
    #[strum(message = "code vide", detailed_message = "an empty code")]
    CodeEmpty,
    #[strum(
        message = "code que personne n’a émis",
        detailed_message = "a code that nobody issued"
    )]
    WrongCode,
    #[strum(message = "code deux fois", detailed_message = "code twice")]
    CodeTwice,
    #[strum(message = "sans iss", detailed_message = "without iss")]
    IssuerMissing,
    #[strum(
        message = "iss d’un autre émetteur",
        detailed_message = "the iss of another issuer"
    )]
    WrongIssuer,
    #[strum(message = "iss deux fois", detailed_message = "iss twice")]
    IssuerTwice,
    #[strum(
        message = "code et error ensemble",
        detailed_message = "code and error together"
    )]
    CodeAndError,
    #[strum(
        message = "des paramètres inconnus en plus",
        detailed_message = "unknown parameters besides"
    )]
    UnknownParameters,
    #[strum(
        message = "paramètres dans le fragment",
        detailed_message = "parameters in the fragment"
    )]
    Fragment,
    #[strum(
        message = "retour retenu : un lien à suivre plus tard, deux fois, ou ailleurs",
        detailed_message = "the return held back: a link to follow later, twice, or elsewhere"
    )]
    Held,
}

impl CallbackFault {
    pub fn change(self, response: &mut AuthorizationResponse) {
        match self {
            Self::StateMissing => response.remove("state"),
            Self::WrongState => response.replace("state", random::<32>()),
            Self::StateTwice => response.repeat("state"),
            Self::CodeMissing => response.remove("code"),
            Self::CodeEmpty => response.replace("code", String::new()),
            Self::WrongCode => response.replace("code", random::<32>()),
            Self::CodeTwice => response.repeat("code"),
            Self::IssuerMissing => response.remove("iss"),
            Self::WrongIssuer => response.replace("iss", format!("{ATTACKER}/api/v2")),
            Self::IssuerTwice => response.repeat("iss"),
            Self::CodeAndError => response.members.push(("error", "server_error".into())),
            Self::UnknownParameters => {
                response.members.push(("session_state", random::<16>()));
                response.members.push(("unknown", "<script>".into()));
            }
            Self::Fragment => response.mode = ResponseMode::Fragment,
            Self::Held => response.mode = ResponseMode::Link,
        }
    }
}

impl AuthorizationResponse {
    fn remove(&mut self, name: &str) {
        self.members.retain(|(member, _)| *member != name);
    }

    fn replace(&mut self, name: &str, value: String) {
        for member in self.members.iter_mut().filter(|member| member.0 == name) {
            member.1.clone_from(&value);
        }
    }

    fn repeat(&mut self, name: &str) {
        let member = self.members.iter().find(|member| member.0 == name);
        self.members.extend(member.cloned());
    }
}
