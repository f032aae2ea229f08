//! Rows about the response itself: its parameters, and the attempt that they name.

use super::{
    Row,
    stage::{CALLBACK, SHOWN_ON, SIGNED_IN, call_back, replace},
};
use proconnect_assurance::site::Site;
use std::time::Duration;

const UNKNOWN: &str = "login_attempt.unknown";
const MALFORMED: &str = "authorization_response.malformed";
const STATE_MISSING: &str = "authorization_response.state_missing";

pub async fn rows(site: &Site) -> Vec<Row> {
    let mut rows = vec![
        Row {
            name: "P-01",
            fault: "No parameter at all",
            note: "",
            expected: vec![STATE_MISSING, SIGNED_IN],
            seen: changed(site, &|_| CALLBACK.to_owned()).await,
        },
        Row {
            name: "P-02",
            fault: "No `state`, or an empty one",
            note: "",
            expected: vec![STATE_MISSING, STATE_MISSING, SIGNED_IN],
            seen: all_changed(
                site,
                &[&|path| replace(path, "state", ""), &|path| {
                    path.replace("state=", "stat=")
                }],
            )
            .await,
        },
        Row {
            name: "P-03",
            fault: "A `state` that nobody knows",
            note: "",
            expected: vec![UNKNOWN, SIGNED_IN],
            seen: changed(site, &|path| {
                replace(path, "state", "AAAAAAAAAAAAAAAAAAAAAA")
            })
            .await,
        },
        Row {
            name: "P-07",
            fault: "No `code`, or an empty one",
            note: "",
            expected: vec!["authorization_response.code_missing"; 2],
            seen: spoilt(
                site,
                &[&|path| replace(path, "code", ""), &|path| {
                    path.replace("code=", "cod=")
                }],
            )
            .await,
        },
        Row {
            name: "P-09",
            fault: "`code`, `state` or `iss` twice",
            note: "Two readers could pick different ones (RFC 6749 3.1)",
            expected: vec![MALFORMED, MALFORMED, MALFORMED, SIGNED_IN],
            seen: all_changed(
                site,
                &[
                    &|path| format!("{path}&code=other"),
                    &|path| format!("{path}&state=other"),
                    &|path| format!("{path}&iss=other"),
                ],
            )
            .await,
        },
        Row {
            name: "P-10",
            fault: "`code` and `error` together",
            note: "",
            expected: vec![MALFORMED, SIGNED_IN],
            seen: changed(site, &|path| format!("{path}&error=access_denied")).await,
        },
        Row {
            name: "P-11",
            fault: "An `access_token` or `id_token` in the query",
            note: "Of flows that this application never begins",
            expected: vec![MALFORMED, MALFORMED, SIGNED_IN],
            seen: all_changed(
                site,
                &[&|path| format!("{path}&access_token=t"), &|path| {
                    format!("{path}&id_token=t")
                }],
            )
            .await,
        },
        Row {
            name: "P-14",
            fault: "Percent signs and bytes that decode to nothing",
            note: "",
            expected: vec![UNKNOWN, "authorization_response.code_missing"],
            seen: spoilt(
                site,
                &[&|_| format!("{CALLBACK}?state=%ff%fe%&code=%zz"), &|path| {
                    path.replace("code=", "code%00=")
                }],
            )
            .await,
        },
    ];
    rows.extend([
        another_browser(site).await,
        used(site).await,
        expired(site).await,
    ]);
    rows.extend([reloaded(site).await, mixed_up(site).await]);
    rows
}

type Change<'a> = &'a dyn Fn(&str) -> String;

/// Sends changed callbacks one after the other, then the honest one: none has used the attempt up,
/// and the token endpoint gets one request.
async fn all_changed(site: &Site, changes: &[Change<'_>]) -> Vec<String> {
    let (mut browser, before) = (site.browser(), site.calls_to("/token"));
    let callback = browser.begin_login().await;
    let mut seen = Vec::new();
    for change in changes {
        seen.push(call_back(&mut browser, &change(&callback)).await);
    }
    seen.push(call_back(&mut browser, &callback).await);
    assert_eq!(site.calls_to("/token"), before + 1);
    seen
}

async fn changed(site: &Site, change: Change<'_>) -> Vec<String> {
    all_changed(site, &[change]).await
}

/// Sends changed callbacks, each of its own login. The token endpoint gets no request.
async fn spoilt(site: &Site, changes: &[Change<'_>]) -> Vec<String> {
    let before = site.calls_to("/token");
    let mut seen = Vec::new();
    for change in changes {
        let mut browser = site.browser();
        let callback = browser.begin_login().await;
        seen.push(call_back(&mut browser, &change(&callback)).await);
    }
    assert_eq!(site.calls_to("/token"), before);
    seen
}

async fn another_browser(site: &Site) -> Row {
    let (mut attacker, mut victim) = (site.browser(), site.browser());
    let callback = attacker.begin_login().await;
    victim.begin_login().await;
    Row {
        name: "P-04",
        fault: "The response to another browser's login",
        note: "The other browser's login is none the worse for it",
        expected: vec![UNKNOWN, SIGNED_IN],
        seen: vec![
            call_back(&mut victim, &callback).await,
            call_back(&mut attacker, &callback).await,
        ],
    }
}

async fn used(site: &Site) -> Row {
    let (mut browser, before) = (site.browser(), site.calls_to("/token"));
    let callback = browser.begin_login().await;
    let attempt = browser.cookies.clone();
    let mut seen = vec![call_back(&mut browser, &callback).await];
    browser.cookies.extend(attempt.clone());
    seen.push(call_back(&mut browser, &callback).await);
    browser.cookies = attempt;
    seen.push(call_back(&mut browser, &replace(&callback, "code", "another-code")).await);
    assert_eq!(site.calls_to("/token"), before + 1);
    Row {
        name: "P-05",
        fault: "A `state` that was used: again with its cookie, and with its cookie but neither the \
                session nor the code",
        note: "A second response to one attempt waits for the first and goes where it went; its code \
               is not used, and it gets no session",
        expected: vec![SIGNED_IN, SHOWN_ON, SHOWN_ON],
        seen,
    }
}

async fn expired(site: &Site) -> Row {
    let mut browser = site.browser();
    let callback = browser.begin_login().await;
    let mut without_cookie = browser.clone();
    without_cookie.cookies.clear();
    site.wait(Duration::from_secs(10 * 60 + 1));
    Row {
        name: "P-06",
        fault: "After ten minutes, by a browser that kept the cookie, and by one that dropped it",
        note: "",
        expected: vec!["login_attempt.expired", UNKNOWN],
        seen: vec![
            call_back(&mut browser, &callback).await,
            call_back(&mut without_cookie, &callback).await,
        ],
    }
}

async fn reloaded(site: &Site) -> Row {
    let (mut browser, before) = (site.browser(), site.calls_to("/token"));
    let callback = browser.begin_login().await;
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(call_back(&mut browser, &callback).await);
    }
    assert_eq!(site.calls_to("/token"), before + 1);
    Row {
        name: "P-08",
        fault: "The same address again: a page reloaded",
        note: "The agent is signed in, and the code is not used again",
        expected: vec![SIGNED_IN, SHOWN_ON, SHOWN_ON],
        seen,
    }
}

/// Only the verifier is wrong: the client, the redirect URI and the code are right.
async fn mixed_up(site: &Site) -> Row {
    let code_of = |callback: &str| {
        let mut pairs = callback.split(['?', '&']);
        let code = pairs.find_map(|pair| pair.strip_prefix("code="));
        code.unwrap().to_owned()
    };
    let (mut attacker, mut victim) = (site.browser(), site.browser());
    let stolen = code_of(&attacker.begin_login().await);
    let callback = victim.begin_login().await;
    let injected = call_back(&mut victim, &replace(&callback, "code", &stolen)).await;
    let (one, other) = (victim.begin_login().await, victim.begin_login().await);
    let swapped = call_back(&mut victim, &replace(&one, "code", &code_of(&other))).await;
    Row {
        name: "P-17",
        fault: "A code that another `code_challenge` was sent for: another browser's, another tab's",
        note: "It is the issuer that refuses, as PKCE wants (RFC 7636 4.6)",
        expected: vec!["token_response.invalid_grant"; 2],
        seen: vec![injected, swapped],
    }
}
