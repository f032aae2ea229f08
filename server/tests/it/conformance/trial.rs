//! One module, lived through: a whole application, an issuer of its own, and a browser.

use super::modules::{Module, Outcome, Trial};
use crate::support::{Answer, Browser, TestApp};
use axum::http::StatusCode;
use mock_proconnect::{ClientAuthentication, PlannedFault, Settings, Until};
use url::Url;

/// Signed in, or the code of the refusal.
type Login = Result<(), String>;

/// Panics unless the module ends as it says.
pub async fn run(module: &Module) {
    let app = TestApp::start().await;
    let login = match module.trial {
        Trial::Login(fault) => {
            if let Some(name) = fault {
                app.mock.lie_about_next_login(name.parse().unwrap());
            }
            log_in(&app).await
        }
        Trial::KeyUnnamed => {
            app.mock.rotate_keys(true).unwrap();
            app.mock
                .lie_about_next_login("id-token-kid-missing".parse().unwrap());
            log_in(&app).await
        }
        Trial::BasicAlone => {
            app.mock.change_settings(Settings {
                client_authentication: ClientAuthentication::Basic,
                ..app.mock.settings()
            });
            log_in(&app).await
        }
        Trial::OtherIssuer => {
            plan(&app, "discovery-wrong-issuer", Until::Cleared);
            let mut browser = app.browser();
            let answer = browser.post("/auth/proconnect", "").await;
            outcome(&mut browser, &answer).await
        }
        Trial::KeysChangedDuring => {
            let mut browser = app.browser();
            let callback = browser.begin_login("/").await;
            app.mock.rotate_keys(false).unwrap();
            let answer = browser.get(&callback).await;
            outcome(&mut browser, &answer).await
        }
        Trial::KeysChangedBetween => {
            assert_eq!(log_in(&app).await, Ok(()), "{}", module.name);
            app.mock.rotate_keys(false).unwrap();
            log_in(&app).await
        }
        Trial::Logout(fault) => {
            log_out(&app, fault).await;
            Ok(())
        }
    };
    let expected = match module.outcome {
        Outcome::SignedIn | Outcome::SignedOut => Ok(()),
        Outcome::Refused(code) => Err(code.to_owned()),
    };
    assert_eq!(login, expected, "{}", module.name);
    for (path, times) in module.calls {
        assert_eq!(app.calls_to(path), *times, "{} {path}", module.name);
    }
}

fn plan(app: &TestApp, fault: &str, until: Until) {
    app.mock.plan(PlannedFault {
        fault: fault.parse().unwrap(),
        until,
        client_id: None,
    });
}

async fn log_in(app: &TestApp) -> Login {
    let mut browser = app.browser();
    let callback = browser.begin_login("/").await;
    let answer = browser.get(&callback).await;
    outcome(&mut browser, &answer).await
}

/// What the browser finds after `answer`: the agent's claims, or a visitor's page.
async fn outcome(browser: &mut Browser, answer: &Answer) -> Login {
    let refusal = answer.refusal().to_owned();
    let account = browser.get("/mon-compte").await;
    let shows_claims = account.body.contains("angela.dubois@ministere.gouv.fr");
    let is_signed_in = account.status == StatusCode::OK;
    assert_eq!(shows_claims, is_signed_in);
    assert_ne!(refusal.is_empty(), !is_signed_in, "{refusal}");
    if is_signed_in { Ok(()) } else { Err(refusal) }
}

/// Whatever comes back, the session is over, and nothing of the address is believed or shown.
async fn log_out(app: &TestApp, fault: Option<&str>) {
    let mut browser = app.browser();
    browser.log_in().await;
    if let Some(fault) = fault {
        plan(app, fault, Until::Once);
    }
    let left = browser.post("/auth/proconnect/logout", "").await;
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
    assert!(!browser.is_signed_in().await);
}

fn state(url: &str) -> Option<String> {
    let url = Url::parse(url).unwrap();
    let (_, state) = url.query_pairs().find(|(name, _)| name == "state")?;
    Some(state.into_owned())
}
