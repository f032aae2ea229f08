//! The session of the service, its cookie, and other sites.

use reqwest::Method;
use strum::{Display, EnumIter};
use url::Url;

use super::Row;
use super::lessons::session as lesson;
use super::play::{Answer, Judged, Play};
use super::probe::Request;
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
        SessionFlow::CookieSecure => Ok(Answer::NotTold),
        SessionFlow::LoginCrossSite => login_cross_site(play).await,
    }
}

/// Gives `cookies` to `browser`.
async fn give(
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
        return Ok(Answer::NotTold);
    }
    judge_fixation(play, &cookies).await
}

async fn invented(play: &mut Play<'_>) -> Judged {
    let Some(name) = session_cookie(play).await? else {
        return Ok(Answer::NotTold);
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

/// The name of the cookie without which the agent is not signed in.
async fn session_cookie(play: &mut Play<'_>) -> Result<Option<String>, BrowserError> {
    let url = play.stage.service.checked.clone();
    let mut browser = play.stage.browser()?;
    play.sign_in(&mut browser).await?;
    let cookies = browser.cookies(&url).await?;
    for (name, _) in &cookies {
        let mut others = cookies.clone();
        others.retain(|(other, _)| other != name);
        let mut other = play.stage.browser()?;
        give(&mut other, &url, &others).await?;
        if !play.is_signed_in(&mut other).await? {
            return Ok(Some(name.clone()));
        }
    }
    Ok(None)
}

/// Judges the attribute of the session cookie, as the callback, or a page before, sets it.
async fn attribute(
    play: &mut Play<'_>,
    wanted: &str,
    fr: &'static str,
    en: &'static str,
) -> Judged {
    let Some(name) = session_cookie(play).await? else {
        return Ok(Answer::NotTold);
    };
    let mut browser = play.stage.browser()?;
    let callback = play.callback(&mut browser).await?;
    let cookies = browser.cookies(&callback).await?;
    let start = play.stage.service.start.clone();
    let mut set = set_cookie(play, &callback, &cookies, &name).await?;
    if set.is_none() {
        set = set_cookie(play, &start, &[], &name).await?;
    }
    let Some(set) = set else {
        return Ok(Answer::NotTold);
    };
    let attributes = set.to_ascii_lowercase();
    let has = attributes.split(';').skip(1).any(|attribute| {
        let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
        name.trim() == wanted && value.trim() != "none"
    });
    Ok(Answer::wrong_if(!has, fr, en))
}

/// The last `Set-Cookie` of the cookie `name` in the response to a `GET` of `url`.
async fn set_cookie(
    play: &mut Play<'_>,
    url: &Url,
    cookies: &[(String, String)],
    name: &str,
) -> Result<Option<String>, BrowserError> {
    let reply = play
        .probe(Request {
            method: Method::GET,
            url,
            cookies,
            headers: &[],
            form: &[],
        })
        .await?;
    let beginning = format!("{name}=");
    let set = reply.as_ref().and_then(|reply| {
        let mut set = reply.all("set-cookie").into_iter().rev();
        set.find(|cookie| cookie.starts_with(&beginning))
    });
    Ok(set.map(str::to_owned))
}

async fn login_cross_site(play: &mut Play<'_>) -> Judged {
    let Entrance::Element(element) = &play.stage.service.log_in else {
        return Ok(Answer::NotTold);
    };
    let mut attacker = play.stage.browser()?;
    let start = &play.stage.service.start;
    let Landing::Page(page) = attacker.open(start, NOTHING).await? else {
        return Ok(Answer::NotTold);
    };
    let target = page.target(element, &[])?;
    let Some(site) = Url::parse(ATTACKER).ok().filter(|_| target.is_post) else {
        return Ok(Answer::NotTold);
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
