//! The agents and the claims about them.

use super::Lesson;
use crate::audit::text::Text;

pub static FORMAT: Lesson = Lesson {
    why: Text::new(
        "Le service est déclaré pour une réponse signée. S’il accepte aussi une réponse sans signature, la \
         signature ne protège plus rien\u{a0}: un relais n’a qu’à l’ôter.",
        "The service is registered for a signed response. If it accepts an unsigned one too, the signature \
         protects nothing: a relay need only take it off.",
    ),
    source: "OpenID Connect Core § 5.3.2 § 5.3.4, ProConnect implementation_technique",
    mend: Text::new(
        "Fixez dans vos réglages le format déclaré à ProConnect, et refusez l’autre.",
        "Put the format registered at ProConnect into your settings, and refuse the other.",
    ),
};

pub static CLAIM: Lesson = Lesson {
    why: Text::new(
        "Les annuaires sont pleins d’informations absentes, nulles ou mal rangées. Un service qui s’arrête \
         à une information dont il n’a pas besoin ferme la porte à une personne honnête, et une erreur 500 \
         ne lui dit pas à qui s’adresser.",
        "Directories are full of claims that are absent, null or in the wrong place. A service that stops \
         at a claim that it does not need shuts an honest person out, and an error 500 does not say whom \
         to ask.",
    ),
    source: "OpenID Connect Core § 5.3.2, ProConnect donnees_fournies",
    mend: Text::new(
        "N’exigez que ce dont vous avez besoin. Si une information nécessaire manque, affichez laquelle et \
         qui peut la corriger.",
        "Require only what you need. If a needed claim is missing, show which, and who can correct it.",
    ),
};

pub static TEXT: Lesson = Lesson {
    why: Text::new(
        "De vraies personnes ont des noms longs, des accents, des apostrophes, et des adresses en \
         majuscules. Une colonne trop courte ou une comparaison trop stricte les laisse dehors.",
        "Real people have long names, accents, apostrophes, and addresses in upper case. A column that is \
         too short or a comparison that is too strict leaves them outside.",
    ),
    source: "OpenID Connect Core § 5.1, ProConnect donnees_fournies",
    mend: Text::new(
        "Stockez les noms en UTF-8, coupez-les à l’affichage, et comparez les adresses sans tenir compte \
         de la casse.",
        "Store names in UTF-8, cut them where they are shown, and compare addresses without regard to \
         case.",
    ),
};

pub static HOSTILE: Lesson = Lesson {
    why: Text::new(
        "Un annuaire laisse parfois chacun écrire son nom\u{a0}: une balise recopiée telle quelle exécute \
         son script dans le navigateur de tous ceux qui voient ce nom.",
        "A directory sometimes lets people write their own names: a tag copied as it is runs its script in \
         the browser of everybody who sees that name.",
    ),
    source: "CWE-79, OWASP ASVS 5.0 1.2.1",
    mend: Text::new(
        "Laissez le moteur de gabarits échapper toutes les valeurs, en HTML, en JSON et dans les journaux. \
         Ne refusez pas la personne.",
        "Have the template engine escape all values, in HTML, in JSON and in the logs. Do not refuse the \
         person.",
    ),
};

pub static ACCOUNT: Lesson = Lesson {
    why: Text::new(
        "Une adresse électronique change, et passe parfois à quelqu’un d’autre\u{a0}: seul sub désigne la \
         même personne. Un service qui se fie à l’adresse perd un compte, ou le donne.",
        "An e-mail address changes, and sometimes passes to somebody else: only sub names the same person. \
         A service that relies on the address loses an account, or gives it away.",
    ),
    source: "OpenID Connect Core § 5.7, ProConnect donnees_fournies",
    mend: Text::new(
        "Cherchez le compte par iss et sub, sans supposer leur forme, et mettez l’adresse à jour. Un autre \
         sub avec une adresse connue demande une vérification.",
        "Look the account up by iss and sub, without assuming their form, and update the address. Another \
         sub with a known address calls for a verification.",
    ),
};

pub static ACCESS: Lesson = Lesson {
    why: Text::new(
        "ProConnect authentifie, le service autorise\u{a0}: c’est à lui de choisir qui entre. Un refus \
         s’explique par une page qui donne la règle et une autre voie.",
        "ProConnect authenticates, the service authorizes: it is the service that chooses who enters. A \
         refusal is explained by a page that gives the rule and another way.",
    ),
    source: "ProConnect restriction_acces",
    mend: Text::new(
        "Décidez, côté serveur, sur les informations vérifiées, et affichez la règle, les rôles reçus et \
         un contact.",
        "Decide on the server, by verified claims, and show the rule, the roles received and a contact.",
    ),
};
