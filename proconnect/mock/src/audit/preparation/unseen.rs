//! An honest login after which the checked page shows no sign: the steps of the login that took place.

use url::Url;

use crate::audit::browser::Hop;
use crate::audit::stage::Stage;
use crate::audit::text::Language;

/// The steps of a login, as the browser and the issuer saw them.
pub struct Unseen {
    /// The status of the callback's response; `None` when there was none.
    callback: Option<u16>,
    /// The last response of the login, after the redirects of the callback.
    end: Option<(Url, Option<u16>)>,
    asked_token: bool,
    asked_userinfo: bool,
}

impl Unseen {
    /// `hops` are those of the login, and `requests` those that the issuer received before it.
    pub fn of(stage: &Stage, hops: &[Hop], requests: usize) -> Self {
        let received = stage.mock.requests();
        let received = received.get(requests..).unwrap_or_default();
        let asked = |end: &str| received.iter().any(|(_, path)| path.ends_with(end));
        let mut callbacks = hops
            .iter()
            .filter(|hop| stage.service.is_callback(&hop.url));
        Self {
            callback: callbacks.next().and_then(|hop| hop.status),
            end: hops.last().map(|hop| (hop.url.clone(), hop.status)),
            asked_token: asked("/token"),
            asked_userinfo: asked("/userinfo"),
        }
    }

    /// Whether the callback, or the page to which it redirects, is an error.
    pub fn is_error(&self) -> bool {
        let end = self.end.as_ref().and_then(|(_, status)| *status);
        let is_error = |status: Option<u16>| status.is_none_or(|status| status >= 400);
        is_error(self.callback) || is_error(end)
    }

    pub fn message(&self, checked: &Url, language: Language) -> String {
        let mut sentences = vec![match language {
            Language::Fr => format!("après une connexion honnête, {checked} est comme avant"),
            Language::En => format!("after an honest login, {checked} looks as before"),
        }];
        sentences.push(self.told_callback(language));
        sentences.push(self.told_issuer(language).to_owned());
        if !self.is_error() {
            let flags = match language {
                Language::Fr => {
                    "Si la connexion a réussi, nommez par --signed-in et --check ce qui montre une session"
                }
                Language::En => {
                    "If the login succeeded, name what shows that somebody is signed in by --signed-in and --check"
                }
            };
            sentences.push(flags.to_owned());
        }
        sentences.join(".\n")
    }

    fn told_callback(&self, language: Language) -> String {
        let Some(status) = self.callback else {
            return match language {
                Language::Fr => "L’adresse de retour du service n’a rien répondu".to_owned(),
                Language::En => "The callback of the service gave no answer".to_owned(),
            };
        };
        let told = match language {
            Language::Fr => format!("L’adresse de retour du service a répondu HTTP {status}"),
            Language::En => format!("The callback of the service answered HTTP {status}"),
        };
        if let Some((url, Some(end))) = &self.end
            && (300..400).contains(&status)
        {
            return match language {
                Language::Fr => format!("{told}, puis {url} a répondu HTTP {end}"),
                Language::En => format!("{told}, then {url} answered HTTP {end}"),
            };
        }
        told
    }

    fn told_issuer(&self, language: Language) -> &'static str {
        match (self.asked_token, self.asked_userinfo, language) {
            (false, _, Language::Fr) => {
                "Le service n’a demandé aucun jeton\u{a0}: son journal dit-il pourquoi\u{a0}?"
            }
            (false, _, Language::En) => "The service asked for no token: does its log say why?",
            (true, false, Language::Fr) => {
                "Le service a demandé les jetons, et pas l’userinfo\u{a0}: son client secret est-il celui de \
                 --client-secret\u{a0}? Garde-t-il les clés d’un émetteur qui a été arrêté\u{a0}? Redémarrez-le"
            }
            (true, false, Language::En) => {
                "The service asked for the tokens, and not for the userinfo: is its client secret that of \
                 --client-secret? Does it still hold the keys of an issuer that was stopped? Restart it"
            }
            (true, true, Language::Fr) => "Le service a demandé les jetons et l’userinfo",
            (true, true, Language::En) => "The service asked for the tokens and the userinfo",
        }
    }
}
