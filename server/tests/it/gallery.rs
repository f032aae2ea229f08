//! The gallery of a development build. `end2end/tests/release-build.spec.ts` checks that a release build has none.

use crate::support::TestApp;
use axum::http::StatusCode;
use proconnect::error::Refusal;

const LIST: &str = "/developpement/refus";

#[tokio::test]
async fn every_refusal_is_listed_and_shown_as_an_agent_sees_it() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let list = browser.get(LIST).await;
    assert_eq!(list.status, StatusCode::OK);
    for refusal in Refusal::all() {
        let path = format!("{LIST}/{refusal}");
        assert!(list.body.contains(&format!("href=\"{path}\"")), "{refusal}");
        let page = browser.get(&path).await;
        assert_eq!(page.status, refusal.status(), "{refusal}");
        assert_eq!(page.refusal(), refusal.code());
        assert!(page.explains(app::refusals::explain(refusal)), "{refusal}");
        assert!(page.body.contains("<code>0123456789ab</code>"), "{refusal}");
    }
    let unknown = browser.get(&format!("{LIST}/no.such")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_refusal_by_a_role_is_shown_to_an_agent_of_the_private_sector_whom_no_island_watches() {
    let app = TestApp::start().await;
    let page = app
        .browser()
        .get(&format!("{LIST}/access.role_missing"))
        .await;
    for part in [
        "Sophie Martin",
        "Réservé aux agents publics",
        "418\u{a0}166\u{a0}096\u{a0}00069",
    ] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    assert!(!page.body.contains("<script"));
}

#[tokio::test]
async fn a_refusal_of_an_agent_shows_them_as_they_were_received() {
    let app = TestApp::start().await;
    for (code, rule) in [
        (
            "rule_unmet",
            "Réservé aux adresses en @ministere.example ou @ville.example",
        ),
        ("not_invited", ""),
        ("account_conflict", ""),
        ("blocked", ""),
        ("membership_missing", ""),
        ("membership_role_missing", ""),
    ] {
        let page = app.browser().get(&format!("{LIST}/access.{code}")).await;
        for part in [rule, "sophie.martin@entreprise.example", ">aucun<"] {
            assert!(page.body.contains(part), "{part} in {}", page.body);
        }
        let has_siret = page.body.contains("418\u{a0}166\u{a0}096\u{a0}00069");
        assert_eq!(has_siret, code != "membership_missing", "{code}");
        assert!(page.body.contains("name=\"login_hint\""), "{code}");
    }
}

#[tokio::test]
async fn errors_are_shown_by_their_status() {
    let app = TestApp::start().await;
    for status in [401, 404, 405, 413, 500, 503] {
        let page = app
            .browser()
            .get(&format!("/developpement/erreur/{status}"))
            .await;
        assert_eq!(page.status.as_u16(), status);
        let kicker = page.body.split("app-kicker").nth(1).unwrap();
        let kicker = kicker.split("</p>").next().unwrap();
        assert!(kicker.ends_with(&status.to_string()), "{kicker}");
    }
}
