//! The session of the service, its cookie, and other sites.

use strum::{Display, EnumIter};
use url::Url;

use super::Row;
use super::lessons::session as lesson;
use super::play::{Answer, Judged, Play};
use super::session_cookie::{NO_COOKIE, attribute, session_cookies};
use crate::audit::browser::{Browser, BrowserError, Landing, NOTHING};
use crate::audit::case::Severity;
use crate::audit::service::Entrance;
use crate::audit::text::Text;

/// The page of an attacker, of another site than any service.
pub const ATTACKER: &str = "https://attacker.example.com/";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter)]
#[strum(serialize_all = "kebab-case", prefix = "flow-session-")]
pub enum SessionFlow {
    Fixation,
    FixationInvented,
    CookieHttpOnly,
    CookieSameSite,
    CookieSecure,
    LoginCrossSite,
}

impl SessionFlow {
    pub(super) fn row(self) -> Row {
        let (fr, en, severity, lesson) = match self {
            Self::Fixation => (
                "la victime se connecte avec les cookies qu’un attaquant a reçus avant",
                "the victim logs in with the cookies that an attacker received before",
                Severity::High,
                &lesson::FIXATION,
            ),
            Self::FixationInvented => (
                "la victime se connecte avec un cookie de session inventé par un attaquant",
                "the victim logs in with a session cookie that an attacker invented",
                Severity::High,
                &lesson::FIXATION,
            ),
            Self::CookieHttpOnly => (
                "le cookie de session a-t-il l’attribut HttpOnly\u{a0}?",
                "does the session cookie have the attribute HttpOnly?",
                Severity::Medium,
                &lesson::COOKIE,
            ),
            Self::CookieSameSite => (
                "le cookie de session a-t-il l’attribut SameSite\u{a0}?",
                "does the session cookie have the attribute SameSite?",
                Severity::Low,
                &lesson::COOKIE,
            ),
            Self::CookieSecure => (
                "le cookie de session d’un service en https a-t-il l’attribut Secure\u{a0}?",
                "does the session cookie of an https service have the attribute Secure?",
                Severity::Medium,
                &lesson::COOKIE,
            ),
            Self::LoginCrossSite => (
                "la page d’un autre site envoie le formulaire de connexion",
                "the page of another site submits the login form",
                Severity::Low,
                &lesson::CROSS_SITE,
            ),
        };
        Row(Text::new(fr, en), severity, lesson)
    }
}

pub async fn run(flow: SessionFlow, play: &mut Play<'_>) -> Judged {
    match flow {
        SessionFlow::Fixation => fixation(play).await,
        SessionFlow::FixationInvented => invented(play).await,
        SessionFlow::CookieHttpOnly => {
            attribute(
                play,
                "httponly",
                "le cookie n’est pas HttpOnly",
                "the cookie is not HttpOnly",
            )
            .await
        }
        SessionFlow::CookieSameSite => {
            attribute(
                play,
                "samesite",
                "le cookie n’a pas SameSite=Lax ni Strict",
                "the cookie has neither SameSite=Lax nor Strict",
            )
            .await
        }
        SessionFlow::CookieSecure if play.stage.service.start.scheme() == "https" => {
            attribute(
                play,
                "secure",
                "le cookie n’est pas Secure",
                "the cookie is not Secure",
            )
            .await
        }
        SessionFlow::CookieSecure => Ok(Answer::no_part(
            "le service n’est pas en https",
            "the service is not on https",
        )),
        SessionFlow::LoginCrossSite => login_cross_site(play).await,
    }
}

/// Gives `cookies` to `browser`.
pub async fn give(
    browser: &mut Browser,
    url: &Url,
    cookies: &[(String, String)],
) -> Result<(), BrowserError> {
    for (name, value) in cookies {
        browser.set_cookie(url, name, value).await?;
    }
    Ok(())
}

/// RFC 9700, section 4.7: the cookies of a visitor must be worth nothing after the login.
async fn fixation(play: &mut Play<'_>) -> Judged {
    let url = play.stage.service.start.clone();
    let mut attacker = play.stage.browser()?;
    play.stage.begin(&mut attacker).await?;
    let cookies = attacker.cookies(&url).await?;
    if cookies.is_empty() {
        return Ok(Answer::no_part(
            "le service ne donne aucun cookie avant la connexion",
            "the service sets no cookie before the login",
        ));
    }
    judge_fixation(play, &cookies).await
}

async fn invented(play: &mut Play<'_>) -> Judged {
    let (cookies, _) = session_cookies(play).await?;
    let Some(name) = cookies.into_iter().next() else {
        return Ok(NO_COOKIE);
    };
    let value = "5f1a71000000000000000000000000000000000000000000".to_owned();
    judge_fixation(play, &[(name, value)]).await
}

async fn judge_fixation(play: &mut Play<'_>, cookies: &[(String, String)]) -> Judged {
    let url = play.stage.service.start.clone();
    let mut victim = play.stage.browser()?;
    give(&mut victim, &url, cookies).await?;
    // A service that refuses the cookies of somebody else is safe.
    if let Ok(callback) = play.callback(&mut victim).await {
        play.arrive(&mut victim, &callback).await;
    }
    let mut attacker = play.stage.browser()?;
    give(&mut attacker, &url, cookies).await?;
    let is_signed_in = play.is_signed_in(&mut attacker).await?;
    Ok(Answer::wrong_if(
        is_signed_in,
        "l’attaquant est connecté au compte de la victime",
        "the attacker is signed in to the victim's account",
    ))
}

async fn login_cross_site(play: &mut Play<'_>) -> Judged {
    let Entrance::Element(element) = &play.stage.service.log_in else {
        return Ok(Answer::no_part(
            "la connexion commence sans bouton ni formulaire",
            "the login begins without a button or form",
        ));
    };
    let mut attacker = play.stage.browser()?;
    let start = &play.stage.service.start;
    let Landing::Page(page) = attacker.open(start, NOTHING).await? else {
        return Ok(Answer::NotTold(None));
    };
    let target = page.target(element, &[])?;
    let Some(site) = Url::parse(ATTACKER).ok().filter(|_| target.is_post) else {
        return Ok(Answer::no_part(
            "la connexion n’est pas un formulaire envoyé par POST",
            "the login is no form sent by POST",
        ));
    };
    let mut victim = play.stage.browser()?;
    let visit = victim.open(start, NOTHING).await;
    play.watch(&mut victim, visit);
    let fields: Vec<(&str, &str)> = target
        .fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let landing = victim.post_from(&site, &target.url, &fields).await;
    let landing = play.watch(&mut victim, landing).and_then(Landing::page);
    let is_begun = landing.is_some_and(|page| !play.stage.service.is_own(&page.url));
    Ok(Answer::wrong_if(
        is_begun,
        "la connexion commence",
        "the login begins",
    ))
}
