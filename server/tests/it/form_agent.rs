//! The agent of a form: a form that was rendered for one agent is not sent by another.

use crate::support::TestApp;
use app::refusals::texts::OTHER_AGENT;
use axum::http::StatusCode;

#[tokio::test]
async fn f20_a_form_of_one_agent_is_not_the_act_of_another() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let opened = browser.agent_field().await;
    browser.log_in_as("karim.benali@interieur.example.fr").await;
    let form = format!("text=1234567&{opened}");
    let refused = browser.submit("/test/takes_a_text", &form).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(refused.refusal(), "request.other_agent");
    assert!(refused.explains(&OTHER_AGENT));
    assert!(refused.body.contains("BENALI"));
    assert!(!refused.body.contains("1234567"), "{}", refused.body);
    let bare = browser.post("/test/takes_a_text", &form).await;
    assert_eq!(bare.body, "request.other_agent\n");

    // The same agent may log in again before sending it.
    browser.log_in().await;
    let sent = browser.submit("/test/takes_a_text", &form).await;
    assert_eq!(sent.location(), "/contact?text=1234567");
    for forged in ["text=1", "text=1&agent=", "text=1&agent=x"] {
        let refused = browser.submit("/test/takes_a_text", forged).await;
        assert!(refused.status.is_client_error(), "{forged}");
    }
    // A logout is never refused.
    let left = browser.submit("/auth/proconnect/logout", "").await;
    assert!(
        left.header("refresh").contains("/session/end"),
        "{:?}",
        left.headers
    );
}

#[tokio::test]
async fn f20_agents_are_distinguished_by_more_than_their_names() {
    let app = TestApp::start().await;
    let mut digests = Vec::new();
    for address in [
        "angela.dubois@ministere.gouv.fr",
        "karim.benali@interieur.example.fr",
        "sophie.martin@octo.example.com",
    ] {
        let mut browser = app.browser();
        browser.log_in_as(address).await;
        let digest = browser.agent_field().await;
        let current = browser.post("/api/current_user", "").await;
        let digest_alone = digest.trim_start_matches("agent=");
        let member = format!("\"digest\":\"{digest_alone}\"");
        assert!(current.body.contains(&member), "{}", current.body);
        let page = browser.get("/").await;
        let of_the_island = format!("&quot;agent&quot;:&quot;{digest_alone}&quot;");
        assert!(page.body.contains(&of_the_island), "{}", page.body);
        assert!(!digests.contains(&digest));
        digests.push(digest);
    }
}
