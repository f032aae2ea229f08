//! A description of the issuer that every login refuses.

use super::super::finding::{Finding, legible};
use proconnect::{Announced, Rejection, config::Config, error::ProviderError};

/// The finding about a refused document.
pub fn finding(config: &Config, announced: &Announced, rejection: &Rejection) -> Finding {
    let cause = rejection.fault.as_ref();
    let cause = cause.map_or_else(String::new, |of| format!("{}: {}", of.member, of.fault));
    if rejection.error == ProviderError::IssuerMismatch {
        return other_issuer(config, announced);
    }
    let (code, text) = match rejection.error {
        ProviderError::InsecureEndpoint => (
            "issuer.insecure_endpoint",
            "La description du fournisseur nomme une adresse sans https.",
        ),
        ProviderError::Incomplete => (
            "issuer.incomplete",
            "La description du fournisseur n’a pas toutes les adresses d’une connexion.",
        ),
        ProviderError::PkceUnsupported => (
            "issuer.pkce",
            "Le fournisseur annonce qu’il n’accepte pas PKCE avec S256, sans lequel aucune connexion \
             n’est sûre.",
        ),
        ProviderError::ClientAuthenticationUnsupported => (
            "issuer.client_authentication",
            "Le fournisseur n’accepte le secret du client ni dans le corps (client_secret_post), ni par \
             HTTP Basic (client_secret_basic).",
        ),
        _ => (
            "issuer.malformed",
            "La réponse n’est pas la description d’un fournisseur OpenID Connect.",
        ),
    };
    let cure = "vérifiez PROCONNECT_DOMAIN ; si l’adresse est la bonne, prévenez le fournisseur, ou le \
                gestionnaire du proxy qui a changé sa réponse.";
    Finding::error(code, text, cure).because(&cause)
}

fn other_issuer(config: &Config, announced: &Announced) -> Finding {
    let ours = config.issuer.as_str();
    let theirs = announced.issuer.as_deref().map(legible);
    let theirs = theirs.unwrap_or_default();
    let text = format!("Le fournisseur se nomme « {theirs} », et non « {ours} ».");
    let cure = "écrivez dans PROCONNECT_DOMAIN le nom exact du fournisseur, barre finale comprise, s’il \
                est bien celui que vous voulez.";
    Finding::error("issuer.other_issuer", text, cure)
}
