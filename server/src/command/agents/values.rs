//! The values of the arguments, and the answer where they name nobody.

use app::{
    accounts::{invitations, membership_role::MembershipRole},
    siret::is_valid,
};
use proconnect::Siret;
use std::str::FromStr;

/// An address, as accounts are found by it.
#[derive(Debug, Clone)]
pub struct Address(pub String);

impl FromStr for Address {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        invitations::address(text)
            .map(Self)
            .ok_or("une adresse électronique complète")
    }
}

#[derive(clap::Args)]
#[group(required = true, multiple = false)]
// The agent of a command. A comment of documentation would be the help of the command.
pub struct Who {
    /// L’agent de ce « sub »
    #[arg(long)]
    pub sub: Option<String>,
    /// L’agent de cette adresse électronique
    #[arg(long)]
    pub email: Option<Address>,
}

/// Why the command did nothing, in French.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Nothing(pub String);

/// Reads a SIRET, with or without spaces. A wrong digit would invite into an organisation that does not exist.
pub fn siret(text: &str) -> Result<Siret, &'static str> {
    let siret = Siret::try_from(text.to_owned()).ok();
    let siret = siret.filter(|siret| is_valid(siret.as_str()));
    siret.ok_or("un SIRET de 14 chiffres, sans faute")
}

/// Reads the name of a role.
pub fn role(text: &str) -> Result<MembershipRole, &'static str> {
    MembershipRole::from_name(text).ok_or("member ou administrator")
}
