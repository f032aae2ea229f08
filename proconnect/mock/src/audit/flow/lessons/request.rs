//! The authorization request.

use crate::audit::lesson::Lesson;
use crate::audit::text::Text;

pub static STATE: Lesson = Lesson {
    why: Text::new(
        "Le state lie le retour au navigateur qui a commencé la connexion. Sans lui, ou s’il se devine, un \
         attaquant fait ouvrir son propre retour à la victime, qui travaille alors dans le compte de \
         l’attaquant.",
        "The state binds the callback to the browser that began the login. Without it, or when it can be \
         guessed, an attacker makes the victim open the attacker's own callback, and the victim then works \
         in the attacker's account.",
    ),
    source: "RFC 6749, 10.10, 10.12; RFC 9700, 4.7",
    mend: Text::new(
        "Tirer au hasard 32 octets pour chaque connexion, les garder dans la session ou dans un cookie du \
         navigateur, et comparer au retour.",
        "Draw 32 random bytes for each login, keep them in the session or in a cookie of the browser, and \
         compare at the callback.",
    ),
};

pub static NONCE: Lesson = Lesson {
    why: Text::new(
        "Le nonce lie le jeton d’identité à cette connexion. Sans lui, un jeton ou un code volé à une autre \
         personne sert ici.",
        "The nonce binds the ID token to this login. Without it, a token or a code that was stolen from \
         somebody else works here.",
    ),
    source: "OpenID Connect Core, 3.1.2.1, 15.5.2; RFC 9700, 4.5.3.2",
    mend: Text::new(
        "Tirer au hasard un nonce pour chaque connexion, le garder avec le state, et le comparer à celui du \
         jeton d’identité. ProConnect l’exige.",
        "Draw a random nonce for each login, keep it with the state, and compare it with that of the ID \
         token. ProConnect requires it.",
    ),
};

pub static PKCE: Lesson = Lesson {
    why: Text::new(
        "PKCE lie le code à la connexion qui l’a demandé\u{a0}: un code volé dans un journal ou un en-tête \
         Referer ne sert à personne. Avec la méthode plain, ou toujours le même code_challenge, l’adresse \
         qui fuit suffit.",
        "PKCE binds the code to the login that asked for it: a code stolen from a log or a Referer header is \
         of no use. With the method plain, or always the same code_challenge, the leaked address is enough.",
    ),
    source: "RFC 7636, 4.2, 7.2; RFC 9700, 2.1.1",
    mend: Text::new(
        "Activer PKCE avec la méthode S256 dans la bibliothèque\u{a0}: un code_verifier neuf à chaque \
         connexion.",
        "Turn PKCE on in the library, with the method S256: a new code_verifier for each login.",
    ),
};

pub static SECRET: Lesson = Lesson {
    why: Text::new(
        "L’adresse de la demande reste dans l’historique du navigateur, dans les journaux des serveurs \
         mandataires et dans ceux de ProConnect. Un secret qui s’y trouve est public.",
        "The address of the request stays in the browser's history, in the logs of proxies and in those of \
         ProConnect. A secret in it is public.",
    ),
    source: "RFC 6749, 2.3.1; RFC 9700, 4.2",
    mend: Text::new(
        "N’envoyer le secret qu’au serveur de jetons, dans le corps d’un POST. Changer tout de suite un secret \
         qui est passé par un navigateur.",
        "Send the secret to the token endpoint alone, in the body of a POST. Change at once a secret that \
         passed through a browser.",
    ),
};

pub static ACR: Lesson = Lesson {
    why: Text::new(
        "ProConnect remplace la liste de claims.id_token.acr par acr_values quand les deux sont là. Un service \
         qui exige une double authentification par claims, et garde acr_values=eidas1, ne l’exige pas.",
        "ProConnect replaces the list of claims.id_token.acr by acr_values when both are there. A service \
         that requires multi-factor authentication by claims, and keeps acr_values=eidas1, does not require it.",
    ),
    source: "OpenID Connect Core, 5.5.1.1; ProConnect, niveaux d’authentification",
    mend: Text::new(
        "Écrire {\"id_token\":{\"acr\":{\"essential\":true,\"values\":[…]}}} dans claims, et retirer acr_values. \
         Vérifier ensuite acr dans le jeton d’identité.",
        "Write {\"id_token\":{\"acr\":{\"essential\":true,\"values\":[…]}}} in claims, and remove acr_values. Then \
         check acr in the ID token.",
    ),
};

pub static FORWARDED_HOST: Lesson = Lesson {
    why: Text::new(
        "Un service qui déduit son adresse d’un en-tête la laisse choisir au visiteur. ProConnect refuse \
         l’adresse, mais les liens des courriels, les caches et la déconnexion la suivent.",
        "A service that takes its address from a header lets the visitor choose it. ProConnect refuses the \
         address, but links in e-mails, caches and the logout follow it.",
    ),
    source: "CWE-644; OWASP WSTG-INPV-17",
    mend: Text::new(
        "Écrire redirect_uri dans la configuration. N’accepter X-Forwarded-Host que du serveur mandataire.",
        "Write redirect_uri in the configuration. Accept X-Forwarded-Host from the proxy alone.",
    ),
};
