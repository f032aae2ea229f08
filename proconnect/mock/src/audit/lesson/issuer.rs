//! The metadata, and responses that do not arrive as they should.

use super::Lesson;
use crate::audit::text::Text;

pub static METADATA_ISSUER: Lesson = Lesson {
    why: Text::new(
        "Des métadonnées qui portent le nom d’un autre émetteur viennent d’un autre\u{a0}: elles mènent \
         les agents, et le secret du service, chez lui.",
        "Metadata that bear the name of another issuer come from another: they lead the agents, and the \
         secret of the service, there.",
    ),
    source: "OpenID Connect Discovery § 4.3, RFC 8414 § 3.3",
    mend: Text::new(
        "Comparez issuer, lettre pour lettre, à l’émetteur de vos réglages, et refusez de démarrer une \
         connexion s’il diffère.",
        "Compare issuer, letter by letter, with the issuer of your settings, and refuse to begin a login \
         if it differs.",
    ),
};

pub static METADATA: Lesson = Lesson {
    why: Text::new(
        "Un service ne dépend que des membres dont il se sert. Un membre inutilisable donne un refus clair \
         et limité dans le temps, jamais une page d’erreur de programme.",
        "A service depends only on the members that it uses. A member that is unusable leads to a clear \
         refusal within a limited time, never to a program's error page.",
    ),
    source: "OpenID Connect Discovery § 3 § 4.2, RFC 9700 § 2.6",
    mend: Text::new(
        "Contrôlez les membres dont vous vous servez\u{a0}: présents, en https. Ignorez les autres.",
        "Check the members that you use: present, with https. Ignore the others.",
    ),
};

pub static OUTAGE: Lesson = Lesson {
    why: Text::new(
        "Une réponse en échec, vide ou coupée ne dit rien de la personne. Un service qui continue ouvre \
         une session sans identité, et toutes ces sessions se confondent.",
        "A response that fails, is empty or is cut says nothing about the person. A service that goes on \
         opens a session without an identity, and all such sessions are one.",
    ),
    source: "RFC 6749 § 5.2, OpenID Connect Core § 5.3.3, OWASP ASVS 5.0 16.5.3",
    mend: Text::new(
        "Exigez le statut 200 et un document complet. Sinon, affichez que ProConnect ne répond pas, avec \
         un bouton pour réessayer.",
        "Require the status 200 and a complete document. Otherwise show that ProConnect does not answer, \
         with a button to try again.",
    ),
};

pub static MEDIA_TYPE: Lesson = Lesson {
    why: Text::new(
        "Un document bon mais mal annoncé peut être lu ou refusé. Seule une panne du service serait une \
         faute.",
        "A document that is good but announced wrongly may be read or refused. Only a failure of the \
         service would be a fault.",
    ),
    source: "RFC 6749 § 5.1, OpenID Connect Core § 5.3.2",
    mend: Text::new(
        "Comparez Content-Type au type attendu, et refusez les autres par un message.",
        "Compare Content-Type with the expected type, and refuse others with a message.",
    ),
};

pub static REDIRECT: Lesson = Lesson {
    why: Text::new(
        "Une redirection suivie emporte ailleurs le secret du service, le code ou le jeton d’accès.",
        "A redirect that is followed takes the secret of the service, the code or the access token \
         elsewhere.",
    ),
    source: "RFC 9700 § 4.12, GHSA-9g45-5xwm-f3wc",
    mend: Text::new(
        "Ne suivez aucune redirection dans les appels à l’émetteur.",
        "Follow no redirect in the calls to the issuer.",
    ),
};

pub static LIMIT: Lesson = Lesson {
    why: Text::new(
        "Un service qui lit tout garde en mémoire tout ce qu’on lui envoie\u{a0}: quelques réponses \
         énormes l’arrêtent pour tout le monde.",
        "A service that reads everything keeps in memory all that it is sent: a few huge responses stop it \
         for everybody.",
    ),
    source: "CWE-400, CWE-770",
    mend: Text::new(
        "Arrêtez la lecture à quelques centaines de kilo-octets, et coupez à l’affichage les valeurs trop \
         longues.",
        "Stop reading at some hundred kilobytes, and cut values that are too long where they are shown.",
    ),
};

pub static DEADLINE: Lesson = Lesson {
    why: Text::new(
        "Une connexion à l’émetteur qui n’a pas de fin occupe un fil d’exécution\u{a0}: quelques-unes \
         arrêtent le service pour tout le monde. Deux secondes, au contraire, sont une lenteur ordinaire.",
        "A call to the issuer that has no end occupies a worker: a few of them stop the service for \
         everybody. Two seconds, on the contrary, are an ordinary delay.",
    ),
    source: "CWE-400, OWASP ASVS 5.0 13.2.6",
    mend: Text::new(
        "Limitez la durée totale de chaque appel, cinq à dix secondes par exemple, et pas seulement \
         l’attente entre deux octets.",
        "Limit the whole duration of each call, five to ten seconds for instance, and not only the wait \
         between two bytes.",
    ),
};
