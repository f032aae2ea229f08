//! The values of `acr` of the settings, beside those that the issuer announces.

use super::super::finding::{Finding, legible};
use proconnect::{Acr, AcrLevel, Metadata, config::Config};

const SITE: &str = "PROCONNECT_ACR_VALUES";
const SECOND_FACTOR: &str = "PROCONNECT_MFA_ACR_VALUES";

pub fn findings(config: &Config, metadata: &Metadata) -> Vec<Finding> {
    let Some(announced) = metadata.acr_values_supported.as_deref() else {
        let text =
            "Les niveaux (acr) ne sont pas comparés : le fournisseur n’annonce pas les siens.";
        return vec![Finding::skipped("acr.unannounced", text)];
    };
    let policy = &config.acr_policy;
    let supports = |level| policy.requirement(level).is_supported_by(Some(announced));
    let mut findings = Vec::new();
    if !supports(AcrLevel::Site) {
        let text = format!(
            "Le fournisseur n’annonce aucune valeur de {SITE} : toutes les connexions sont refusées."
        );
        findings.push(Finding::error("acr.unsupported", text, cure(SITE, announced)).about(SITE));
    } else if let Some(text) = unknown(SITE, &policy.values, announced) {
        findings
            .push(Finding::warning("acr.unknown_value", text, cure(SITE, announced)).about(SITE));
    }
    if !supports(AcrLevel::Mfa) {
        let text = format!(
            "Le fournisseur n’annonce aucune valeur de {SECOND_FACTOR} : aucune page à double \
             authentification ne s’ouvrira."
        );
        let cure = cure(SECOND_FACTOR, announced);
        findings.push(Finding::warning("acr.mfa_unsupported", text, cure).about(SECOND_FACTOR));
    } else if let Some(text) = unknown(SECOND_FACTOR, &policy.mfa_values, announced) {
        let cure = cure(SECOND_FACTOR, announced);
        findings.push(Finding::warning("acr.unknown_value", text, cure).about(SECOND_FACTOR));
    }
    if findings.is_empty() {
        let text = "Le fournisseur connaît toutes les valeurs d’acr des réglages.";
        findings.push(Finding::ok("acr.ok", text));
    }
    findings
}

fn unknown(variable: &str, values: &[Acr], announced: &[Acr]) -> Option<String> {
    let unknown: Vec<_> = values
        .iter()
        .filter(|acr| !announced.contains(acr))
        .collect();
    let unknown = joined(unknown.into_iter());
    (!unknown.is_empty())
        .then(|| format!("Le fournisseur n’annonce pas ces valeurs de {variable} : {unknown}."))
}

fn cure(variable: &str, announced: &[Acr]) -> String {
    let announced = joined(announced.iter());
    format!(
        "corrigez {variable} : une valeur a pu changer de nom. Le fournisseur annonce : {announced}."
    )
}

fn joined<'a>(values: impl Iterator<Item = &'a Acr>) -> String {
    let values: Vec<_> = values.map(|acr| acr.0.as_str()).collect();
    legible(&values.join(", "))
}
