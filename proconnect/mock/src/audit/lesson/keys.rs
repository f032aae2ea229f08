//! Signatures, and the keys that verify them.

use super::Lesson;
use crate::audit::text::Text;

pub static SIGNATURE: Lesson = Lesson {
    why: Text::new(
        "Un relais entre le service et ProConnect, un mandataire qui ouvre TLS par exemple, peut sinon \
         écrire le jeton qu’il veut et devenir n’importe quel agent. La norme dispense de ce contrôle \
         derrière TLS, ProConnect non.",
        "A relay between the service and ProConnect, a proxy that opens TLS for instance, can otherwise \
         write any token and become any agent. The standard waives this check behind TLS, ProConnect does \
         not.",
    ),
    source: "OpenID Connect Core § 3.1.3.7 § 5.3.4, RFC 8725 § 3.3 § 3.10, ProConnect implementation_technique, CVE-2018-0114",
    mend: Text::new(
        "Vérifiez la signature de l’ID token et de userinfo avec les clés de jwks_uri, et elles seules. \
         N’utilisez jamais une clé que le jeton apporte.",
        "Verify the signature of the ID token and of userinfo with the keys of jwks_uri, and with no \
         others. Never use a key that the token brings along.",
    ),
};

pub static ALGORITHM: Lesson = Lesson {
    why: Text::new(
        "Un jeton qui choisit son algorithme choisit de ne pas être signé, ou se signe avec la clé \
         publique que tout le monde connaît.",
        "A token that chooses its algorithm chooses not to be signed, or signs itself with the public key \
         that everybody knows.",
    ),
    source: "RFC 8725 § 3.1 § 3.2, OpenID Connect Core § 3.1.3.7, CVE-2015-9235",
    mend: Text::new(
        "Fixez dans vos réglages l’algorithme déclaré à ProConnect, et refusez tous les autres avant de \
         chercher une clé.",
        "Put the algorithm registered at ProConnect into your settings, and refuse all others before a key \
         is looked for.",
    ),
};

pub static KEY_CHOICE: Lesson = Lesson {
    why: Text::new(
        "Le kid nomme une clé parmi celles de l’émetteur\u{a0}; alg et use sont facultatifs. Un service \
         trop exigeant se ferme le jour où l’émetteur change son fichier, un service trop souple prend une \
         clé pour une autre.",
        "The kid names a key among the issuer's; alg and use are optional. A service that asks too much \
         closes on the day when the issuer changes its file, one that asks too little takes one key for \
         another.",
    ),
    source: "RFC 7515 § 4.1.4, RFC 7517 § 4.2 § 4.4 § 4.5, OpenID Connect Core § 10.1",
    mend: Text::new(
        "Choisissez la clé par kid, puis par type et par algorithme. Acceptez l’absence de alg et de use.",
        "Choose the key by kid, then by type and algorithm. Accept that alg and use are absent.",
    ),
};

pub static KEYS_NEEDED: Lesson = Lesson {
    why: Text::new(
        "Sans les clés de l’émetteur, aucune signature ne se vérifie. Un service qui connecte quand même \
         ne vérifie rien, ou cesse de vérifier à la première panne.",
        "Without the issuer's keys, no signature can be verified. A service that signs in all the same \
         verifies nothing, or stops verifying at the first outage.",
    ),
    source: "OpenID Connect Core § 3.1.3.7 § 10.1, OWASP ASVS 5.0 16.5.3",
    mend: Text::new(
        "Refusez la connexion tant que la clé du jeton est introuvable. Gardez les clés connues en mémoire \
         pour traverser une panne.",
        "Refuse the login as long as the key of the token cannot be found. Keep known keys in memory to \
         live through an outage.",
    ),
};

pub static ROTATION: Lesson = Lesson {
    why: Text::new(
        "ProConnect change ses clés sans prévenir. Un service qui ne relit pas le fichier des clés ferme \
         sa porte à tous les agents, jusqu’à son redémarrage.",
        "ProConnect changes its keys without notice. A service that does not read the file of keys again \
         shuts out all agents until it is restarted.",
    ),
    source: "OpenID Connect Core § 10.1.1",
    mend: Text::new(
        "Devant un kid inconnu, relisez jwks_uri une fois, puis refusez. Limitez ces relectures dans le \
         temps.",
        "At an unknown kid, read jwks_uri once more, then refuse. Limit how often that happens.",
    ),
};
