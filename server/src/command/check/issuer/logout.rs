//! The logout at the issuer.

use super::super::finding::Finding;
use proconnect::{Announced, Metadata};

pub fn findings(metadata: &Metadata, announced: &Announced) -> Vec<Finding> {
    let front = if metadata.end_session_endpoint.is_some() {
        let text = "La déconnexion ferme aussi la session chez le fournisseur.";
        Finding::ok("logout.ok", text)
    } else {
        let text = "Le fournisseur n’annonce pas de déconnexion (end_session_endpoint) : sa session reste \
                    ouverte, et une nouvelle connexion ne demande rien.";
        let cure = "si ce fournisseur est ProConnect, vérifiez PROCONNECT_DOMAIN ; sinon, demandez-lui \
                    cette déconnexion. La page prévient les agents.";
        Finding::warning("logout.unsupported", text, cure)
    };
    let back = if announced.backchannel_logout {
        "Le fournisseur annonce la déconnexion par canal direct (back-channel)."
    } else {
        "Le fournisseur n’annonce pas de déconnexion par canal direct (back-channel) : rien à déclarer."
    };
    vec![front, Finding::ok("logout.backchannel", back)]
}
