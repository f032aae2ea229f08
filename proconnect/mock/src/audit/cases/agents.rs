//! Honest agents whom ProConnect lets in, and who are not like the others.

use Expected::{Admitted, Either};
use Severity::{Low, Medium};

use super::{Case, Expected, Family, Lesson, Severity};
use crate::audit::act::Act;
use crate::audit::lesson::agents::{ACCESS, ACCOUNT, CLAIM, TEXT};
use crate::audit::lesson::id_token::LEVEL;
use crate::audit::text::Text;

/// The agent, the reaction, how bad another is, why, and who that is, in French and in English.
type Row = (
    &'static str,
    Expected,
    Severity,
    &'static Lesson,
    &'static str,
    &'static str,
);

/// Without `etat`, who logs in with every lie. A service may be for public agents alone: those without a role may be
/// refused. The choices of an agent who has several follow the point.
#[rustfmt::skip]
pub static AGENTS: [Row; 36] = [
    ("etat", Admitted, Medium, &CLAIM, "agente de l’État, sans mensonge", "an agent of the State, without a lie"),
    ("territorial", Admitted, Medium, &CLAIM, "agent d’une commune, sans téléphone", "an agent of a commune, without a telephone"),
    ("prive", Either, Low, &ACCESS, "salariée du secteur privé", "an employee of the private sector"),
    ("sans-label", Either, Low, &ACCESS, "ni téléphone, ni nom d’organisation, ni rôle", "no telephone, no organisation’s name, no role"),
    ("noms-hostiles", Admitted, Medium, &TEXT, "balises et caractères bidirectionnels dans ses noms", "tags and bidirectional characters in the names"),
    ("mfa-fort", Admitted, Medium, &LEVEL, "authentification multifacteur (eidas2)", "multi-factor authentication (eidas2)"),
    ("carte-agent", Admitted, Medium, &LEVEL, "carte à puce (eidas3)", "a smart card (eidas3)"),
    ("otp-mail", Admitted, Medium, &LEVEL, "code par courriel si le service exige deux facteurs", "a code by e-mail if the service requires two factors"),
    ("eidas0", Either, Low, &LEVEL, "identité déclarée (eidas0)", "a declared identity (eidas0)"),
    ("acr-inconnu", Admitted, Medium, &LEVEL, "idp_acr que personne ne connaît", "an idp_acr that nobody knows"),
    ("eidas1-mfa", Admitted, Medium, &LEVEL, "deux facteurs chez son fournisseur d’identité (eidas1-mfa)", "two factors at the identity provider (eidas1-mfa)"),
    ("eidas0-mfa", Either, Low, &LEVEL, "identité déclarée, deux facteurs (eidas0-mfa)", "a declared identity, two factors (eidas0-mfa)"),
    ("mfa-sur-demande", Admitted, Medium, &LEVEL, "second facteur si le service l’exige", "a second factor if the service requires it"),
    // ProConnect itself refuses this agent where the service requires two factors.
    ("lien-courriel", Either, Low, &LEVEL, "lien reçu par courriel, pour seul facteur", "a link received by e-mail as the only factor"),
    ("sans-amr", Admitted, Medium, &LEVEL, "aucune méthode d’authentification (amr absent)", "no method of authentication (no amr)"),
    ("dirigeant", Either, Low, &ACCESS, "dirigeante d’entreprise certifiée", "a certified head of a company"),
    ("multi-org.commune", Admitted, Medium, &ACCOUNT, "agente de deux organisations, pour la commune", "an agent of two organisations, for the commune"),
    // The same person, for a company now.
    ("multi-org.entreprise", Either, Low, &ACCESS, "agente de deux organisations, pour l’entreprise", "an agent of two organisations, for the company"),
    ("multi-idp.un", Admitted, Medium, &ACCOUNT, "agent de deux fournisseurs d’identité, par le premier", "an agent of two identity providers, by the first"),
    // Another `sub` with the e-mail address of an account: a service may want to be sure first.
    ("multi-idp.deux", Either, Low, &ACCOUNT, "agent de deux fournisseurs d’identité, par le second", "an agent of two identity providers, by the second"),
    ("pci-migre", Admitted, Medium, &ACCOUNT, "passé à un autre fournisseur d’identité, même sub", "moved to another identity provider, same sub"),
    // ProConnect guarantees a given name.
    ("sans-prenom", Either, Low, &CLAIM, "given_name absent", "no given_name"),
    ("sans-telephone", Admitted, Medium, &CLAIM, "aucun téléphone", "no telephone"),
    ("tel-invalide", Admitted, Medium, &CLAIM, "téléphone que ProConnect ne transmet pas", "a telephone that ProConnect does not send"),
    ("sans-siret-defaut", Admitted, Medium, &CLAIM, "SIRET de son fournisseur d’identité", "the SIRET of the identity provider"),
    ("nulls", Admitted, Medium, &CLAIM, "organizational_unit, siren et belonging_population null", "organizational_unit, siren and belonging_population null"),
    ("label-null", Admitted, Medium, &CLAIM, "nom d’organisation null", "an organisation’s name that is null"),
    ("hopital", Admitted, Medium, &CLAIM, "agent d’un hôpital, rôle agent_public seul", "an agent of a hospital, with the role agent_public alone"),
    ("nom-unicode", Admitted, Medium, &TEXT, "prénom de 256 caractères, accents et apostrophe", "a given name of 256 characters, accents and an apostrophe"),
    ("email-casse", Admitted, Medium, &TEXT, "adresse électronique en majuscules et minuscules", "an e-mail address in upper and lower case"),
    ("email-change", Admitted, Medium, &ACCOUNT, "le sub d’un agent connu, une autre adresse électronique", "the sub of a known agent, another e-mail address"),
    // As for `multi-idp.deux`.
    ("sub-change", Either, Low, &ACCOUNT, "l’adresse électronique d’un agent connu, un autre sub", "the e-mail address of a known agent, another sub"),
    ("sub-hex64", Admitted, Medium, &ACCOUNT, "sub ancien, de 64 chiffres hexadécimaux", "an old sub, of 64 hexadecimal digits"),
    // No role: --except leaves this agent out for a service that is for public agents alone.
    ("siret-laposte", Admitted, Medium, &CLAIM, "SIRET de La Poste, que la clé de Luhn ne vérifie pas", "the SIRET of La Poste, which fails the Luhn check"),
    ("custom-riche", Admitted, Medium, &CLAIM, "custom imbriqué", "a nested custom"),
    ("rie", Admitted, Medium, &CLAIM, "un seul rôle, pas de nom d’organisation", "one role, no organisation’s name"),
];

pub fn cases() -> impl Iterator<Item = Case> {
    let case = |(agent, expected, severity, lesson, fr, en): &Row| Case {
        id: format!("agent-{agent}"),
        family: Family::Agents,
        act: Act::Persona(agent),
        told: Text::new(fr, en),
        expected: *expected,
        severity: *severity,
        lesson,
    };
    AGENTS.iter().map(case)
}
