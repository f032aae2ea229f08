//! The session of the service.

use crate::audit::lesson::Lesson;
use crate::audit::text::Text;

pub static FIXATION: Lesson = Lesson {
    why: Text::new(
        "Un attaquant place un cookie de session dans le navigateur de la victime, depuis un sous-domaine ou un \
         poste partagé, puis attend la connexion. Si le service garde le même identifiant, l’attaquant entre \
         avec lui.",
        "An attacker puts a session cookie into the victim's browser, from a subdomain or a shared computer, \
         then waits for the login. If the service keeps the same identifier, the attacker comes in with it.",
    ),
    source: "CWE-384; OWASP ASVS 7.2.4; RFC 6265, 8.4",
    mend: Text::new(
        "Donner un nouvel identifiant de session à la connexion (cycle_key, reset_session, regenerate, \
         session_regenerate_id), et refuser les identifiants que le serveur n’a pas créés.",
        "Give the session a new identifier at login (cycle_key, reset_session, regenerate, \
         session_regenerate_id), and refuse identifiers that the server did not make.",
    ),
};

pub static COOKIE: Lesson = Lesson {
    why: Text::new(
        "Sans HttpOnly, un script lit la session. Sans Secure, elle part en clair à la première adresse http. \
         Sans SameSite, c’est le navigateur qui choisit ce qu’un autre site peut faire avec elle.",
        "Without HttpOnly, a script reads the session. Without Secure, it goes out in clear at the first http \
         address. Without SameSite, the browser chooses how another site may use it.",
    ),
    source: "RFC 6265bis, 4.1.2; OWASP ASVS 3.3",
    mend: Text::new(
        "Set-Cookie: __Host-session=…; Path=/; Secure; HttpOnly; SameSite=Lax. SameSite=Strict perd le cookie \
         au retour de ProConnect.",
        "Set-Cookie: __Host-session=…; Path=/; Secure; HttpOnly; SameSite=Lax. SameSite=Strict loses the cookie \
         at the return from ProConnect.",
    ),
};

pub static CROSS_SITE: Lesson = Lesson {
    why: Text::new(
        "Un autre site commence une connexion à la place de la personne. Avec la session de ProConnect, elle se \
         retrouve connectée sans l’avoir demandé, ce qui sert de première étape à d’autres attaques.",
        "Another site begins a login in the agent's place. With the session at ProConnect, the agent is signed \
         in without having asked, a first step of other attacks.",
    ),
    source: "CVE-2015-9284; CWE-352; OWASP ASVS 3.5.1",
    mend: Text::new(
        "Protéger le formulaire de connexion par un jeton CSRF, ou refuser les POST dont Sec-Fetch-Site ou \
         Origin est d’un autre site.",
        "Protect the login form by a CSRF token, or refuse POSTs whose Sec-Fetch-Site or Origin is another \
         site's.",
    ),
};
