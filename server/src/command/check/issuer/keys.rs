//! The issuer's keys: at least one for each registered algorithm.

use super::super::finding::{Finding, legible};
use super::call;
use proconnect::{
    InspectionError, KeyDescription, Metadata,
    config::{Config, SigningAlg},
};

/// The findings about the keys, as they were fetched.
pub fn findings(
    config: &Config,
    metadata: &Metadata,
    keys: &Result<Vec<KeyDescription>, InspectionError>,
) -> Vec<Finding> {
    let address = metadata.jwks_uri.as_str();
    match keys {
        Ok(keys) => signed(config).map(|alg| usable(alg, keys)).collect(),
        Err(InspectionError::Call(error)) => vec![call::finding("keys", address, error)],
        Err(InspectionError::Document(rejection)) => {
            let fault = rejection.fault.as_ref();
            let cause = fault.map_or_else(String::new, |of| format!("{}: {}", of.member, of.fault));
            let text = format!("{address} : la réponse n’est pas un jeu de clés.");
            let cure =
                "prévenez le fournisseur, ou le gestionnaire du proxy qui a changé sa réponse.";
            vec![Finding::error("keys.malformed", text, cure).because(&cause)]
        }
    }
}

/// The algorithms whose keys the issuer publishes, each once. HS256 has none: its key is the secret.
fn signed(config: &Config) -> impl Iterator<Item = SigningAlg> {
    let id_token = config.id_token_signed_response_alg;
    let userinfo = config.userinfo_signed_response_alg;
    let algs = [
        Some(id_token),
        userinfo.filter(|userinfo| *userinfo != id_token),
    ];
    let algs = algs.into_iter().flatten();
    algs.filter(|alg| *alg != SigningAlg::Hs256)
}

fn usable(alg: SigningAlg, keys: &[KeyDescription]) -> Finding {
    let name = alg.as_str();
    let of_alg: Vec<_> = keys.iter().filter(|key| key.alg == alg).collect();
    let sizes: Vec<_> = of_alg.iter().map(|key| describe(key)).collect();
    let sizes = sizes.join(", ");
    if of_alg.is_empty() {
        let text = format!(
            "Le fournisseur ne publie aucune clé pour {name} : ses signatures seront refusées."
        );
        let cure = "choisissez un algorithme dont il publie une clé, ou prévenez-le.";
        return Finding::error("keys.missing", text, cure);
    }
    if of_alg.iter().all(|key| key.is_weak) {
        let text = format!(
            "Les clés du fournisseur pour {name} sont trop faibles ({sizes}) : elles sont refusées."
        );
        let cure = "prévenez le fournisseur : il faut 2048 bits et l’exposant 65537 au moins.";
        return Finding::error("keys.weak", text, cure);
    }
    Finding::ok("keys.ok", format!("Clés pour {name} : {sizes}."))
}

fn describe(key: &KeyDescription) -> String {
    let kid = key
        .kid
        .as_deref()
        .map_or_else(|| "sans kid".to_owned(), legible);
    format!("{kid} ({} bits)", key.bits)
}
