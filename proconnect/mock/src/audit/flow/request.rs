//! The authorization request, without any lie: two of one browser, and one of another.

use reqwest::Method;
use serde_json::Value;
use strum::{Display, EnumIter};
use url::Url;

use super::Row;
use super::lessons::request as lesson;
use super::play::{Answer, Judged, Play};
use super::probe::Request;
use super::values::{bits, parameter};
use crate::audit::browser::{BrowserError, Landing, NOTHING};
use crate::audit::case::Severity;
use crate::audit::service::Entrance;
use crate::audit::text::Text;

/// RFC 6749, section 10.10 wants 128 bits; a random UUID, which is common, has 122.
const LEAST_BITS: u32 = 110;

const ATTACKER: &str = "attacker.example.com";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter)]
#[strum(serialize_all = "kebab-case", prefix = "flow-request-")]
pub enum RequestFlow {
    State,
    Nonce,
    Pkce,
    PkceFresh,
    Secret,
    Acr,
    ForwardedHost,
}

impl RequestFlow {
    pub(super) fn row(self) -> Row {
        let (fr, en, severity, lesson) = match self {
            Self::State => (
                "le state est-il imprévisible et toujours nouveau\u{a0}?",
                "is the state unguessable, and new each time?",
                Severity::High,
                &lesson::STATE,
            ),
            Self::Nonce => (
                "le nonce est-il imprévisible et toujours nouveau\u{a0}?",
                "is the nonce unguessable, and new each time?",
                Severity::Medium,
                &lesson::NONCE,
            ),
            Self::Pkce => (
                "la demande porte-t-elle un code_challenge S256 (PKCE)\u{a0}?",
                "does the request have an S256 code_challenge (PKCE)?",
                Severity::Low,
                &lesson::PKCE,
            ),
            Self::PkceFresh => (
                "le code_challenge est-il toujours nouveau\u{a0}?",
                "is the code_challenge new each time?",
                Severity::Medium,
                &lesson::PKCE,
            ),
            Self::Secret => (
                "l’adresse de la demande est-elle sans secret ni jeton\u{a0}?",
                "is the address of the request free of secrets and tokens?",
                Severity::High,
                &lesson::SECRET,
            ),
            Self::Acr => (
                "le niveau d’authentification demandé est-il bien écrit\u{a0}?",
                "is the requested authentication context well written?",
                Severity::Medium,
                &lesson::ACR,
            ),
            Self::ForwardedHost => (
                "un visiteur envoie les en-têtes X-Forwarded-Host et Forwarded d’un autre site",
                "a visitor sends the headers X-Forwarded-Host and Forwarded of another site",
                Severity::Low,
                &lesson::FORWARDED_HOST,
            ),
        };
        Row(Text::new(fr, en), severity, lesson)
    }
}

pub async fn run(flow: RequestFlow, play: &mut Play<'_>) -> Judged {
    if flow == RequestFlow::ForwardedHost {
        return forwarded_host(play).await;
    }
    let requests = requests(play).await?;
    Ok(match flow {
        RequestFlow::State => fresh(&requests, "state"),
        RequestFlow::Nonce => fresh(&requests, "nonce"),
        RequestFlow::PkceFresh if values(&requests, "code_challenge").is_empty() => {
            Answer::no_part("le service n’utilise pas PKCE", "the service uses no PKCE")
        }
        RequestFlow::PkceFresh => fresh(&requests, "code_challenge"),
        RequestFlow::Pkce => pkce(&requests),
        RequestFlow::Secret => secret(play, &requests),
        RequestFlow::Acr => acr(&requests),
        RequestFlow::ForwardedHost => Answer::NotTold(None),
    })
}

async fn requests(play: &mut Play<'_>) -> Result<Vec<Url>, BrowserError> {
    let mut one = play.stage.browser()?;
    let mut other = play.stage.browser()?;
    let requests = vec![
        play.stage.begin(&mut one).await?,
        play.stage.begin(&mut one).await?,
        play.stage.begin(&mut other).await?,
    ];
    play.watch(&mut one, Ok(()));
    play.watch(&mut other, Ok(()));
    Ok(requests)
}

fn values(requests: &[Url], name: &str) -> Vec<String> {
    let values = requests.iter().filter_map(|url| parameter(url, name));
    values.filter(|value| !value.is_empty()).collect()
}

/// ProConnect refuses a request without state or nonce; it accepts an empty state.
fn fresh(requests: &[Url], name: &str) -> Answer {
    let mut values = values(requests, name);
    if values.len() < requests.len() {
        return Answer::Wrong(Text::new(
            "le paramètre manque, ou il est vide",
            "the parameter is missing, or empty",
        ));
    }
    let bits = bits(&values);
    let all = values.len();
    values.sort();
    values.dedup();
    if values.len() < all {
        return Answer::Wrong(Text::new(
            "deux demandes ont la même valeur",
            "two requests have the same value",
        ));
    }
    Answer::wrong_if(
        bits < LEAST_BITS,
        "la valeur se devine",
        "the value can be guessed",
    )
}

/// RFC 7636, section 4.2: an S256 challenge has 43 characters.
fn pkce(requests: &[Url]) -> Answer {
    let challenges = values(requests, "code_challenge");
    if challenges.len() < requests.len() {
        return Answer::Wrong(Text::new(
            "il n’y a pas de code_challenge",
            "there is no code_challenge",
        ));
    }
    let is_s256 = requests
        .iter()
        .all(|url| parameter(url, "code_challenge_method").as_deref() == Some("S256"));
    let is_hash = challenges.iter().all(|challenge| challenge.len() == 43);
    Answer::wrong_if(
        !is_s256 || !is_hash,
        "la méthode n’est pas S256",
        "the method is not S256",
    )
}

fn secret(play: &Play<'_>, requests: &[Url]) -> Answer {
    const NAMES: [&str; 4] = [
        "client_secret",
        "access_token",
        "refresh_token",
        "code_verifier",
    ];
    let secrets = play.stage.mock.secrets();
    let holds = |url: &Url| {
        url.query_pairs().any(|(name, value)| {
            NAMES.contains(&&*name) || secrets.iter().any(|secret| value.contains(secret))
        })
    };
    Answer::wrong_if(
        requests.iter().any(holds),
        "un secret est dans l’adresse",
        "a secret is in the address",
    )
}

/// Core, section 5.5.1.1. ProConnect lets `acr_values` replace the list of the essential claim.
fn acr(requests: &[Url]) -> Answer {
    let claims = requests.first().and_then(|url| parameter(url, "claims"));
    let acr_values = requests
        .first()
        .and_then(|url| parameter(url, "acr_values"));
    let Some(claims) = claims else {
        return if acr_values.is_some() {
            Answer::Well
        } else {
            Answer::no_part(
                "le service ne demande aucun acr",
                "the service asks for no acr",
            )
        };
    };
    let Ok(Value::Object(claims)) = serde_json::from_str(&claims) else {
        return Answer::Wrong(Text::new(
            "claims n’est pas un objet JSON",
            "claims is no JSON object",
        ));
    };
    let acr = claims.get("id_token").and_then(|claims| claims.get("acr"));
    let member = |name: &str| acr.and_then(|acr| acr.get(name));
    let is_misread = member("values").is_some_and(|values| !values.is_array())
        || member("value").is_some_and(|value| !value.is_string())
        || member("essential").is_some_and(|essential| !essential.is_boolean());
    if is_misread {
        return Answer::Wrong(Text::new(
            "claims.id_token.acr a un membre d’un autre type",
            "claims.id_token.acr has a member of another type",
        ));
    }
    let is_essential = member("essential").and_then(Value::as_bool) == Some(true);
    Answer::wrong_if(
        is_essential && acr_values.is_some(),
        "acr_values remplace la liste de la demande essentielle",
        "acr_values replaces the list of the essential request",
    )
}

async fn forwarded_host(play: &mut Play<'_>) -> Judged {
    let mut browser = play.stage.browser()?;
    let start = play.stage.service.start.clone();
    let (url, method, form) = match &play.stage.service.log_in {
        Entrance::Start => (start, Method::GET, Vec::new()),
        Entrance::Element(element) => {
            let Landing::Page(page) = browser.open(&start, NOTHING).await? else {
                return Ok(Answer::NotTold(None));
            };
            let target = page.target(element, &[])?;
            let method = if target.is_post {
                Method::POST
            } else {
                Method::GET
            };
            (target.url, method, target.fields)
        }
    };
    let origin = url.origin().ascii_serialization();
    let cookies = browser.cookies(&url).await?;
    let reply = play
        .probe(Request {
            method,
            url: &url,
            cookies: &cookies,
            headers: &[
                ("x-forwarded-host", ATTACKER),
                ("forwarded", "host=attacker.example.com"),
                ("origin", &origin),
                ("sec-fetch-site", "same-origin"),
            ],
            form: &form,
        })
        .await?;
    let is_believed = reply.is_some_and(|reply| {
        reply
            .all("location")
            .iter()
            .any(|url| url.contains(ATTACKER))
    });
    Ok(Answer::wrong_if(
        is_believed,
        "l’adresse de retour suit l’en-tête",
        "the redirect_uri follows the header",
    ))
}
