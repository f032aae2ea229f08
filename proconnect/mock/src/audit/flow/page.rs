//! The page of an agent who is signed in.

use reqwest::Method;
use strum::{Display, EnumIter};

use super::Row;
use super::lessons::page as lesson;
use super::play::{Answer, Judged, Play};
use super::probe::Request;
use crate::audit::browser::Landing;
use crate::audit::case::Severity;
use crate::audit::stage::Choice;
use crate::audit::text::Text;

/// In the names of this persona: markup, apostrophes and accents.
const HOSTILE: &str = "noms-hostiles";

/// The claims of that persona with markup in them.
const CLAIMS: [&str; 5] = [
    "given_name",
    "usual_name",
    "email",
    "organizational_unit",
    "organization_label",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter)]
#[strum(serialize_all = "kebab-case", prefix = "flow-page-")]
pub enum PageFlow {
    HostileNames,
    Cached,
    Framed,
}

impl PageFlow {
    pub(super) fn row(self) -> Row {
        let (fr, en, severity, lesson) = match self {
            Self::HostileNames => (
                "une personne dont le nom et l’organisation contiennent des balises HTML",
                "an agent whose name and organisation hold HTML markup",
                Severity::High,
                &lesson::HOSTILE_NAMES,
            ),
            Self::Cached => (
                "la page de la personne connectée est-elle interdite de cache\u{a0}?",
                "is the page of the signed-in agent kept out of caches?",
                Severity::Low,
                &lesson::CACHED,
            ),
            Self::Framed => (
                "la page de la personne connectée refuse-t-elle le cadre d’un autre site\u{a0}?",
                "does the page of the signed-in agent refuse another site's frame?",
                Severity::Low,
                &lesson::FRAMED,
            ),
        };
        Row(Text::new(fr, en), severity, lesson)
    }
}

pub async fn run(flow: PageFlow, play: &mut Play<'_>) -> Judged {
    match flow {
        PageFlow::HostileNames => hostile_names(play).await,
        PageFlow::Cached => {
            let Some(values) = header(play, "cache-control").await? else {
                return Ok(no_page());
            };
            let is_kept = !values.to_ascii_lowercase().contains("no-store");
            Ok(Answer::wrong_if(
                is_kept,
                "la page n’a pas l’en-tête Cache-Control: no-store",
                "the page has no header Cache-Control: no-store",
            ))
        }
        PageFlow::Framed => framed(play).await,
    }
}

async fn hostile_names(play: &mut Play<'_>) -> Judged {
    let mut browser = play.stage.browser()?;
    let choice = Choice {
        persona: HOSTILE,
        fault: None,
    };
    let landing = play.stage.log_in(&mut browser, choice).await;
    let landing = play.watch(&mut browser, landing).and_then(Landing::page);
    let is_admitted = play.stage.is_signed_in_as(HOSTILE, &mut browser).await?;
    play.watch(&mut browser, Ok(()));
    let checked = play.stage.service.checked.clone();
    let page = play
        .open(&mut browser, &checked)
        .await
        .and_then(Landing::page);
    let mock = &play.stage.mock;
    let values = CLAIMS.iter().filter_map(|claim| mock.claim(HOSTILE, claim));
    let scripts: Vec<String> = values.filter_map(|value| script_in(&value)).collect();
    let is_shown = [landing, page].into_iter().flatten().any(|page| {
        !is_json(&page.body) && scripts.iter().any(|script| page.body.contains(script))
    });
    if is_shown {
        return Ok(Answer::Wrong(Text::new(
            "la page contient les balises telles quelles",
            "the page has the markup as it is",
        )));
    }
    Ok(if is_admitted {
        Answer::Well
    } else {
        Answer::no_part(
            "le service n’admet pas cette personne",
            "the service does not admit this agent",
        )
    })
}

/// The script element in `value`.
fn script_in(value: &str) -> Option<String> {
    let start = value.find("<script>")?;
    let end = value.find("</script>")?;
    value.get(start..end).map(str::to_owned)
}

fn is_json(body: &str) -> bool {
    body.trim_start().starts_with(['{', '['])
}

async fn framed(play: &mut Play<'_>) -> Judged {
    let Some(policy) = header(play, "content-security-policy").await? else {
        return Ok(no_page());
    };
    let options = header(play, "x-frame-options").await?.unwrap_or_default();
    let is_forbidden = policy.contains("frame-ancestors") || !options.is_empty();
    Ok(Answer::wrong_if(
        !is_forbidden,
        "la page n’a ni frame-ancestors ni X-Frame-Options",
        "the page has neither frame-ancestors nor X-Frame-Options",
    ))
}

const fn no_page() -> Answer {
    Answer::no_part(
        "la page de la personne connectée ne s’affiche pas",
        "the page of the signed-in agent does not show",
    )
}

/// The values of a header of the page of a signed-in agent, empty without the header. `None` when that
/// page does not show.
async fn header(
    play: &mut Play<'_>,
    name: &str,
) -> Result<Option<String>, crate::audit::browser::BrowserError> {
    let mut browser = play.stage.browser()?;
    play.sign_in(&mut browser).await?;
    let checked = play.stage.service.checked.clone();
    let page = play
        .open(&mut browser, &checked)
        .await
        .and_then(Landing::page);
    let Some(page) = page else {
        return Ok(None);
    };
    let cookies = browser.cookies(&page.url).await?;
    let reply = play
        .probe(Request {
            method: Method::GET,
            url: &page.url,
            cookies: &cookies,
            headers: &[("accept", "text/html")],
            form: &[],
        })
        .await?;
    Ok(reply.map(|reply| reply.all(name).join(", ")))
}
