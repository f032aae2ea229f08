use proconnect::error::{
    AuthorizationResponseError as Response, EndSessionError as EndSession, HttpError,
    IdTokenError as IdToken, LoginAttemptError as Attempt, ProviderError as Provider, Refusal,
    RequestError as Request, SessionError as Session, TokenResponseError as Token,
    UserInfoError as UserInfo,
};

/// A refusal in words for the agent: nothing internal, nothing the issuer wrote.
#[derive(Debug, PartialEq, Eq)]
pub struct Explanation {
    /// A line.
    pub title: &'static str,
    /// In one or two sentences.
    pub what_happened: &'static str,
    /// In one or two sentences.
    pub what_to_do: &'static str,
    /// In a sentence; the page gives the team's address after it.
    pub whom_to_ask: &'static str,
    /// What the page offers.
    pub remedy: Remedy,
}

/// The way out of a refusal that helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// The same login once more.
    StartAgain,
    /// A login with another account. Plainly starting again would find ProConnect's session of
    /// the same one.
    ChangeAccount,
    /// No login helps.
    BackHome,
}

const TEAM: &str =
    "Si le problème continue, écrivez à l’équipe du service en citant la référence ci-dessous.";

/// Explains a refusal.
pub fn explain(refusal: Refusal) -> &'static Explanation {
    match refusal {
        Refusal::Request(Request::CrossOrigin) => &CROSS_ORIGIN,
        Refusal::Provider(Provider::Http(error))
        | Refusal::TokenResponse(Token::Http(error))
        | Refusal::UserInfo(UserInfo::Http(error)) => match error {
            HttpError::Unreachable | HttpError::TimedOut => &NO_ANSWER,
            HttpError::TooLarge | HttpError::UnexpectedStatus => &ISSUER_FAULT,
        },
        Refusal::AuthorizationResponse(Response::ServerError) => &ISSUER_FAULT,
        Refusal::Provider(
            Provider::Malformed
            | Provider::IssuerMismatch
            | Provider::InsecureEndpoint
            | Provider::Incomplete
            | Provider::PkceUnsupported,
        )
        | Refusal::AuthorizationResponse(Response::RequestRefused)
        | Refusal::TokenResponse(Token::InvalidClient | Token::Refused) => &MISCONFIGURED,
        Refusal::LoginAttempt(Attempt::Unknown)
        | Refusal::AuthorizationResponse(Response::StateMissing) => &ATTEMPT_UNKNOWN,
        Refusal::LoginAttempt(Attempt::Expired) | Refusal::TokenResponse(Token::InvalidGrant) => {
            &ATTEMPT_EXPIRED
        }
        Refusal::LoginAttempt(Attempt::AlreadyUsed) => &ATTEMPT_ALREADY_USED,
        Refusal::AuthorizationResponse(Response::AccessDenied) => &ACCESS_DENIED,
        Refusal::AuthorizationResponse(Response::LoginRequired) => &LOGIN_REQUIRED,
        Refusal::IdToken(IdToken::InsufficientAcr) => &INSUFFICIENT_ACR,
        Refusal::AuthorizationResponse(
            Response::Malformed
            | Response::IssuerMissing
            | Response::IssuerMismatch
            | Response::CodeMissing,
        )
        | Refusal::TokenResponse(
            Token::Malformed | Token::UnexpectedTokenType | Token::IdTokenMissing,
        )
        | Refusal::IdToken(_)
        | Refusal::UserInfo(_) => &UNVERIFIABLE,
        Refusal::Session(Session::Unavailable) => &SESSION_UNAVAILABLE,
        Refusal::EndSession(EndSession::ProviderUnknown) => &LOGOUT_INCOMPLETE,
        Refusal::EndSession(EndSession::StateMismatch) => &LOGOUT_RETURN_UNKNOWN,
    }
}

const CROSS_ORIGIN: Explanation = Explanation {
    title: "Demande refusée",
    what_happened: "Une autre page que les nôtres a tenté d’agir en votre nom. Par sécurité, la demande n’a pas été exécutée.",
    what_to_do: "Revenez à l’accueil et refaites l’action depuis les pages de ce service.",
    whom_to_ask: TEAM,
    remedy: Remedy::BackHome,
};

const NO_ANSWER: Explanation = Explanation {
    title: "ProConnect ne répond pas",
    what_happened: "Ce service n’arrive pas à joindre ProConnect, qui vérifie votre identité. Ni votre compte ni votre poste ne sont en cause.",
    what_to_do: "Patientez quelques minutes, puis recommencez.",
    whom_to_ask: TEAM,
    remedy: Remedy::StartAgain,
};

const ISSUER_FAULT: Explanation = Explanation {
    title: "ProConnect rencontre un problème",
    what_happened: "ProConnect, qui vérifie votre identité, n’a pas pu terminer votre connexion. Ni votre compte ni votre poste ne sont en cause.",
    what_to_do: "Patientez quelques minutes, puis recommencez.",
    whom_to_ask: TEAM,
    remedy: Remedy::StartAgain,
};

const MISCONFIGURED: Explanation = Explanation {
    title: "Ce service est mal relié à ProConnect",
    what_happened: "Un réglage entre ce service et ProConnect est incorrect. Votre compte n’est pas en cause.",
    what_to_do: "Recommencer n’y changera rien\u{a0}: l’équipe du service doit corriger ce réglage.",
    whom_to_ask: "Prévenez l’équipe du service en citant la référence ci-dessous.",
    remedy: Remedy::BackHome,
};

const ATTEMPT_UNKNOWN: Explanation = Explanation {
    title: "Cette connexion n’a pas commencé ici",
    what_happened: "La réponse de ProConnect ne correspond à aucune connexion commencée dans ce navigateur, ou les cookies de ce service ont été effacés entre-temps.",
    what_to_do: "Recommencez en gardant le même navigateur du début à la fin, cookies acceptés.",
    whom_to_ask: TEAM,
    remedy: Remedy::StartAgain,
};

const ATTEMPT_EXPIRED: Explanation = Explanation {
    title: "La connexion a pris trop de temps",
    what_happened: "Pour votre sécurité, une connexion doit s’achever en quelques minutes. Celle-ci n’est plus valable.",
    what_to_do: "Recommencez\u{a0}: il suffit en général de quelques secondes.",
    whom_to_ask: TEAM,
    remedy: Remedy::StartAgain,
};

const ATTEMPT_ALREADY_USED: Explanation = Explanation {
    title: "Cette connexion a déjà servi",
    what_happened: "La page de retour de ProConnect a été chargée une seconde fois, et une connexion ne sert qu’une fois.",
    what_to_do: "Revenez à l’accueil\u{a0}: vous y êtes peut-être déjà reconnu. Sinon, recommencez.",
    whom_to_ask: TEAM,
    remedy: Remedy::StartAgain,
};

const ACCESS_DENIED: Explanation = Explanation {
    title: "Connexion refusée par ProConnect",
    what_happened: "ProConnect n’a pas accepté cette connexion\u{a0}: elle a été abandonnée, ou le compte choisi ne donne pas accès à ce service.",
    what_to_do: "Si vous avez plusieurs adresses professionnelles, essayez avec une autre.",
    whom_to_ask: "Le service informatique de votre organisation connaît l’état de votre compte\u{a0}; l’équipe du service sait qui peut y entrer.",
    remedy: Remedy::ChangeAccount,
};

const LOGIN_REQUIRED: Explanation = Explanation {
    title: "ProConnect doit vous reconnaître",
    what_happened: "Votre session ProConnect est terminée ou ne suffit plus.",
    what_to_do: "Recommencez et identifiez-vous auprès de votre organisation.",
    whom_to_ask: TEAM,
    remedy: Remedy::StartAgain,
};

const INSUFFICIENT_ACR: Explanation = Explanation {
    title: "Une authentification plus sûre est demandée",
    what_happened: "Votre identité est reconnue, mais ce service demande une authentification plus sûre que celle que vous venez de faire.",
    what_to_do: "Activez la double authentification sur votre compte professionnel, ou choisissez un compte qui en dispose.",
    whom_to_ask: "Le service informatique de votre organisation peut vous aider à l’activer.",
    remedy: Remedy::ChangeAccount,
};

const UNVERIFIABLE: Explanation = Explanation {
    title: "Par sécurité, la connexion a été interrompue",
    what_happened: "La réponse reçue n’a pas pu être vérifiée. Rien n’a été enregistré et personne n’est connecté.",
    what_to_do: "Recommencez une fois depuis cette page. Si le même message revient, n’insistez pas et signalez-le.",
    whom_to_ask: "Écrivez à l’équipe du service en citant la référence ci-dessous.",
    remedy: Remedy::StartAgain,
};

const SESSION_UNAVAILABLE: Explanation = Explanation {
    title: "Votre session est momentanément inaccessible",
    what_happened: "Ce service n’arrive pas à lire les sessions\u{a0}: il ne peut ni vous reconnaître, ni vous connecter, ni vous déconnecter pour l’instant.",
    what_to_do: "Patientez quelques minutes, puis revenez à l’accueil. Sur un poste partagé, fermez le navigateur.",
    whom_to_ask: TEAM,
    remedy: Remedy::BackHome,
};

const LOGOUT_INCOMPLETE: Explanation = Explanation {
    title: "Déconnexion incomplète",
    what_happened: "Votre session est terminée ici, mais ProConnect n’a pas pu être prévenu\u{a0}: vous y êtes peut-être encore connecté.",
    what_to_do: "Fermez toutes les fenêtres du navigateur, surtout sur un poste partagé.",
    whom_to_ask: TEAM,
    remedy: Remedy::BackHome,
};

const LOGOUT_RETURN_UNKNOWN: Explanation = Explanation {
    title: "Retour de déconnexion inattendu",
    what_happened: "Cette page termine une déconnexion, mais aucune n’a été demandée dans ce navigateur. Rien n’a changé.",
    what_to_do: "Revenez à l’accueil\u{a0}: le bouton de déconnexion s’y trouve si votre session est ouverte.",
    whom_to_ask: TEAM,
    remedy: Remedy::BackHome,
};

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(refusal: Refusal) -> [&'static str; 4] {
        let Explanation {
            title,
            what_happened,
            what_to_do,
            whom_to_ask,
            ..
        } = explain(refusal);
        [title, what_happened, what_to_do, whom_to_ask]
    }

    fn all_texts() -> impl Iterator<Item = (String, &'static str)> {
        Refusal::all()
            .into_iter()
            .flat_map(|refusal| texts(refusal).map(|text| (refusal.code(), text)))
    }

    #[test]
    fn every_refusal_is_explained_in_full() {
        for refusal in Refusal::all() {
            let [title, sentences @ ..] = texts(refusal);
            assert!(
                title.chars().count() > 10 && !title.ends_with('.'),
                "{refusal}: {title}"
            );
            for text in sentences {
                assert!(
                    text.chars().count() > 20 && text.ends_with('.'),
                    "{refusal}: {text}"
                );
            }
        }
    }

    #[test]
    fn the_typography_is_french() {
        for (code, text) in all_texts() {
            assert!(!text.contains(['\'', '"']), "{code}: {text}");
            assert!(
                !text.contains("  ") && text.trim() == text,
                "{code}: {text}"
            );
            let characters: Vec<char> = text.chars().collect();
            for pair in characters.windows(2) {
                if matches!(pair[1], ':' | ';' | '!' | '?' | '»') || pair[0] == '«' {
                    assert!(pair.contains(&'\u{a0}'), "{code}: {text}");
                }
            }
        }
    }

    #[test]
    fn no_text_mentions_a_code_or_the_protocol() {
        for (code, text) in all_texts() {
            assert!(
                !text.contains('_') && !text.contains(&code),
                "{code}: {text}"
            );
            for jargon in ["token", "state", "nonce", "issuer", "JWT", "OpenID", "acr"] {
                let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
                assert!(!words.contains(&jargon), "{code}: {text}");
            }
        }
    }

    #[test]
    fn another_login_is_offered_only_where_it_can_help() {
        for (code, remedy) in [
            ("provider.unreachable", Remedy::StartAgain),
            ("provider.issuer_mismatch", Remedy::BackHome),
            ("login_attempt.expired", Remedy::StartAgain),
            (
                "authorization_response.access_denied",
                Remedy::ChangeAccount,
            ),
            ("token_response.invalid_client", Remedy::BackHome),
            ("id_token.insufficient_acr", Remedy::ChangeAccount),
            ("id_token.bad_signature", Remedy::StartAgain),
            ("user_info.timed_out", Remedy::StartAgain),
            ("session.unavailable", Remedy::BackHome),
            ("end_session.provider_unknown", Remedy::BackHome),
        ] {
            let refusal: Refusal = code.parse().unwrap();
            assert_eq!(explain(refusal).remedy, remedy, "{code}");
        }
    }

    #[test]
    fn an_issuer_that_does_not_answer_is_told_in_the_same_words_at_every_step() {
        for step in ["provider", "token_response", "user_info"] {
            let refusal: Refusal = format!("{step}.timed_out").parse().unwrap();
            assert_eq!(explain(refusal).title, "ProConnect ne répond pas");
        }
    }
}
