//! Hostile values and methods at the callback.

use reqwest::Method;
use strum::{Display, EnumIter};
use url::{Url, form_urlencoded};

use super::Row;
use super::lessons::callback as lesson;
use super::play::{Answer, Judged, Play};
use super::probe::Request;
use super::values::parameter;
use crate::audit::browser::{Browser, BrowserError, Landing};
use crate::audit::case::Severity;
use crate::audit::text::Text;

/// In characters: longer than any `state`, shorter than the longest request line of most servers.
const OVERSIZE: usize = 6000;

const MARKUP: &str = "<script>suite()</script><img src=x onerror=\"suite()\">'\"";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter)]
#[strum(serialize_all = "kebab-case", prefix = "flow-callback-")]
pub enum CallbackFlow {
    Bare,
    Markup,
    HeaderInjection,
    Oversized,
    ControlCharacters,
    Arrays,
    Methods,
}

impl CallbackFlow {
    pub(super) fn row(self) -> Row {
        let (fr, en, severity, lesson) = match self {
            Self::Bare => (
                "l’adresse de retour, ouverte sans connexion et sans paramètres",
                "the callback, opened without login and without parameters",
                Severity::Low,
                &lesson::HOSTILE,
            ),
            Self::Markup => (
                "des balises HTML dans error et error_description",
                "HTML markup in error and error_description",
                Severity::High,
                &lesson::MARKUP,
            ),
            Self::HeaderInjection => (
                "des fins de ligne et un en-tête dans error et state",
                "line ends and a header in error and state",
                Severity::High,
                &lesson::HEADER_INJECTION,
            ),
            Self::Oversized => (
                "un state, un code et une erreur de 6\u{a0}000 caractères",
                "a state, a code and an error of 6,000 characters",
                Severity::Low,
                &lesson::HOSTILE,
            ),
            Self::ControlCharacters => (
                "des octets nuls et des octets qui ne sont pas de l’UTF-8",
                "null bytes, and bytes that are not UTF-8",
                Severity::Low,
                &lesson::HOSTILE,
            ),
            Self::Arrays => (
                "des paramètres en listes et en objets\u{a0}: code[]=…, state[a]=…",
                "parameters as lists and objects: code[]=…, state[a]=…",
                Severity::Low,
                &lesson::HOSTILE,
            ),
            Self::Methods => (
                "HEAD, OPTIONS, PUT et POST à l’adresse de retour",
                "HEAD, OPTIONS, PUT and POST to the callback",
                Severity::Low,
                &lesson::HOSTILE,
            ),
        };
        Row(Text::new(fr, en), severity, lesson)
    }
}

pub async fn run(flow: CallbackFlow, play: &mut Play<'_>) -> Judged {
    let queries = match flow {
        CallbackFlow::Bare => vec![String::new()],
        CallbackFlow::Markup => return markup(play).await,
        CallbackFlow::HeaderInjection => return header_injection(play).await,
        CallbackFlow::Methods => return methods(play).await,
        CallbackFlow::Oversized => {
            let long = "a".repeat(OVERSIZE);
            vec![
                format!("code=c&state={long}"),
                format!("code={long}&state={{state}}"),
                format!("error={long}&state={{state}}"),
            ]
        }
        CallbackFlow::ControlCharacters => ["%00", "a%00b", "%ff%fe", "%c0%ae", "%ed%a0%80", "%"]
            .iter()
            .flat_map(|bytes| {
                [
                    format!("code=c&state={bytes}"),
                    format!("code={bytes}&state={{state}}"),
                    format!("error={bytes}&error_description={bytes}&state={{state}}"),
                ]
            })
            .collect(),
        CallbackFlow::Arrays => [
            "code[]=a&code[]=b&state[]={state}",
            "code[a]=b&state={state}",
            "code=c&state[$ne]=x",
            "code=a&code=b&state={state}",
            "error[]=a&error_description[b][c]=d&state={state}",
        ]
        .map(str::to_owned)
        .to_vec(),
    };
    for query in queries {
        if let wrong @ Answer::Wrong(_) = send(play, &query).await? {
            return Ok(wrong);
        }
    }
    Ok(Answer::Well)
}

/// Opens the callback with `query` in a browser that began a login, whose state replaces `{state}`.
async fn send(play: &mut Play<'_>, query: &str) -> Judged {
    let (mut browser, _) = opened(play, query).await?;
    let is_signed_in = play.is_signed_in(&mut browser).await?;
    Ok(Answer::wrong_if(
        is_signed_in,
        "une personne est connectée",
        "somebody is signed in",
    ))
}

async fn opened(
    play: &mut Play<'_>,
    query: &str,
) -> Result<(Browser, Option<Landing>), BrowserError> {
    let mut browser = play.stage.browser()?;
    let mut callback = play.stage.service.redirect_uri.clone();
    if !query.is_empty() {
        let request = play.stage.begin(&mut browser).await?;
        let state = parameter(&request, "state").unwrap_or_default();
        let state: String = form_urlencoded::byte_serialize(state.as_bytes()).collect();
        callback.set_query(Some(&query.replace("{state}", &state)));
    }
    let landing = play.open(&mut browser, &callback).await;
    Ok((browser, landing))
}

async fn markup(play: &mut Play<'_>) -> Judged {
    let value: String = form_urlencoded::byte_serialize(MARKUP.as_bytes()).collect();
    for state in ["{state}", &value] {
        let query =
            format!("error={value}&error_description={value}&error_uri={value}&state={state}");
        let (_, landing) = opened(play, &query).await?;
        let page = landing.and_then(Landing::page);
        let is_shown = page.is_some_and(|page| {
            page.body.contains("<script>suite()") || page.body.contains("<img src=x onerror=")
        });
        if is_shown {
            return Ok(Answer::Wrong(Text::new(
                "la page contient ces balises telles quelles",
                "the page has this markup as it is",
            )));
        }
    }
    Ok(Answer::Well)
}

async fn header_injection(play: &mut Play<'_>) -> Judged {
    const VALUE: &str = "a%0d%0aSet-Cookie:%20suite=injected%0d%0a%0d%0a";
    for query in [
        format!("error={VALUE}&error_description={VALUE}&state={{state}}"),
        format!("code=c&state={VALUE}"),
    ] {
        let (mut browser, _) = opened(play, &query).await?;
        let cookies = browser.cookies(&play.stage.service.start).await?;
        if cookies.iter().any(|(name, _)| name == "suite") {
            return Ok(Answer::Wrong(Text::new(
                "la réponse contient l’en-tête de l’attaquant",
                "the response has the attacker's header",
            )));
        }
    }
    Ok(Answer::Well)
}

async fn methods(play: &mut Play<'_>) -> Judged {
    let url: Url = play.stage.service.redirect_uri.clone();
    let form =
        [("code", "c"), ("state", "s")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    for method in [Method::HEAD, Method::OPTIONS, Method::PUT, Method::POST] {
        play.probe(Request {
            method,
            url: &url,
            cookies: &[],
            headers: &[],
            form: &form,
        })
        .await?;
    }
    Ok(Answer::Well)
}
