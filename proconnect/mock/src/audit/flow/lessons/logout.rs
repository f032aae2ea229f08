//! The end of the session.

use crate::audit::lesson::Lesson;
use crate::audit::text::Text;

pub static AT_ISSUER: Lesson = Lesson {
    why: Text::new(
        "Tant que la session de ProConnect dure, un clic suffit à rouvrir le service\u{a0}: la personne \
         suivante sur un poste partagé entre sans mot de passe.",
        "While the session at ProConnect goes on, one click opens the service again: the next person at a \
         shared computer comes in without a password.",
    ),
    source: "RP-Initiated Logout, 2; ProConnect, déconnexion",
    mend: Text::new(
        "À la déconnexion, rediriger le navigateur vers end_session_endpoint avec id_token_hint (le dernier \
         jeton d’identité), post_logout_redirect_uri et state.",
        "At logout, redirect the browser to the end_session_endpoint with id_token_hint (the latest ID token), \
         post_logout_redirect_uri and state.",
    ),
};

pub static LOCAL: Lesson = Lesson {
    why: Text::new(
        "Le passage par ProConnect peut échouer\u{a0}: panne, onglet fermé, fournisseur d’identité qui ne \
         renvoie pas. Si la session du service attend le retour pour finir, la personne se croit déconnectée \
         et ne l’est pas.",
        "The way through ProConnect may fail: an outage, a closed tab, an identity provider that does not \
         redirect back. If the session of the service waits for the return, the agent believes to be logged \
         out and is not.",
    ),
    source: "RP-Initiated Logout, 2, 3; OWASP ASVS 7.4.1",
    mend: Text::new(
        "Détruire la session du service avant de rediriger vers ProConnect. Au retour, avec ou sans le bon \
         state, il ne reste qu’à montrer l’accueil.",
        "Destroy the session of the service before the redirect to ProConnect. At the return, with or without \
         the right state, only the home page is left to show.",
    ),
};

pub static OLD_COOKIES: Lesson = Lesson {
    why: Text::new(
        "Effacer le cookie du navigateur ne termine pas la session si le serveur l’accepte encore\u{a0}: une \
         copie faite avant reste valable jusqu’à son expiration.",
        "Removing the cookie from the browser does not end the session if the server still accepts it: a copy \
         made before stays valid until it expires.",
    ),
    source: "OWASP ASVS 7.4.1; CWE-613",
    mend: Text::new(
        "Supprimer la session côté serveur. Avec des sessions entières dans un cookie, garder la liste des \
         sessions terminées, ou une durée courte.",
        "Delete the session on the server. With whole sessions in a cookie, keep a list of ended sessions, or \
         a short lifetime.",
    ),
};

pub static TWICE: Lesson = Lesson {
    why: Text::new(
        "Deux onglets, un double clic, une page restée ouverte\u{a0}: la seconde déconnexion n’a plus de \
         session. Elle doit se terminer comme la première.",
        "Two tabs, a double click, a page left open: the second logout has no session any more. It must end \
         like the first one.",
    ),
    source: "RP-Initiated Logout, 2; RFC 9110, 15.6.1",
    mend: Text::new(
        "Sans session, rediriger vers l’accueil, sans erreur.",
        "Without a session, redirect to the home page, without an error.",
    ),
};

pub static CROSS_SITE: Lesson = Lesson {
    why: Text::new(
        "Un autre site peut déconnecter la personne, par une image ou un formulaire caché, et lui faire perdre \
         son travail.",
        "Another site can sign the agent out, with an image or a hidden form, and make them lose their work.",
    ),
    source: "CWE-352; RFC 9110, 9.2.1; RP-Initiated Logout, 2",
    mend: Text::new(
        "Se déconnecter par un POST protégé (jeton CSRF, Origin ou Sec-Fetch-Site)\u{a0}; un GET n’y change \
         rien. Au retour de déconnexion, ne rien terminer sans le bon state.",
        "Log out by a protected POST (CSRF token, Origin or Sec-Fetch-Site); a GET changes nothing. At the \
         return from a logout, end nothing without the right state.",
    ),
};

pub static LOGOUT_TOKEN: Lesson = Lesson {
    why: Text::new(
        "Un jeton de déconnexion termine des sessions sans navigateur. Faux et accepté, il déconnecte n’importe \
         qui à distance\u{a0}; honnête et refusé, il laisse ouvertes des sessions que la personne croit \
         terminées.",
        "A logout token ends sessions without a browser. False and accepted, it signs anybody out from afar; \
         honest and refused, it leaves sessions open that the agent believes to be over.",
    ),
    source: "Back-Channel Logout, 2.4, 2.6, 2.8",
    mend: Text::new(
        "Vérifier le jeton comme un jeton d’identité (signature, alg, iss, aud, iat, exp), puis events, sub ou \
         sid, jti, et l’absence de nonce. Répondre 400 à un jeton faux.",
        "Verify the token like an ID token (signature, alg, iss, aud, iat, exp), then events, sub or sid, jti, \
         and the absence of nonce. Answer 400 to a false token.",
    ),
};
