//! The values of the arguments.

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
