use serde_json::{Map, Value};

use crate::client::{Alg, Client};
use crate::fault::{Fault, Jwt};
use crate::issuer::Issuer;
use crate::keys::UnsignedJwt;
use crate::oauth_error::OAuthError;

/// Signs `claims` for `client`, with the given `faults`.
///
/// # Errors
/// `server_error`, when the signature cannot be computed.
pub fn issue(
    issuer: &Issuer,
    client: &Client,
    alg: Alg,
    claims: Map<String, Value>,
    faults: &[Fault],
) -> Result<String, OAuthError> {
    let faults: Vec<_> = faults
        .iter()
        .filter_map(|fault| match fault {
            Fault::Jwt(_, fault) => Some(*fault),
            _ => None,
        })
        .collect();
    let mut jwt = UnsignedJwt::new(alg, claims, &issuer.keys);
    for fault in &faults {
        fault.change(&mut jwt, issuer);
    }
    let signed = issuer
        .keys
        .sign(client, &jwt)
        .map_err(|_| OAuthError::server_error())?;
    Ok(faults.iter().fold(signed, |jwt, fault| fault.damage(jwt)))
}

/// The faults of one kind of JWT that appear now.
pub fn faults(issuer: &Issuer, client: &Client, of_login: &[Fault], kind: Jwt) -> Vec<Fault> {
    issuer
        .faults
        .take(Some(&client.client_id), of_login, |fault| match fault {
            Fault::Jwt(jwt, _) => jwt == kind,
            Fault::IdToken(_) => kind == Jwt::IdToken,
            Fault::Userinfo(_) => kind == Jwt::Userinfo,
            _ => false,
        })
}
