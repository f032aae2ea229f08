//! Hostile callbacks.

use crate::audit::lesson::Lesson;
use crate::audit::text::Text;

pub static HOSTILE: Lesson = Lesson {
    why: Text::new(
        "Tout le monde peut ouvrir l’adresse de retour, avec n’importe quels paramètres. Une erreur 500 \
         réveille l’astreinte, montre parfois l’intérieur du service, et cache les vraies pannes.",
        "Everybody can open the callback, with any parameters. An error 500 wakes the people on call, \
         sometimes shows the inside of the service, and hides real failures.",
    ),
    source: "RFC 9110, 15.5.1, 15.6.1; OWASP ASVS 16.5",
    mend: Text::new(
        "Lire chaque paramètre comme un texte facultatif, présent une seule fois, et de longueur limitée. \
         Répondre 400 ou 403 par une page fixe.",
        "Read each parameter as an optional text, present once, of limited length. Answer 400 or 403 with a \
         fixed page.",
    ),
};

pub static MARKUP: Lesson = Lesson {
    why: Text::new(
        "Un attaquant met un script dans error_description et envoie le lien\u{a0}: le script s’exécute dans le \
         service, avec la session de la victime.",
        "An attacker puts a script into error_description and sends the link: the script runs in the service, \
         with the victim's session.",
    ),
    source: "RFC 6749, 4.1.2.1; CWE-79; OWASP ASVS 1.2.1",
    mend: Text::new(
        "Afficher un texte à soi pour chaque code d’erreur connu. N’afficher error_description nulle part, ou \
         l’échapper.",
        "Show a text of your own for each known error code. Show error_description nowhere, or escape it.",
    ),
};

pub static HEADER_INJECTION: Lesson = Lesson {
    why: Text::new(
        "Une valeur recopiée dans un en-tête avec ses fins de ligne permet d’en ajouter d’autres\u{a0}: un \
         cookie choisi par l’attaquant, ou une page entière.",
        "A value that is copied into a header with its line ends lets others be added: a cookie that the \
         attacker chose, or a whole page.",
    ),
    source: "CWE-113; RFC 9110, 5.5",
    mend: Text::new(
        "Encoder les valeurs des adresses de redirection, et refuser les caractères de contrôle.",
        "Encode the values in redirect addresses, and refuse control characters.",
    ),
};
