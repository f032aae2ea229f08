//! Callbacks.

use crate::audit::lesson::Lesson;
use crate::audit::text::Text;

pub static CSRF: Lesson = Lesson {
    why: Text::new(
        "Un attaquant se connecte, garde le retour sans l’ouvrir, et l’envoie à la victime dans un lien. Si le \
         service l’accepte, la victime dépose ses documents dans le compte de l’attaquant.",
        "An attacker logs in, keeps the callback without opening it, and sends it to the victim as a link. If \
         the service accepts it, the victim puts their documents into the attacker's account.",
    ),
    source: "RFC 6749, 10.12; RFC 9700, 4.7",
    mend: Text::new(
        "Refuser un retour dont le state n’est pas celui que ce navigateur a reçu. L’absence des deux n’est pas \
         une égalité\u{a0}: exiger que chacun soit présent et non vide.",
        "Refuse a callback whose state is not the one that this browser received. The absence of both is no \
         equality: require that each is present and not empty.",
    ),
};

pub static CODE_INJECTION: Lesson = Lesson {
    why: Text::new(
        "Un attaquant qui a volé un code le place dans le retour de sa propre connexion. Le state est bon\u{a0}: \
         seuls le nonce et PKCE montrent que le code vient d’une autre connexion.",
        "An attacker who stole a code puts it into the callback of their own login. The state is right: only \
         the nonce and PKCE show that the code belongs to another login.",
    ),
    source: "RFC 9700, 4.5; OpenID Connect Core, 3.1.3.7 (11)",
    mend: Text::new(
        "Comparer le nonce du jeton d’identité à celui de cette connexion, et activer PKCE (S256).",
        "Compare the nonce of the ID token with that of this login, and turn PKCE (S256) on.",
    ),
};

pub static REPLAY: Lesson = Lesson {
    why: Text::new(
        "L’adresse d’un retour reste dans l’historique d’un poste partagé et dans les journaux. Elle ne doit \
         ouvrir aucune session une seconde fois.",
        "The address of a callback stays in the history of a shared computer and in logs. It must not open a \
         session a second time.",
    ),
    source: "RFC 6749, 4.1.2, 10.5; RFC 9700, 2.1.1",
    mend: Text::new(
        "Effacer le state dès qu’il a servi. Échanger chaque code contre de nouveaux jetons, sans rien garder \
         d’un échange passé.",
        "Delete the state as soon as it was used. Exchange each code for new tokens, and keep nothing of a \
         former exchange.",
    ),
};

pub static HONEST_BROWSER: Lesson = Lesson {
    why: Text::new(
        "Le bouton «\u{a0}précédent\u{a0}» et les onglets sont des gestes de tous les jours. Une personne qui \
         perd sa session, ou qui tourne entre des pages d’erreur, appelle l’assistance.",
        "The back button and tabs are gestures of every day. A person who loses the session, or goes from one \
         error page to another, calls the help desk.",
    ),
    source: "OpenID Connect Core, 3.1.2.1 (state); RFC 9110, 9.2.2",
    mend: Text::new(
        "Garder plusieurs connexions en cours par navigateur, chacune sous son state. Quand un retour échoue et \
         que la personne est déjà connectée, la renvoyer à l’accueil sans toucher à sa session.",
        "Keep several logins of one browser at a time, each under its state. When a callback fails and the \
         agent is signed in already, redirect to the home page and leave the session alone.",
    ),
};

pub static CODE_IN_ADDRESS: Lesson = Lesson {
    why: Text::new(
        "Une page affichée à l’adresse du retour donne le code et le state aux scripts, aux outils de mesure et \
         à l’en-tête Referer des liens.",
        "A page shown at the address of the callback gives the code and the state to scripts, to analytics and \
         to the Referer header of links.",
    ),
    source: "RFC 9700, 4.2; RFC 6819, 4.4.1.1",
    mend: Text::new(
        "Répondre au retour par une redirection (303) vers une adresse sans paramètres.",
        "Answer the callback with a redirect (303) to an address without parameters.",
    ),
};
