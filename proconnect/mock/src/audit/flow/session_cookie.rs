//! The cookies on which the page of a signed-in agent depends, and how the service sets them.

use super::play::{Answer, Judged, Play};
use super::session::give;
use crate::audit::browser::{Browser, BrowserError, Hop, NOTHING};

/// The answer where no cookie makes the difference.
pub const NO_COOKIE: Answer = Answer::no_part(
    "aucun cookie de session n’a été vu",
    "no session cookie was seen",
);

/// Judges an attribute of the session cookies, as the last response that sets each has it.
pub async fn attribute(
    play: &mut Play<'_>,
    wanted: &str,
    fr: &'static str,
    en: &'static str,
) -> Judged {
    let (names, set) = session_cookies(play).await?;
    let lines: Vec<&str> = names
        .iter()
        .filter_map(|name| last_line(&set, name))
        .collect();
    if lines.is_empty() {
        return Ok(NO_COOKIE);
    }
    let is_wrong = lines.iter().any(|line| !has(line, wanted));
    Ok(Answer::wrong_if(is_wrong, fr, en))
}

/// The names of the cookies without which the agent is not signed in, and every `Set-Cookie` of the service
/// from the first page to the signed-in one: some services set the session cookie before the login, and keep it.
pub async fn session_cookies(
    play: &mut Play<'_>,
) -> Result<(Vec<String>, Vec<String>), BrowserError> {
    let mut browser = play.stage.browser()?;
    let mut set = journey(play, &mut browser).await?;
    let url = play.stage.service.checked.clone();
    set.extend(browser.set_cookies(&url).await?);
    let cookies = browser.cookies(&url).await?;
    let mut needed = Vec::new();
    for (name, _) in &cookies {
        let others = |other: &&(String, String)| other.0 != *name;
        let others: Vec<_> = cookies.iter().filter(others).cloned().collect();
        if !is_enough(play, &others).await? {
            needed.push(name.clone());
        }
    }
    // Two cookies may each open the session.
    if needed.is_empty() && !is_enough(play, &[]).await? {
        for cookie in &cookies {
            if is_enough(play, std::slice::from_ref(cookie)).await? {
                needed.push(cookie.0.clone());
            }
        }
    }
    // A copy that opens nothing, with all cookies, shows nothing about one of them.
    if !is_enough(play, &cookies).await? {
        needed.clear();
    }
    Ok((needed, set))
}

/// Whether `cookies` are those of a signed-in agent.
async fn is_enough(
    play: &mut Play<'_>,
    cookies: &[(String, String)],
) -> Result<bool, BrowserError> {
    let url = play.stage.service.checked.clone();
    let mut browser = play.stage.browser()?;
    give(&mut browser, &url, cookies).await?;
    play.is_signed_in(&mut browser).await
}

/// Logs in, and returns every `Set-Cookie` of the service on the way.
async fn journey(play: &mut Play<'_>, browser: &mut Browser) -> Result<Vec<String>, BrowserError> {
    let callback = play.callback(browser).await?;
    let landing = browser.follow(&play.issuer(), &callback, NOTHING).await;
    let is_signed_in = play.stage.is_signed_in(browser).await;
    let hops = browser.take_hops().into_iter();
    let hops: Vec<Hop> = hops
        .filter(|hop| play.stage.service.is_own(&hop.url))
        .collect();
    for hop in &hops {
        play.watch_hop(hop);
    }
    play.watch(browser, landing);
    if !is_signed_in? {
        return Err(BrowserError::Broken("an honest login failed".into()));
    }
    Ok(hops.into_iter().flat_map(|hop| hop.set_cookies).collect())
}

/// The last of `lines` that sets the cookie `name`, rather than removes it.
fn last_line<'a>(lines: &'a [String], name: &str) -> Option<&'a str> {
    let value = |line: &'a str| {
        let (pair, _) = line.split_once(';').unwrap_or((line, ""));
        let (key, value) = pair.split_once('=')?;
        (key.trim() == name).then(|| value.trim().trim_matches('"'))
    };
    let mut lines = lines.iter().rev().map(String::as_str);
    lines.find(|line| value(line).is_some_and(|value| !value.is_empty()))
}

/// Whether a `Set-Cookie` has the attribute `wanted`. `SameSite=None` is none.
fn has(line: &str, wanted: &str) -> bool {
    let attributes = line.to_ascii_lowercase();
    attributes.split(';').skip(1).any(|attribute| {
        let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
        name.trim() == wanted && value.trim() != "none"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_that_sets_the_cookie_counts() {
        let lines = [
            "session=a; Path=/",
            "session=b; Path=/; HttpOnly; SameSite=Lax",
            "session_2=c",
            "session=; Path=/login; Max-Age=0",
        ]
        .map(str::to_owned);
        let line = last_line(&lines, "session").unwrap();
        assert!(line.starts_with("session=b"));
        assert!(has(line, "httponly") && has(line, "samesite") && !has(line, "secure"));
        assert!(!has("session=a; SameSite=None", "samesite"));
        assert_eq!(last_line(&lines, "other"), None);
    }
}
