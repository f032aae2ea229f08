//! The algorithms of the settings, beside those that the issuer announces.

use super::super::finding::{Finding, listed};
use proconnect::{Announced, AuthType, Metadata, config::Config};

const ID_TOKEN: &str = "PROCONNECT_ID_TOKEN_SIGNED_RESPONSE_ALG";
const USERINFO: &str = "PROCONNECT_USERINFO_SIGNED_RESPONSE_ALG";

/// Both signatures: that of the ID token, and that of userinfo where it is signed.
pub fn findings(config: &Config, announced: &Announced) -> Vec<Finding> {
    let id_token = config.id_token_signed_response_alg.as_str();
    let id_token = signature(
        ("algorithms.id_token", ID_TOKEN),
        id_token,
        announced.id_token_algs.as_deref(),
    );
    let userinfo = config.userinfo_signed_response_alg.map(|alg| {
        let announced = announced.userinfo_algs.as_deref();
        signature(("algorithms.userinfo", USERINFO), alg.as_str(), announced)
    });
    [Some(id_token), userinfo].into_iter().flatten().collect()
}

fn signature(
    (code, variable): (&str, &'static str),
    alg: &str,
    announced: Option<&[String]>,
) -> Finding {
    match announced {
        Some(algs) if algs.iter().any(|known| known == alg) => {
            let text = format!("{variable} : {alg}, que le fournisseur annonce.");
            Finding::ok(&format!("{code}_ok"), text)
        }
        Some(algs) => {
            let text = format!(
                "{variable} vaut {alg}, avec lequel le fournisseur ne signe pas. Il annonce : {}.",
                listed(algs)
            );
            let cure = format!(
                "enregistrez le client avec un algorithme annoncé, et écrivez le même dans {variable}."
            );
            Finding::error(&format!("{code}_unsupported"), text, cure)
        }
        None => {
            let text = format!("{variable} n’est pas comparé : le fournisseur n’annonce rien.");
            Finding::skipped(&format!("{code}_unannounced"), text)
        }
    }
    .about(variable)
}

/// The authentication of the client. An unknown one has refused the whole document already.
pub fn client_authentication(metadata: &Metadata) -> Finding {
    let method = match metadata.client_authentication {
        AuthType::RequestBody => "client_secret_post",
        _ => "client_secret_basic",
    };
    let text = format!("Le secret du client sera présenté par {method}.");
    Finding::ok("client_authentication.ok", text)
}

/// PKCE. A list without S256 has refused the whole document already.
pub fn pkce(announced: &Announced) -> Finding {
    let text = match announced.code_challenge_methods {
        Some(_) => "PKCE : le fournisseur accepte S256.",
        None => "PKCE : S256 est envoyé ; le fournisseur ne dit pas s’il le vérifie.",
    };
    Finding::ok("pkce.ok", text)
}
