//! The logout at the issuer.

use super::super::finding::Finding;
use proconnect::{Announced, Metadata, config::Config, web::BACK_CHANNEL_LOGOUT_PATH};

pub fn findings(config: &Config, metadata: &Metadata, announced: &Announced) -> Vec<Finding> {
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
        format!(
            "Le fournisseur annonce la déconnexion par canal direct (back-channel) : déclarez-lui {}{}.",
            config.origin(),
            BACK_CHANNEL_LOGOUT_PATH
        )
    } else {
        "Le fournisseur n’annonce pas de déconnexion par canal direct (back-channel) : rien à déclarer."
            .to_owned()
    };
    vec![front, Finding::ok("logout.backchannel", back)]
}
