//! The claims of the ID token.

use super::Lesson;
use crate::audit::text::Text;

pub static NONCE: Lesson = Lesson {
    why: Text::new(
        "Le nonce prouve que ce jeton répond à cette connexion. Sans ce contrôle, un attaquant qui a volé \
         un code le glisse dans sa connexion et entre au nom de la victime.",
        "The nonce proves that this token answers this login. Without this check, an attacker with a \
         stolen code slips it into a login of their own and enters in the victim's name.",
    ),
    source: "OpenID Connect Core § 3.1.3.7, RFC 9700 § 4.5, ProConnect implementation_technique, CVE-2026-42206",
    mend: Text::new(
        "Envoyez un nonce aléatoire à chaque connexion, gardez-le lié au navigateur, et refusez un ID \
         token dont le nonce manque ou diffère.",
        "Send a random nonce with every login, keep it bound to the browser, and refuse an ID token whose \
         nonce is missing or different.",
    ),
};

pub static AT_HASH: Lesson = Lesson {
    why: Text::new(
        "Le at_hash lie le jeton d’accès à l’ID token. Il est facultatif quand le code est échangé \
         directement, et son contrôle aussi\u{a0}: l’exiger ferme la porte à des connexions honnêtes.",
        "The at_hash binds the access token to the ID token. It is optional where the code is exchanged \
         directly, and so is its check: to require it shuts honest logins out.",
    ),
    source: "OpenID Connect Core § 3.1.3.6 § 3.1.3.8",
    mend: Text::new(
        "S’il est là, comparez-le à l’empreinte du jeton d’accès\u{a0}; sinon, continuez.",
        "If it is there, compare it with the hash of the access token; otherwise go on.",
    ),
};

pub static LEVEL: Lesson = Lesson {
    why: Text::new(
        "Le navigateur porte la demande\u{a0}: son propriétaire peut en effacer l’exigence de double \
         authentification. Seul acr, lu dans l’ID token, prouve le niveau\u{a0}; un service qui n’exige \
         rien doit accepter tous les niveaux.",
        "The browser carries the request: its owner can erase the demand for two factors from it. Only \
         acr, read in the ID token, proves the level; a service that demands nothing must accept all \
         levels.",
    ),
    source: "OpenID Connect Core § 3.1.3.7 § 5.5.1.1, ProConnect double_authentification",
    mend: Text::new(
        "Si vous exigez un niveau, comparez acr à votre liste, côté serveur, et refusez ce qui n’y est \
         pas. Sinon, ignorez-le.",
        "If you demand a level, compare acr with your list, on the server, and refuse all that is not on \
         it. Otherwise ignore it.",
    ),
};

pub static UNUSED: Lesson = Lesson {
    why: Text::new(
        "Les fournisseurs d’identité ne donnent pas tous amr ni auth_time. Un service qui les exige sans \
         s’en servir ferme la porte à leurs agents.",
        "Not all identity providers give amr and auth_time. A service that requires them without using \
         them shuts their agents out.",
    ),
    source: "OpenID Connect Core § 2, ProConnect donnees_fournies",
    mend: Text::new(
        "Ne lisez que les informations dont vous vous servez, et contrôlez leur type.",
        "Read only the claims that you use, and check their types.",
    ),
};

pub static ISSUER: Lesson = Lesson {
    why: Text::new(
        "Un jeton d’un autre émetteur parle des personnes de cet autre émetteur. Un service qui l’accepte \
         connecte des inconnus, ou un agent à la place d’un autre.",
        "A token of another issuer speaks of the people of that other issuer. A service that accepts it \
         signs in strangers, or one agent in the place of another.",
    ),
    source: "OpenID Connect Core § 3.1.3.7 § 5.3.2, RFC 8725 § 3.8",
    mend: Text::new(
        "Comparez iss, lettre pour lettre, à l’émetteur de vos réglages, barre oblique finale comprise.",
        "Compare iss, letter by letter, with the issuer of your settings, a trailing slash included.",
    ),
};

pub static AUDIENCE: Lesson = Lesson {
    why: Text::new(
        "Un jeton fait pour un autre service laisse cet autre service, ou son voleur, entrer ici au nom de \
         ses visiteurs. Une liste qui ne contient que votre identifiant est bonne.",
        "A token made for another service lets that other service, or its thief, enter here in the name of \
         its visitors. A list with your identifier alone is good.",
    ),
    source: "OpenID Connect Core § 3.1.3.7, RFC 7519 § 4.1.3, RFC 8725 § 3.9",
    mend: Text::new(
        "Acceptez aud en texte ou en liste. Exigez votre client_id, et refusez toute autre valeur à \
         laquelle vous ne faites pas confiance.",
        "Accept aud as a text or as a list. Require your client_id, and refuse every other value that you \
         do not trust.",
    ),
};

pub static DATES: Lesson = Lesson {
    why: Text::new(
        "Un jeton sans date, ou dont la date est passée, peut servir à qui l’a trouvé dans un journal ou \
         une sauvegarde, des mois plus tard.",
        "A token without a date, or whose date is past, can serve whoever found it in a log or a backup, \
         months later.",
    ),
    source: "OpenID Connect Core § 2 § 3.1.3.7, RFC 7519 § 4.1.4 § 4.1.5",
    mend: Text::new(
        "Exigez exp et iat dans l’ID token, comme nombres. Refusez un exp passé ou un nbf à venir, à \
         quelques secondes près.",
        "Require exp and iat in the ID token, as numbers. Refuse an exp that is past or an nbf to come, \
         give or take some seconds.",
    ),
};

pub static CLOCK: Lesson = Lesson {
    why: Text::new(
        "Deux horloges ne sont jamais à la même seconde. Un service sans tolérance refuse des connexions \
         au hasard\u{a0}; dix minutes d’écart, elles, peuvent être refusées ou non.",
        "Two clocks never show the same second. A service without tolerance refuses logins at random; a \
         gap of ten minutes may be refused or not.",
    ),
    source: "RFC 7519 § 4.1.4 § 4.1.6, OpenID Connect Core § 3.1.3.7",
    mend: Text::new(
        "Accordez trente secondes à une minute d’écart à toutes les dates, et réglez l’horloge du serveur \
         par NTP.",
        "Allow thirty seconds to a minute for all dates, and set the clock of the server by NTP.",
    ),
};

pub static CRIT: Lesson = Lesson {
    why: Text::new(
        "L’en-tête crit dit\u{a0}: «\u{a0}refusez-moi si vous ne connaissez pas cette extension\u{a0}». Un \
         service qui l’ignore croit lire un jeton que l’émetteur a écrit pour être lu autrement.",
        "The header crit says: “refuse me if you do not know this extension”. A service that ignores it \
         believes that it reads a token that the issuer wrote to be read otherwise.",
    ),
    source: "RFC 7515 § 4.1.11",
    mend: Text::new(
        "Refusez tout jeton qui a un en-tête crit, ou prenez une bibliothèque qui le fait.",
        "Refuse every token that has a crit header, or take a library that does.",
    ),
};

pub static SUBJECT: Lesson = Lesson {
    why: Text::new(
        "Le sub dit qui est la personne\u{a0}: un service qui ne compare pas celui de userinfo à celui de \
         l’ID token peut connecter un agent sous le nom d’un autre. Un sub vide ou absent réunit des \
         inconnus dans un seul compte.",
        "The sub says who the person is: a service that does not compare that of userinfo with that of the \
         ID token can sign an agent in under another's name. An empty or absent sub joins strangers in one \
         account.",
    ),
    source: "OpenID Connect Core § 2 § 5.3.2 § 5.3.4 § 16.11",
    mend: Text::new(
        "Exigez dans les deux réponses un sub en texte, non vide, de 255 caractères au plus, et le même, \
         lettre pour lettre.",
        "Require in both responses a sub that is a text, not empty, of 255 characters at most, and the \
         same, letter by letter.",
    ),
};
