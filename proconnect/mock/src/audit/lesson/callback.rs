//! The authorization response.

use super::Lesson;
use crate::audit::text::Text;

pub static STATE: Lesson = Lesson {
    why: Text::new(
        "Sans ce contrôle, un attaquant fait ouvrir à sa victime le retour de sa propre connexion\u{a0}: \
         elle travaille alors, sans le savoir, dans le compte de l’attaquant.",
        "Without this check, an attacker has the victim open the response to the attacker's own login: the \
         victim then works in the attacker's account without knowing.",
    ),
    source: "RFC 6749 § 10.12, RFC 9700 § 4.7, ProConnect implementation_technique, CVE-2023-27490",
    mend: Text::new(
        "Liez un state aléatoire au navigateur qui commence la connexion. Refusez tout retour dont le \
         state manque ou diffère, avant d’échanger le code.",
        "Bind a random state to the browser that begins the login. Refuse every response whose state is \
         missing or different, before the code is exchanged.",
    ),
};

pub static INCOMPLETE: Lesson = Lesson {
    why: Text::new(
        "Une réponse sans code arrive à des personnes honnêtes\u{a0}: adresse abîmée, session fermée chez \
         ProConnect. Une page claire ou une nouvelle connexion les aide, une erreur 500 les perd.",
        "A response without a code reaches honest people: a damaged address, a session that ended at \
         ProConnect. A clear page or a new login helps them, an error 500 loses them.",
    ),
    source: "RFC 6749 § 4.1.2, OpenID Connect Core § 3.1.2.6",
    mend: Text::new(
        "Traitez l’absence de code comme une erreur ordinaire\u{a0}: un message, et un bouton pour \
         recommencer.",
        "Handle the missing code as an ordinary error: a message, and a button to begin again.",
    ),
};

pub static DOUBLE: Lesson = Lesson {
    why: Text::new(
        "Deux programmes peuvent lire deux valeurs différentes d’un paramètre répété, ou un succès là où \
         l’autre lit une erreur. Ici les valeurs sont les mêmes\u{a0}: seule une panne du service serait \
         une faute.",
        "Two programs may read two different values of a repeated parameter, or a success where the other \
         reads an error. The values are the same here: only a failure of the service would be a fault.",
    ),
    source: "RFC 6749 § 3.1 § 4.1.2",
    mend: Text::new(
        "Refusez une réponse où un paramètre apparaît deux fois, ou qui contient à la fois code et error.",
        "Refuse a response in which a parameter appears twice, or which has both code and error.",
    ),
};

pub static ISSUER: Lesson = Lesson {
    why: Text::new(
        "Un service qui a plusieurs émetteurs, ProConnect et FranceConnect par exemple, peut être amené à \
         livrer à l’un le code de l’autre. Avec un seul émetteur, ce contrôle protège seulement l’avenir.",
        "A service with several issuers, ProConnect and FranceConnect for instance, can be led to hand the \
         code of one to the other. With a single issuer, this check protects the future only.",
    ),
    source: "RFC 9207 § 2.4, RFC 9700 § 2.1 § 4.4",
    mend: Text::new(
        "Comparez iss, lettre pour lettre, à l’émetteur auquel la demande a été envoyée, avant d’utiliser \
         le code. Exigez-le si les métadonnées l’annoncent.",
        "Compare iss, letter by letter, with the issuer to which the request was sent, before the code is \
         used. Require it if the metadata announce it.",
    ),
};

pub static ERROR: Lesson = Lesson {
    why: Text::new(
        "L’émetteur annonce l’échec de la connexion\u{a0}: personne n’a été authentifié. Recommencer sans \
         rien demander fait tourner l’agent en rond, ou connecte une personne qui a renoncé.",
        "The issuer announces that the login failed: nobody was authenticated. To begin again without \
         asking sends the agent in circles, or signs in a person who gave up.",
    ),
    source: "RFC 6749 § 4.1.2.1, OpenID Connect Core § 3.1.2.6",
    mend: Text::new(
        "Affichez un message choisi d’après error, avec un bouton pour recommencer.",
        "Show a message chosen by error, with a button to begin again.",
    ),
};

pub static HOSTILE_ERROR: Lesson = Lesson {
    why: Text::new(
        "N’importe qui peut fabriquer un lien vers l’adresse de retour. Un texte de ce lien recopié dans \
         la page y exécute le script de l’attaquant.",
        "Anybody can make a link to the callback. A text of that link copied into the page runs the \
         attacker's script there.",
    ),
    source: "RFC 6749 § 4.1.2.1, CWE-79, CWE-117",
    mend: Text::new(
        "N’affichez ni error ni error_description\u{a0}: choisissez un de vos messages. Échappez ces \
         textes dans les journaux.",
        "Show neither error nor error_description: choose one of your own messages. Escape these texts in \
         the logs.",
    ),
};
