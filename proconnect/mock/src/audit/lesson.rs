//! Why a reaction is expected, and how to mend a service that reacts otherwise.

pub mod agents;
pub mod callback;
pub mod id_token;
pub mod issuer;
pub mod keys;
pub mod token;

use super::text::Text;

/// The explanation that several cases share.
#[derive(Debug)]
pub struct Lesson {
    /// The gain of an attacker, or the honest agent who is turned away.
    pub why: Text,
    /// Sections of specifications, pages of ProConnect's documentation for services, or CVEs.
    pub source: &'static str,
    /// In general terms, for any language.
    pub mend: Text,
}

pub static UNKNOWN: Lesson = Lesson {
    why: Text::new(
        "ProConnect ajoute des paramètres, des informations et des clés sans prévenir. Un service qui \
         refuse ce qu’il ne connaît pas ferme ce jour-là, un service qui s’y fie donne des droits à qui \
         les demande.",
        "ProConnect adds parameters, claims and keys without notice. A service that refuses what it does \
         not know closes on that day, one that relies on it gives rights to those who ask.",
    ),
    source: "RFC 6749 § 4.1.2 § 5.1, OpenID Connect Core § 2, RFC 7517 § 5",
    mend: Text::new(
        "Ignorez ce que vous ne connaissez pas\u{a0}: lisez les membres par leur nom, ne les copiez pas en \
         bloc.",
        "Ignore what you do not know: read members by their names, do not copy them wholesale.",
    ),
};
