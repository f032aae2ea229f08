//! Why the issuer cannot be reached, and what to do about it.

use super::super::finding::Finding;
use proconnect::{CallError, CallFailure};

/// Variables that name a proxy, in the order in which they count. Only their names are printed: a
/// value may hold a password.
const PROXIES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// The finding about a failed call. `place` begins its code: `issuer`, or `keys`.
pub fn finding(place: &str, address: &str, error: &CallError) -> Finding {
    let (reason, problem, cure) = words(error.failure);
    let text = format!("{address} : {problem}.");
    let may_be_the_proxy = !matches!(
        error.failure,
        CallFailure::Status(_)
            | CallFailure::TooLarge
            | CallFailure::Proxy
            | CallFailure::ProxyUnreachable
    );
    let cure = match proxy(address).filter(|_| may_be_the_proxy) {
        Some(name) => {
            format!("{cure} Un proxy est réglé par {name} : vérifiez-le aussi, et NO_PROXY.")
        }
        None => cure.to_owned(),
    };
    Finding::error(&format!("{place}.{reason}"), text, cure).because(&error.cause)
}

/// The variable of the proxy that calls to this address may go through.
fn proxy(address: &str) -> Option<&'static str> {
    let is_set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let name = PROXIES.into_iter().find(is_set)?;
    address.starts_with("https:").then_some(name)
}

/// The end of the code, the problem, and the cure.
fn words(failure: CallFailure) -> (&'static str, String, &'static str) {
    let (reason, problem, cure) = match failure {
        CallFailure::Status(status) => {
            let problem = format!("la réponse a le statut {status}, au lieu de 200");
            let cure = "vérifiez PROCONNECT_DOMAIN ; si l’adresse est la bonne, le fournisseur est en \
                        panne, réessayez plus tard.";
            return ("status", problem, cure);
        }
        CallFailure::NameUnresolved => (
            "dns",
            "ce nom de domaine ne se résout pas",
            "corrigez PROCONNECT_DOMAIN, ou le DNS de cette machine.",
        ),
        CallFailure::Refused => (
            "refused",
            "rien n’écoute à cette adresse, ou rien n’y mène",
            "vérifiez l’hôte et le port de PROCONNECT_DOMAIN, puis le pare-feu : le serveur doit joindre \
             le fournisseur sur le port 443.",
        ),
        CallFailure::UnknownAuthority => (
            "tls_authority",
            "le certificat n’est signé par aucune autorité connue de cette machine",
            "installez les autorités du système (paquet ca-certificates), ou nommez le fichier de la \
             vôtre dans SSL_CERT_FILE.",
        ),
        CallFailure::CertificateOutOfDate => (
            "tls_expired",
            "le certificat est expiré, ou pas encore valide",
            "vérifiez l’heure de cette machine ; si elle est juste, prévenez le fournisseur.",
        ),
        CallFailure::CertificateOfAnotherHost => (
            "tls_name",
            "le certificat est celui d’un autre hôte",
            "corrigez l’hôte de PROCONNECT_DOMAIN, ou le DNS qui mène à un autre serveur.",
        ),
        CallFailure::Certificate => (
            "tls_certificate",
            "le certificat est refusé",
            "la cause dit pourquoi ; vérifiez l’hôte de PROCONNECT_DOMAIN, puis prévenez le fournisseur.",
        ),
        CallFailure::Tls => (
            "tls_handshake",
            "ce serveur ne parle pas TLS, ou dans aucune version acceptée ici",
            "vérifiez l’hôte et le port de PROCONNECT_DOMAIN.",
        ),
        CallFailure::Proxy => (
            "proxy",
            "le proxy refuse le tunnel vers le fournisseur",
            "vérifiez HTTPS_PROXY (nom et mot de passe compris) et NO_PROXY, et faites ouvrir le tunnel \
             (CONNECT) vers cet hôte.",
        ),
        CallFailure::ProxyUnreachable => (
            "proxy_unreachable",
            "le proxy ne répond pas",
            "corrigez HTTPS_PROXY, ou ajoutez cet hôte à NO_PROXY s’il se joint sans proxy.",
        ),
        CallFailure::TimedOut => (
            "timeout",
            "aucune réponse dans les délais (2 s pour se connecter, 5 s en tout)",
            "vérifiez le pare-feu et le proxy, qui peuvent jeter les paquets sans répondre, puis la \
             charge du fournisseur.",
        ),
        CallFailure::TooLarge => (
            "too_large",
            "la réponse est trop longue pour être une description de fournisseur",
            "vérifiez PROCONNECT_DOMAIN : cette adresse est celle d’autre chose.",
        ),
        CallFailure::Other => (
            "unreachable",
            "l’échange a échoué",
            "la cause dit pourquoi ; vérifiez PROCONNECT_DOMAIN et le réseau, puis réessayez.",
        ),
    };
    (reason, problem.to_owned(), cure)
}
