use serde_json::{Map, Value};

use crate::client::{Alg, Client};
use crate::fault::{Fault, Jwt};
use crate::issuer::Issuer;
use crate::keys::UnsignedJwt;
use crate::oauth_error::OAuthError;

/// Signs `claims` for `client` as a token of this `typ`, with the given `faults`.
///
/// # Errors
/// `server_error`, when the signature cannot be computed.
pub fn issue(
    issuer: &Issuer,
    client: &Client,
    typ: &str,
    alg: Alg,
    claims: Map<String, Value>,
    faults: &[Fault],
) -> Result<String, OAuthError> {
    let mut jwt = UnsignedJwt::new(typ, alg, claims, &issuer.keys);
    for fault in faults {
        match fault {
            Fault::Jwt(_, fault) => fault.change(&mut jwt, issuer),
            Fault::LogoutToken(fault) => fault.change(&mut jwt),
            _ => {}
        }
    }
    let signed = issuer
        .keys
        .sign(client, &jwt)
        .map_err(|_| OAuthError::server_error())?;
    Ok(faults.iter().fold(signed, |jwt, fault| match fault {
        Fault::Jwt(_, fault) => fault.damage(jwt),
        _ => jwt,
    }))
}

/// The faults of one kind of JWT that appear now.
pub fn faults(issuer: &Issuer, client: &Client, of_login: &[Fault], kind: Jwt) -> Vec<Fault> {
    issuer
        .faults
        .take(Some(&client.client_id), of_login, |fault| match fault {
            Fault::Jwt(jwt, _) => jwt == kind,
            Fault::IdToken(_) => kind == Jwt::IdToken,
            Fault::Userinfo(_) => kind == Jwt::Userinfo,
            Fault::LogoutToken(_) => kind == Jwt::LogoutToken,
            _ => false,
        })
}
