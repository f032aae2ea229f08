mod answer;
mod callback;
mod discovery;
mod error_response;
mod id_token;
mod jwks;
mod jwt;
mod logout;
mod logout_token;
mod place;
mod plan;
mod token;
mod transport;
mod userinfo;

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use strum::{Display, EnumIter, EnumMessage, IntoEnumIterator};

use crate::authorize::AuthorizationResponse;
use crate::refusal::Refusal;

pub use answer::{Regarding, answer};
pub use callback::CallbackFault;
pub use discovery::DiscoveryFault;
pub use error_response::ErrorResponseFault;
pub use id_token::IdTokenFault;
pub use jwks::JwksFault;
pub use jwt::JwtFault;
pub use logout::LogoutFault;
pub use logout_token::LogoutTokenFault;
pub use place::Place;
pub use plan::{Faults, PlannedFault, Until};
pub use token::TokenFault;
pub use transport::TransportFault;
pub use userinfo::UserinfoFault;

/// The attacker's address, in all faults.
const ATTACKER: &str = "https://attacker.example.com";

/// One fault of the issuer. Its stable name, `id-token-alg-none` for instance, is the place
/// followed by the fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Fault {
    Transport(Endpoint, TransportFault),
    Discovery(DiscoveryFault),
    Jwks(JwksFault),
    /// On a page of ProConnect, of which the relying party may never be informed.
    Login(Refusal),
    /// In the authorization response, which should be a success.
    Callback(CallbackFault),
    /// An error instead of a success.
    ErrorResponse(ErrorResponseFault),
    Token(TokenFault),
    Jwt(Jwt, JwtFault),
    IdToken(IdTokenFault),
    Userinfo(UserinfoFault),
    Logout(LogoutFault),
    LogoutToken(LogoutTokenFault),
}

/// The responses to direct requests of the relying party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter)]
#[strum(serialize_all = "kebab-case")]
pub enum Endpoint {
    Discovery,
    Jwks,
    Token,
    Userinfo,
}

/// The tokens that the issuer signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter)]
#[strum(serialize_all = "kebab-case")]
pub enum Jwt {
    IdToken,
    Userinfo,
    LogoutToken,
}

/// No fault has this name.
#[derive(Debug, PartialEq, Eq)]
pub struct UnknownFault(String);

impl Fault {
    /// Every fault, grouped by place.
    pub fn all() -> Vec<Self> {
        let transport =
            |endpoint| TransportFault::iter().map(move |fault| Self::Transport(endpoint, fault));
        let jwt = |jwt| JwtFault::iter().map(move |fault| Self::Jwt(jwt, fault));
        DiscoveryFault::iter()
            .map(Self::Discovery)
            .chain(transport(Endpoint::Discovery))
            .chain(JwksFault::iter().map(Self::Jwks))
            .chain(transport(Endpoint::Jwks))
            .chain(Refusal::iter().map(Self::Login))
            .chain(CallbackFault::iter().map(Self::Callback))
            .chain(ErrorResponseFault::iter().map(Self::ErrorResponse))
            .chain(TokenFault::iter().map(Self::Token))
            .chain(transport(Endpoint::Token))
            .chain(IdTokenFault::iter().map(Self::IdToken))
            .chain(jwt(Jwt::IdToken))
            .chain(UserinfoFault::iter().map(Self::Userinfo))
            .chain(jwt(Jwt::Userinfo))
            .chain(transport(Endpoint::Userinfo))
            .chain(LogoutFault::iter().map(Self::Logout))
            .chain(LogoutTokenFault::iter().map(Self::LogoutToken))
            .chain(jwt(Jwt::LogoutToken))
            .collect()
    }

    pub fn place(self) -> Place {
        match self {
            Self::Discovery(_) | Self::Transport(Endpoint::Discovery, _) => Place::Discovery,
            Self::Jwks(_) | Self::Transport(Endpoint::Jwks, _) => Place::Jwks,
            Self::Login(_) => Place::Login,
            Self::Callback(_) | Self::ErrorResponse(_) => Place::Callback,
            Self::Token(_) | Self::Transport(Endpoint::Token, _) => Place::Token,
            Self::IdToken(_) | Self::Jwt(Jwt::IdToken, _) => Place::IdToken,
            Self::Userinfo(_)
            | Self::Jwt(Jwt::Userinfo, _)
            | Self::Transport(Endpoint::Userinfo, _) => Place::Userinfo,
            Self::Logout(_) => Place::Logout,
            Self::LogoutToken(_) | Self::Jwt(Jwt::LogoutToken, _) => Place::LogoutToken,
        }
    }

    /// In French, under the title of the place.
    pub fn description(self) -> &'static str {
        self.kind().get_message().unwrap_or_default()
    }

    /// The same as [`Self::description`], in English.
    pub fn description_in_english(self) -> &'static str {
        self.kind().get_detailed_message().unwrap_or_default()
    }

    /// True when a login carries the fault with its codes and tokens. Other faults appear in
    /// requests that belong to no login.
    pub fn belongs_to_a_login(self) -> bool {
        !matches!(
            self,
            Self::Transport(Endpoint::Discovery | Endpoint::Jwks, _)
                | Self::Discovery(_)
                | Self::Jwks(_)
                | Self::Logout(_)
                | Self::LogoutToken(_)
                | Self::Jwt(Jwt::LogoutToken, _)
        )
    }

    /// True when the fault appears in requests that identify the relying party.
    pub fn belongs_to_a_client(self) -> bool {
        let of_a_logout = matches!(self.place(), Place::Logout | Place::LogoutToken);
        self.belongs_to_a_login() || of_a_logout
    }

    /// True when the fault appears in a successful authorization response.
    pub fn is_of_a_response(self) -> bool {
        matches!(self, Self::Callback(_) | Self::ErrorResponse(_))
    }

    pub fn change_response(self, response: &mut AuthorizationResponse) {
        match self {
            Self::Callback(fault) => fault.change(response),
            Self::ErrorResponse(fault) => fault.change(response),
            _ => {}
        }
    }

    fn kind(&self) -> &dyn Kind {
        match self {
            Self::Transport(_, fault) => fault,
            Self::Discovery(fault) => fault,
            Self::Jwks(fault) => fault,
            Self::Login(refusal) => refusal,
            Self::Callback(fault) => fault,
            Self::ErrorResponse(fault) => fault,
            Self::Token(fault) => fault,
            Self::Jwt(_, fault) => fault,
            Self::IdToken(fault) => fault,
            Self::Userinfo(fault) => fault,
            Self::Logout(fault) => fault,
            Self::LogoutToken(fault) => fault,
        }
    }
}

/// The common part of all families of faults.
trait Kind: fmt::Display + EnumMessage {}

impl<T: fmt::Display + EnumMessage> Kind for T {}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.place(), self.kind())
    }
}

impl fmt::Display for UnknownFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown fault {:?}", self.0)
    }
}

impl std::error::Error for UnknownFault {}

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::all()
            .into_iter()
            .find(|fault| fault.to_string() == name)
            .ok_or_else(|| UnknownFault(name.to_owned()))
    }
}

impl TryFrom<String> for Fault {
    type Error = UnknownFault;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        name.parse()
    }
}

impl From<Fault> for String {
    fn from(fault: Fault) -> Self {
        fault.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_distinct_and_every_fault_is_described() {
        let all = Fault::all();
        let names: HashSet<String> = all.iter().map(ToString::to_string).collect();
        assert_eq!(names.len(), all.len());
        for fault in all {
            assert_eq!(fault.to_string().parse(), Ok(fault));
            assert_ne!(fault.description(), "", "{fault}");
            assert_ne!(fault.description_in_english(), "", "{fault}");
            assert_ne!(fault.description_in_english(), fault.description());
        }
        assert!("id-token-truth".parse::<Fault>().is_err());
    }
}
