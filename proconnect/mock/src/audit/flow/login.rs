//! Callbacks that a browser should not have sent, or not yet, or not again.

use strum::{Display, EnumIter};

use super::Row;
use super::lessons::login as lesson;
use super::play::{Answer, Judged, Play};
use super::values::{parameter, with_parameter};
use crate::audit::browser::{Browser, BrowserError};
use crate::audit::case::Severity;
use crate::audit::text::Text;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter)]
#[strum(serialize_all = "kebab-case", prefix = "flow-login-")]
pub enum LoginFlow {
    /// The attacker's own callback, opened in the victim's browser: RFC 6749, section 10.12.
    Csrf,
    CsrfBegun,
    CsrfStateless,
    /// RFC 9700, section 4.5.
    CodeInjection,
    ReplayElsewhere,
    ReplayAfterLogout,
    BackButton,
    TwoTabs,
    TwoTabsReversed,
    CodeInAddress,
}

impl LoginFlow {
    pub(super) fn row(self) -> Row {
        let (fr, en, severity, lesson) = match self {
            Self::Csrf => (
                "le retour de l’attaquant, ouvert par une victime qui n’a rien commencé",
                "the attacker's callback, opened by a victim who began nothing",
                Severity::High,
                &lesson::CSRF,
            ),
            Self::CsrfBegun => (
                "le retour de l’attaquant, ouvert par une victime qui a commencé une connexion",
                "the attacker's callback, opened by a victim who began a login",
                Severity::High,
                &lesson::CSRF,
            ),
            Self::CsrfStateless => (
                "le retour de l’attaquant sans state, ouvert par une victime qui n’a rien commencé",
                "the attacker's callback without state, opened by a victim who began nothing",
                Severity::High,
                &lesson::CSRF,
            ),
            Self::CodeInjection => (
                "le code de la victime dans le retour de l’attaquant",
                "the victim's code in the attacker's callback",
                Severity::Critical,
                &lesson::CODE_INJECTION,
            ),
            Self::ReplayElsewhere => (
                "un retour déjà utilisé, ouvert dans un autre navigateur",
                "a callback that was used already, opened in another browser",
                Severity::High,
                &lesson::REPLAY,
            ),
            Self::ReplayAfterLogout => (
                "un retour déjà utilisé, ouvert de nouveau après la déconnexion",
                "a callback that was used already, opened again after the logout",
                Severity::High,
                &lesson::REPLAY,
            ),
            Self::BackButton => (
                "la personne connectée revient en arrière\u{a0}: le retour est rejoué",
                "the agent, signed in, presses the back button: the callback is sent again",
                Severity::Low,
                &lesson::HONEST_BROWSER,
            ),
            Self::TwoTabs => (
                "deux connexions commencées dans deux onglets, finies dans le même ordre",
                "two logins begun in two tabs, finished in the same order",
                Severity::Medium,
                &lesson::HONEST_BROWSER,
            ),
            Self::TwoTabsReversed => (
                "deux connexions commencées dans deux onglets, finies dans l’ordre inverse",
                "two logins begun in two tabs, finished in the reverse order",
                Severity::Medium,
                &lesson::HONEST_BROWSER,
            ),
            Self::CodeInAddress => (
                "l’adresse de la page, une fois la personne connectée",
                "the address of the page once the agent is signed in",
                Severity::Low,
                &lesson::CODE_IN_ADDRESS,
            ),
        };
        Row(Text::new(fr, en), severity, lesson)
    }
}

pub async fn run(flow: LoginFlow, play: &mut Play<'_>) -> Judged {
    match flow {
        LoginFlow::Csrf => csrf(play, false).await,
        LoginFlow::CsrfBegun => csrf(play, true).await,
        LoginFlow::CsrfStateless => csrf_stateless(play).await,
        LoginFlow::CodeInjection => code_injection(play).await,
        LoginFlow::ReplayElsewhere => replay_elsewhere(play).await,
        LoginFlow::ReplayAfterLogout => replay_after_logout(play).await,
        LoginFlow::BackButton => back_button(play).await,
        LoginFlow::TwoTabs => two_tabs(play, false).await,
        LoginFlow::TwoTabsReversed => two_tabs(play, true).await,
        LoginFlow::CodeInAddress => code_in_address(play).await,
    }
}

async fn csrf(play: &mut Play<'_>, is_begun: bool) -> Judged {
    let callback = play.callback(&mut play.stage.browser()?).await?;
    let mut victim = play.stage.browser()?;
    if is_begun {
        play.stage.begin(&mut victim).await?;
    }
    play.open(&mut victim, &callback).await;
    judge_victim(play, &mut victim).await
}

/// `nil == nil`: a service that compares the states finds none on both sides.
async fn csrf_stateless(play: &mut Play<'_>) -> Judged {
    for state in [None, Some("")] {
        let callback = play.callback(&mut play.stage.browser()?).await?;
        let mut victim = play.stage.browser()?;
        play.open(&mut victim, &with_parameter(&callback, "state", state))
            .await;
        if let wrong @ Answer::Wrong(_) = judge_victim(play, &mut victim).await? {
            return Ok(wrong);
        }
    }
    Ok(Answer::Well)
}

async fn judge_victim(play: &mut Play<'_>, victim: &mut Browser) -> Judged {
    let is_signed_in = play.is_signed_in(victim).await?;
    Ok(Answer::wrong_if(
        is_signed_in,
        "la victime est connectée au compte de l’attaquant",
        "the victim is signed in to the attacker's account",
    ))
}

async fn code_injection(play: &mut Play<'_>) -> Judged {
    let stolen = play.callback(&mut play.stage.browser()?).await?;
    let code = parameter(&stolen, "code");
    let code = code.ok_or_else(|| BrowserError::Broken("the callback has no code".into()))?;
    let mut attacker = play.stage.browser()?;
    let callback = play.callback(&mut attacker).await?;
    play.open(
        &mut attacker,
        &with_parameter(&callback, "code", Some(&code)),
    )
    .await;
    let is_signed_in = play.is_signed_in(&mut attacker).await?;
    Ok(Answer::wrong_if(
        is_signed_in,
        "l’attaquant est connecté au compte de la victime",
        "the attacker is signed in to the victim's account",
    ))
}

async fn replay_elsewhere(play: &mut Play<'_>) -> Judged {
    let mut browser = play.stage.browser()?;
    let callback = play.callback(&mut browser).await?;
    play.arrive(&mut browser, &callback).await;
    let mut other = play.stage.browser()?;
    play.open(&mut other, &callback).await;
    let is_signed_in = play.is_signed_in(&mut other).await?;
    Ok(Answer::wrong_if(
        is_signed_in,
        "l’autre navigateur est connecté",
        "the other browser is signed in",
    ))
}

async fn replay_after_logout(play: &mut Play<'_>) -> Judged {
    if play.stage.service.log_out.is_none() {
        return Ok(Answer::no_logout());
    }
    let mut browser = play.stage.browser()?;
    let callback = play.callback(&mut browser).await?;
    play.arrive(&mut browser, &callback).await;
    let page = play.stage.log_out(&mut browser).await;
    play.watch(&mut browser, page);
    play.open(&mut browser, &callback).await;
    let is_signed_in = play.is_signed_in(&mut browser).await?;
    Ok(Answer::wrong_if(
        is_signed_in,
        "la personne est de nouveau connectée",
        "the agent is signed in again",
    ))
}

async fn back_button(play: &mut Play<'_>) -> Judged {
    let mut browser = play.stage.browser()?;
    let callback = play.callback(&mut browser).await?;
    play.arrive(&mut browser, &callback).await;
    play.open(&mut browser, &callback).await;
    let is_signed_in = play.is_signed_in(&mut browser).await?;
    Ok(Answer::wrong_if(
        !is_signed_in,
        "la personne n’est plus connectée",
        "the agent is not signed in any more",
    ))
}

/// ProConnect may return the second state alone: one of the two tabs may fail, but not both.
async fn two_tabs(play: &mut Play<'_>, is_reversed: bool) -> Judged {
    let mut browser = play.stage.browser()?;
    let first = play.stage.begin(&mut browser).await?;
    let second = play.stage.begin(&mut browser).await?;
    let mut callbacks = vec![
        play.callback_of(&mut browser, &first).await?,
        play.callback_of(&mut browser, &second).await?,
    ];
    if is_reversed {
        callbacks.reverse();
    }
    for callback in &callbacks {
        play.arrive(&mut browser, callback).await;
    }
    let is_signed_in = play.is_signed_in(&mut browser).await?;
    Ok(Answer::wrong_if(
        !is_signed_in,
        "après deux connexions réussies, personne n’est connecté",
        "after two successful logins, nobody is signed in",
    ))
}

async fn code_in_address(play: &mut Play<'_>) -> Judged {
    let mut browser = play.stage.browser()?;
    let page = play.sign_in(&mut browser).await?;
    Ok(Answer::wrong_if(
        parameter(&page.url, "code").is_some(),
        "l’adresse de la page contient encore le code",
        "the address of the page still has the code",
    ))
}
