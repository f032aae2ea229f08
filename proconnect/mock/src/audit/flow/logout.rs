//! The end of the session: here, at the issuer, and nowhere else.

use strum::{Display, EnumIter};
use url::Url;

use super::Row;
use super::lessons::logout as lesson;
use super::play::{Answer, Judged, Play};
use super::session::ATTACKER;
use super::values::parameter;
use crate::audit::browser::{Browser, BrowserError, Element, Landing, NOTHING, Page};
use crate::audit::case::Severity;
use crate::audit::text::Text;
use crate::fault::{Endpoint, Fault, PlannedFault, TransportFault, Until};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter)]
#[strum(serialize_all = "kebab-case", prefix = "flow-logout-")]
pub enum LogoutFlow {
    AtIssuer,
    Hint,
    Returns,
    OldCookies,
    Twice,
    TwoTabs,
    IssuerDown,
    CrossSite,
    ByGet,
    ForgedReturn,
}

impl LogoutFlow {
    pub(super) fn row(self) -> Row {
        let (fr, en, severity, lesson) = match self {
            Self::AtIssuer => (
                "après la déconnexion, une nouvelle connexion demande-t-elle qui est là\u{a0}?",
                "after the logout, does a new login ask who is there?",
                Severity::Medium,
                &lesson::AT_ISSUER,
            ),
            Self::Hint => (
                "la demande de déconnexion porte-t-elle id_token_hint et post_logout_redirect_uri\u{a0}?",
                "does the logout request have id_token_hint and post_logout_redirect_uri?",
                Severity::Low,
                &lesson::AT_ISSUER,
            ),
            Self::Returns => (
                "après la déconnexion, le navigateur revient-il au service, sans personne de connecté\u{a0}?",
                "after the logout, does the browser return to the service, with nobody signed in?",
                Severity::Medium,
                &lesson::LOCAL,
            ),
            Self::OldCookies => (
                "les cookies d’avant la déconnexion, dans un autre navigateur",
                "the cookies from before the logout, in another browser",
                Severity::Medium,
                &lesson::OLD_COOKIES,
            ),
            Self::Twice => (
                "la personne appuie de nouveau sur le bouton de déconnexion d’une page ouverte avant",
                "the agent presses the logout button of an older page again",
                Severity::Low,
                &lesson::TWICE,
            ),
            Self::TwoTabs => (
                "la personne se déconnecte dans deux onglets en même temps",
                "the agent logs out in two tabs at the same time",
                Severity::Low,
                &lesson::TWICE,
            ),
            Self::IssuerDown => (
                "la personne se déconnecte pendant une panne de ProConnect",
                "the agent logs out while ProConnect is down",
                Severity::Medium,
                &lesson::LOCAL,
            ),
            Self::CrossSite => (
                "la page d’un autre site envoie le formulaire de déconnexion",
                "the page of another site submits the logout form",
                Severity::Low,
                &lesson::CROSS_SITE,
            ),
            Self::ByGet => (
                "la page d’un autre site suit l’adresse de déconnexion, comme une image le ferait",
                "the page of another site follows the logout address, as an image would",
                Severity::Low,
                &lesson::CROSS_SITE,
            ),
            Self::ForgedReturn => (
                "la page d’un autre site suit l’adresse de retour de déconnexion",
                "the page of another site follows the address to which logouts return",
                Severity::Low,
                &lesson::CROSS_SITE,
            ),
        };
        Row(Text::new(fr, en), severity, lesson)
    }
}

pub async fn run(flow: LogoutFlow, play: &mut Play<'_>) -> Judged {
    let Some(element) = play.stage.service.log_out.clone() else {
        return Ok(Answer::no_logout());
    };
    let mut browser = play.stage.browser()?;
    play.sign_in(&mut browser).await?;
    match flow {
        LogoutFlow::AtIssuer => at_issuer(play, &mut browser).await,
        LogoutFlow::Hint => hint(play, &mut browser, &element).await,
        LogoutFlow::Returns => returns(play, &mut browser).await,
        LogoutFlow::OldCookies => old_cookies(play, &mut browser).await,
        LogoutFlow::Twice => twice(play, &mut browser, &element).await,
        LogoutFlow::TwoTabs => two_tabs(play, &mut browser, &element).await,
        LogoutFlow::IssuerDown => issuer_down(play, &mut browser, &element).await,
        LogoutFlow::CrossSite | LogoutFlow::ByGet => {
            cross_site(play, &mut browser, &element, flow).await
        }
        LogoutFlow::ForgedReturn => forged_return(play, &mut browser, &element).await,
    }
}

/// The page with the logout.
async fn checked_page(play: &Play<'_>, browser: &mut Browser) -> Result<Page, BrowserError> {
    let page = browser.open(&play.stage.service.checked, NOTHING).await?;
    page.page()
        .ok_or_else(|| BrowserError::Broken("the page with the logout does not show".into()))
}

/// Presses the logout on `page`, up to the request to the issuer, which is not sent.
async fn press(
    play: &mut Play<'_>,
    browser: &mut Browser,
    page: &Page,
    element: &Element,
) -> Option<Landing> {
    let landing = browser
        .press(page, element, &[], &play.stage.at_the_issuer())
        .await;
    play.watch(browser, landing)
}

/// Sends the request to the issuer, confirms there, and returns to the service.
pub async fn finish(play: &mut Play<'_>, browser: &mut Browser, end_session: &Url) -> Option<Page> {
    let start = play.stage.service.start.clone();
    let landing = browser.follow(&start, end_session, NOTHING).await;
    let page = play.watch(browser, landing)?.page()?;
    let issuer = play.stage.mock.issuer();
    let confirm = page.elements().into_iter().find(|found| {
        let target = found.target.as_str();
        target.starts_with(issuer) && target.ends_with("/session/end/confirm")
    });
    let Some(confirm) = confirm else {
        return Some(page);
    };
    let landing = browser.press(&page, &confirm.element, &[], NOTHING).await;
    play.watch(browser, landing)?.page()
}

/// Logs out as a person does, and returns the last page.
pub async fn log_out(
    play: &mut Play<'_>,
    browser: &mut Browser,
) -> Result<Option<Page>, BrowserError> {
    let Some(element) = play.stage.service.log_out.clone() else {
        return Ok(None);
    };
    let page = checked_page(play, browser).await?;
    Ok(match press(play, browser, &page, &element).await {
        Some(Landing::Held(end_session)) => finish(play, browser, &end_session).await,
        Some(Landing::Page(page)) => Some(page),
        None => None,
    })
}

async fn at_issuer(play: &mut Play<'_>, browser: &mut Browser) -> Judged {
    log_out(play, browser).await?;
    let request = play.stage.begin(browser).await?;
    let start = play.stage.service.start.clone();
    let is_callback = |url: &Url| play.stage.service.is_callback(url);
    let landing = browser.follow(&start, &request, &is_callback).await?;
    Ok(Answer::wrong_if(
        matches!(landing, Landing::Held(_)),
        "la session de ProConnect dure encore\u{a0}: la connexion se fait sans demander qui est là",
        "the session at ProConnect goes on: the login succeeds without a question",
    ))
}

async fn hint(play: &mut Play<'_>, browser: &mut Browser, element: &Element) -> Judged {
    let page = checked_page(play, browser).await?;
    let Some(Landing::Held(request)) = press(play, browser, &page, element).await else {
        return Ok(Answer::no_part(
            "la déconnexion ne passe pas par ProConnect",
            "the logout does not go through ProConnect",
        ));
    };
    let is_missing = |name| parameter(&request, name).is_none();
    Ok(Answer::wrong_if(
        is_missing("id_token_hint") || is_missing("post_logout_redirect_uri"),
        "l’un des deux manque",
        "one of them is missing",
    ))
}

async fn returns(play: &mut Play<'_>, browser: &mut Browser) -> Judged {
    let page = log_out(play, browser).await?;
    if play.is_signed_in(browser).await? {
        return Ok(Answer::Wrong(Text::new(
            "la personne est toujours connectée",
            "the agent is still signed in",
        )));
    }
    let is_back = page.is_some_and(|page| play.stage.service.is_own(&page.url));
    Ok(Answer::wrong_if(
        !is_back,
        "le navigateur ne revient pas",
        "the browser does not return",
    ))
}

async fn old_cookies(play: &mut Play<'_>, browser: &mut Browser) -> Judged {
    let url = play.stage.service.checked.clone();
    let cookies = browser.cookies(&url).await?;
    log_out(play, browser).await?;
    let mut thief = play.stage.browser()?;
    for (name, value) in &cookies {
        thief.set_cookie(&url, name, value).await?;
    }
    let is_signed_in = play.is_signed_in(&mut thief).await?;
    Ok(Answer::wrong_if(
        is_signed_in,
        "un cookie copié avant la déconnexion ouvre encore la session",
        "a cookie copied before the logout still opens the session",
    ))
}

async fn twice(play: &mut Play<'_>, browser: &mut Browser, element: &Element) -> Judged {
    let old = checked_page(play, browser).await?;
    log_out(play, browser).await?;
    if let Some(Landing::Held(request)) = press(play, browser, &old, element).await {
        finish(play, browser, &request).await;
    }
    judge_local(play, browser).await
}

async fn two_tabs(play: &mut Play<'_>, browser: &mut Browser, element: &Element) -> Judged {
    let page = checked_page(play, browser).await?;
    let one = press(play, browser, &page, element).await;
    let other = press(play, browser, &page, element).await;
    for landing in [one, other] {
        if let Some(Landing::Held(request)) = landing {
            finish(play, browser, &request).await;
        }
    }
    judge_local(play, browser).await
}

/// The browser does not reach the issuer, nor does the service.
async fn issuer_down(play: &mut Play<'_>, browser: &mut Browser, element: &Element) -> Judged {
    let page = checked_page(play, browser).await?;
    for endpoint in [
        Endpoint::Discovery,
        Endpoint::Jwks,
        Endpoint::Token,
        Endpoint::Userinfo,
    ] {
        play.stage.mock.plan(PlannedFault {
            fault: Fault::Transport(endpoint, TransportFault::ConnectionClosed),
            until: Until::Cleared,
            client_id: None,
        });
    }
    press(play, browser, &page, element).await;
    play.stage.mock.clear_faults();
    judge_local(play, browser).await
}

async fn judge_local(play: &mut Play<'_>, browser: &mut Browser) -> Judged {
    let is_signed_in = play.is_signed_in(browser).await?;
    Ok(Answer::wrong_if(
        is_signed_in,
        "la personne est toujours connectée",
        "the agent is still signed in",
    ))
}

async fn cross_site(
    play: &mut Play<'_>,
    browser: &mut Browser,
    element: &Element,
    flow: LogoutFlow,
) -> Judged {
    let page = checked_page(play, browser).await?;
    let target = page.target(element, &[])?;
    let Ok(site) = Url::parse(ATTACKER) else {
        return Ok(Answer::NotTold(None));
    };
    if flow == LogoutFlow::ByGet {
        let landing = browser
            .follow(&site, &target.url, &play.stage.at_the_issuer())
            .await;
        play.watch(browser, landing);
    } else if target.is_post {
        // An attacker knows the names of the fields, and no value that belongs to the victim's session.
        let landing = browser.post_from(&site, &target.url, &[]).await;
        play.watch(browser, landing);
    } else {
        return Ok(Answer::no_part(
            "la déconnexion n’est pas un formulaire envoyé par POST",
            "the logout is no form sent by POST",
        ));
    }
    judge_kept(play, browser).await
}

async fn forged_return(play: &mut Play<'_>, browser: &mut Browser, element: &Element) -> Judged {
    let mut other = play.stage.browser()?;
    play.sign_in(&mut other).await?;
    let page = checked_page(play, &mut other).await?;
    let request = press(play, &mut other, &page, element)
        .await
        .and_then(Landing::held);
    let address = request.and_then(|request| parameter(&request, "post_logout_redirect_uri"));
    let address = address.and_then(|address| Url::parse(&address).ok());
    let (Some(address), Ok(site)) = (address, Url::parse(ATTACKER)) else {
        return Ok(Answer::no_part(
            "la déconnexion n’a pas d’adresse de retour",
            "the logout has no address to return to",
        ));
    };
    let landing = browser
        .follow(&site, &address, &play.stage.at_the_issuer())
        .await;
    play.watch(browser, landing);
    judge_kept(play, browser).await
}

async fn judge_kept(play: &mut Play<'_>, browser: &mut Browser) -> Judged {
    let is_signed_in = play.is_signed_in(browser).await?;
    Ok(Answer::wrong_if(
        !is_signed_in,
        "l’autre site a déconnecté la personne",
        "the other site has signed the agent out",
    ))
}
