//! The issuer, over the network path of a login, and its announcements beside the settings.

mod acr;
mod algorithms;
mod call;
mod clock;
mod document;
mod keys;
mod logout;
mod scopes;

use super::finding::Finding;
use proconnect::{
    Clock, Inspection, InspectionError, Metadata, RelyingParty,
    config::{Config, Stage},
};

/// Fetches the metadata and the keys, and compares them with the settings.
pub async fn findings(config: &Config) -> Vec<Finding> {
    let relying_party = match RelyingParty::new(config.clone(), Clock::system()) {
        Ok(relying_party) => relying_party,
        Err(error) => return vec![no_tls(&error.to_string())],
    };
    let seen = relying_party.provider().inspect().await;
    let mut findings = vec![document(config, &seen)];
    findings.extend(clock::finding(&seen));
    if let (Ok(metadata), Some(keys)) = (&seen.metadata, &seen.keys) {
        findings.extend(keys::findings(config, metadata, keys));
        findings.extend(announced(config, metadata, &seen));
    }
    findings
}

/// The document itself: fetched, and accepted as every login accepts it.
fn document(config: &Config, seen: &Inspection) -> Finding {
    match &seen.metadata {
        Ok(_) => Finding::ok("issuer.ok", reached(config)),
        Err(InspectionError::Call(error)) => call::finding("issuer", &seen.address, error),
        Err(InspectionError::Document(rejection)) => {
            document::finding(config, &seen.announced, rejection)
        }
    }
    .about("PROCONNECT_DOMAIN")
}

fn reached(config: &Config) -> String {
    let issuer = config.issuer.as_str();
    let environment = config.environment();
    let name = environment.map_or("qui n’est pas ProConnect", |environment| {
        match (environment.stage, environment.is_rie()) {
            (Stage::Production, false) => "ProConnect, production, Internet",
            (Stage::Production, true) => "ProConnect, production, RIE",
            (Stage::Integration, false) => "ProConnect, intégration, Internet",
            (Stage::Integration, true) => "ProConnect, intégration, RIE",
        }
    });
    format!("Le fournisseur {issuer} ({name}) répond, et sa description est acceptée.")
}

/// The settings beside the announcements of the issuer.
fn announced(config: &Config, metadata: &Metadata, seen: &Inspection) -> Vec<Finding> {
    let mut findings = algorithms::findings(config, &seen.announced);
    findings.push(scopes::finding(config, &seen.announced));
    findings.extend(acr::findings(config, metadata));
    findings.push(algorithms::client_authentication(metadata));
    findings.push(algorithms::pkce(&seen.announced));
    findings.extend(logout::findings(config, metadata, &seen.announced));
    findings
}

fn no_tls(cause: &str) -> Finding {
    let text = "TLS ne s’initialise pas avec les autorités de certification de cette machine.";
    let cure = "vérifiez SSL_CERT_FILE, ou installez le paquet ca-certificates.";
    Finding::error("issuer.tls_setup", text, cure)
        .about("SSL_CERT_FILE")
        .because(cause)
}
