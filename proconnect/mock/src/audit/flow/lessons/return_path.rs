//! The return path.

use crate::audit::lesson::Lesson;
use crate::audit::text::Text;

pub static OPEN_REDIRECT: Lesson = Lesson {
    why: Text::new(
        "La victime voit l’adresse du service, se connecte pour de bon, et arrive chez l’attaquant, qui \
         redemande un mot de passe. Les navigateurs lisent /\\site, //site et les tabulations comme une \
         adresse d’un autre site, contrairement à bien des contrôles.",
        "The victim sees the address of the service, really logs in, and arrives at the attacker's, who asks \
         for a password again. Browsers read /\\site, //site and tabs as an address of another site, unlike \
         many checks.",
    ),
    source: "RFC 9700, 4.11.1; CWE-601; WHATWG URL, 4.4",
    mend: Text::new(
        "Résoudre l’adresse contre celle du service avec un analyseur d’URL conforme au WHATWG, comparer \
         l’origine, et ne garder que le chemin et la requête. À défaut, l’accueil.",
        "Resolve the address against that of the service with a WHATWG URL parser, compare the origin, and \
         keep the path and the query alone. Otherwise, the home page.",
    ),
};
