//! Runs one module: an application on the library, its own issuer, and a browser.

use super::modules::{Module, Outcome, Trial};
use axum::http::StatusCode;
use mock_proconnect::{ClientAuthentication, PlannedFault, Settings, Until};
use proconnect_assurance::{
    application::{ACCOUNT, LOG_OUT},
    audit_trail::{audit_trail, logged},
    browser::{Answer, Browser, send_logout_token},
    site::Site,
};
use url::Url;

/// Signed in, or the code of the refusal.
type Login = Result<(), String>;

/// Panics unless the module ends as expected.
pub async fn run(module: &Module) {
    let site = match module.trial {
        Trial::BackChannelLogout(_) => Site::start_with_back_channel().await,
        _ => Site::start().await,
    };
    let login = match module.trial {
        Trial::Login(fault) => {
            if let Some(name) = fault {
                site.mock.lie_about_next_login(name.parse().unwrap());
            }
            log_in(&site).await
        }
        Trial::KeyUnnamed => {
            site.mock.rotate_keys(true).unwrap();
            site.mock
                .lie_about_next_login("id-token-kid-missing".parse().unwrap());
            log_in(&site).await
        }
        Trial::BasicAlone => {
            site.mock.change_settings(Settings {
                client_authentication: ClientAuthentication::Basic,
                ..site.mock.settings()
            });
            log_in(&site).await
        }
        Trial::OtherIssuer => {
            plan(&site, "discovery-wrong-issuer", Until::Cleared);
            let mut browser = site.browser();
            let answer = browser.press_button().await;
            outcome(&mut browser, &answer).await
        }
        Trial::KeysChangedDuring => {
            let mut browser = site.browser();
            let callback = browser.begin_login().await;
            site.mock.rotate_keys(false).unwrap();
            let answer = browser.get(&callback).await;
            outcome(&mut browser, &answer).await
        }
        Trial::KeysChangedBetween => {
            assert_eq!(log_in(&site).await, Ok(()), "{}", module.name);
            site.mock.rotate_keys(false).unwrap();
            log_in(&site).await
        }
        Trial::Logout(fault) => {
            log_out(&site, fault).await;
            Ok(())
        }
        Trial::BackChannelLogout(fault) => be_logged_out(&site, fault).await,
    };
    let expected = match module.outcome {
        Outcome::SignedIn | Outcome::SignedOut => Ok(()),
        Outcome::Refused(code) => Err(code.to_owned()),
    };
    assert_eq!(login, expected, "{}", module.name);
    for (path, times) in module.calls {
        assert_eq!(site.calls_to(path), *times, "{} {path}", module.name);
    }
}

fn plan(site: &Site, fault: &str, until: Until) {
    site.mock.plan(PlannedFault {
        fault: fault.parse().unwrap(),
        until,
        client_id: None,
    });
}

async fn log_in(site: &Site) -> Login {
    let mut browser = site.browser();
    let callback = browser.begin_login().await;
    let answer = browser.get(&callback).await;
    outcome(&mut browser, &answer).await
}

/// The browser's state after `answer`: the agent's claims, or a visitor's page.
async fn outcome(browser: &mut Browser, answer: &Answer) -> Login {
    let refusal = answer.refusal().to_owned();
    let account = browser.get(ACCOUNT).await;
    let shows_claims = account.body.contains("angela.dubois@ministere.gouv.fr");
    let is_signed_in = account.status == StatusCode::OK;
    assert_eq!(shows_claims, is_signed_in);
    assert_ne!(refusal.is_empty(), !is_signed_in, "{refusal}");
    if is_signed_in { Ok(()) } else { Err(refusal) }
}

/// The session is over, whatever parameters the return contains. No part of the address is trusted or
/// shown.
async fn log_out(site: &Site, fault: Option<&str>) {
    let mut browser = site.browser();
    browser.log_in().await;
    if let Some(fault) = fault {
        plan(site, fault, Until::Once);
    }
    let left = browser.post(LOG_OUT, "").await;
    let sent = state(left.location()).unwrap();
    let back = browser.end_issuer_session(left.location()).await;
    let received = state(&format!("http://localhost{back}"));
    match fault {
        None => assert_eq!(received.as_ref(), Some(&sent)),
        Some("logout-wrong-state") => assert!(received.is_some_and(|state| state != sent)),
        Some(_) => assert_eq!(received, None),
    }
    let answer = browser.get(&back).await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, "/")
    );
    assert_eq!(browser.get("/").await.status, StatusCode::OK);
    assert_eq!(browser.signed_in_as().await, None);
}

/// The issuer's session ends, which its server tells. Returns the reason of a refused token: the session
/// here goes on then, and ends otherwise.
async fn be_logged_out(site: &Site, fault: Option<&str>) -> Login {
    let mut browser = site.browser();
    browser.log_in().await;
    if let Some(fault) = fault {
        plan(site, fault, Until::Once);
    }
    let deliveries = site.mock.end_sessions_of("etat").await;
    let [delivery] = deliveries.as_slice() else {
        panic!("{} tokens were sent", deliveries.len());
    };
    // The answer names no reason: the audit trail does, when the same token comes again.
    let (again, log) = logged(send_logout_token(&site.router, &delivery.logout_token)).await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
    assert_eq!(again.header("cache-control"), "no-store");
    let refusal = audit_trail(&log).remove(0);
    let is_signed_in = browser.signed_in_as().await.is_some();
    match delivery.status {
        Some(200) => {
            assert_eq!(refusal, "logout_token.replayed");
            assert!(!is_signed_in);
            Ok(())
        }
        Some(400) => {
            assert!(is_signed_in, "{refusal}");
            Err(refusal)
        }
        other => panic!("{other:?}"),
    }
}

fn state(url: &str) -> Option<String> {
    let url = Url::parse(url).unwrap();
    let (_, state) = url.query_pairs().find(|(name, _)| name == "state")?;
    Some(state.into_owned())
}
