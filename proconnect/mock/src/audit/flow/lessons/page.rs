//! The pages of a signed-in agent.

use crate::audit::lesson::Lesson;
use crate::audit::text::Text;

pub static HOSTILE_NAMES: Lesson = Lesson {
    why: Text::new(
        "Les noms viennent de centaines de fournisseurs d’identité, qui ne filtrent pas tous. Un nom avec un \
         script s’exécute chez chaque collègue qui le voit.",
        "Names come from hundreds of identity providers, not all of which filter them. A name with a script \
         runs in the browser of each colleague who sees it.",
    ),
    source: "CWE-79; OWASP ASVS 1.2.1",
    mend: Text::new(
        "Laisser le moteur de gabarits échapper chaque valeur (pas de |safe, html_safe, innerHTML, {!! !!}).",
        "Let the template engine escape each value (no |safe, html_safe, innerHTML, {!! !!}).",
    ),
};

pub static CACHED: Lesson = Lesson {
    why: Text::new(
        "Sur un poste partagé, le bouton «\u{a0}précédent\u{a0}» montre la page de la personne qui vient de se \
         déconnecter. Un cache partagé peut la servir à une autre.",
        "On a shared computer, the back button shows the page of the agent who has just logged out. A shared \
         cache may serve it to somebody else.",
    ),
    source: "RFC 9111, 5.2.2.5; OWASP ASVS 14.3.2",
    mend: Text::new(
        "Cache-Control: no-store sur chaque page d’une personne connectée.",
        "Cache-Control: no-store on each page of a signed-in agent.",
    ),
};

pub static FRAMED: Lesson = Lesson {
    why: Text::new(
        "Un autre site affiche le service dans un cadre invisible et fait cliquer la personne sur ses boutons.",
        "Another site shows the service in an invisible frame and makes the agent click on its buttons.",
    ),
    source: "CWE-1021; OWASP ASVS 3.4.6",
    mend: Text::new(
        "Content-Security-Policy: frame-ancestors 'none' (ou 'self') sur chaque page.",
        "Content-Security-Policy: frame-ancestors 'none' (or 'self') on each page.",
    ),
};
