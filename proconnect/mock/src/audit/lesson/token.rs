//! The token response.

use super::Lesson;
use crate::audit::text::Text;

pub static REFUSED: Lesson = Lesson {
    why: Text::new(
        "L’émetteur refuse le code ou le service\u{a0}: rien ne dit qui est devant l’écran. Connecter \
         quand même quelqu’un, c’est connecter n’importe qui.",
        "The issuer refuses the code or the service: nothing says who is in front of the screen. To sign \
         somebody in all the same is to sign in anybody.",
    ),
    source: "RFC 6749 § 4.1.3 § 5.2",
    mend: Text::new(
        "Arrêtez la connexion à toute réponse qui n’est pas un succès, et n’envoyez jamais deux fois le \
         même code.",
        "Stop the login at every response that is not a success, and never send the same code twice.",
    ),
};

pub static ID_TOKEN_NEEDED: Lesson = Lesson {
    why: Text::new(
        "L’ID token lie la réponse à cette connexion, par le nonce, et à ce service. Sans lui, un code \
         volé que l’attaquant glisse dans sa propre connexion passe inaperçu.",
        "The ID token binds the response to this login, by the nonce, and to this service. Without it, a \
         stolen code that the attacker slips into a login of their own goes unnoticed.",
    ),
    source: "OpenID Connect Core § 3.1.3.3 § 3.1.3.5, RFC 9700 § 4.5",
    mend: Text::new(
        "Exigez id_token et access_token, et contrôlez l’ID token avant d’appeler userinfo.",
        "Require id_token and access_token, and check the ID token before userinfo is called.",
    ),
};

pub static OPTIONAL: Lesson = Lesson {
    why: Text::new(
        "Ces membres sont facultatifs, et ProConnect a déjà changé leurs valeurs\u{a0}: 60 secondes, puis \
         une heure. Un service qui les exige ferme la porte à des personnes honnêtes.",
        "These members are optional, and ProConnect has changed their values before: 60 seconds, then an \
         hour. A service that requires them shuts honest people out.",
    ),
    source: "RFC 6749 § 5.1",
    mend: Text::new(
        "Lisez ces membres s’ils sont là. La durée de votre session est une décision à vous\u{a0}: \
         expires_in ne la donne pas.",
        "Read these members if they are there. The lifetime of your session is your own decision: \
         expires_in does not give it.",
    ),
};

pub static TOKEN_TYPE: Lesson = Lesson {
    why: Text::new(
        "Un service ne sait pas protéger un jeton dont il ne connaît pas le type\u{a0}: il ne doit pas \
         l’utiliser. Le type s’écrit en majuscules ou en minuscules.",
        "A service does not know how to protect a token of an unknown type: it must not use it. The type \
         may be written in upper or lower case.",
    ),
    source: "RFC 6749 § 5.1 § 7.1, OpenID Connect Core § 3.1.3.5",
    mend: Text::new(
        "Comparez token_type à «\u{a0}Bearer\u{a0}» sans tenir compte de la casse, et refusez tout autre \
         type.",
        "Compare token_type with “Bearer” without regard to case, and refuse every other type.",
    ),
};
