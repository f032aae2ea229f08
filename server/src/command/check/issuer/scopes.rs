//! The scopes of the settings, beside those that the issuer announces.

use super::super::finding::{Finding, listed};
use proconnect::{Announced, config::Config};

const VARIABLE: &str = "PROCONNECT_SCOPES";

pub fn finding(config: &Config, announced: &Announced) -> Finding {
    let Some(supported) = &announced.scopes else {
        let text = "Les scopes ne sont pas comparés : le fournisseur n’annonce pas les siens.";
        return Finding::skipped("scopes.unannounced", text).about(VARIABLE);
    };
    let scopes = config.scopes.iter().map(|scope| scope.to_string());
    let unknown: Vec<_> = scopes.filter(|scope| !supported.contains(scope)).collect();
    if unknown.is_empty() {
        let text = "Le fournisseur connaît tous les scopes de PROCONNECT_SCOPES.";
        return Finding::ok("scopes.ok", text).about(VARIABLE);
    }
    let text = format!(
        "Le fournisseur n’annonce pas ces scopes : {}. Leurs données manqueront.",
        listed(&unknown)
    );
    let cure = format!(
        "corrigez PROCONNECT_SCOPES. Le fournisseur annonce : {}.",
        listed(supported)
    );
    Finding::warning("scopes.unsupported", text, cure).about(VARIABLE)
}
