use super::{agent, answer_with, options, page};
use app::{agent::Agent, error_document};
use http::StatusCode;

/// The properties of the island, which is between the header and the content.
fn properties(html: &str) -> String {
    let island = html.split("</header>").nth(1).unwrap();
    let island = island.split("<main").next().unwrap();
    assert!(island.contains("<div role=\"status\""), "{island}");
    assert!(
        !island.contains("<form") && !island.contains("<h1"),
        "{island}"
    );
    let properties = island.split("data-props=\"").nth(1).unwrap();
    let properties = properties.split('"').next().unwrap();
    // The quotes of the JSON, then those of the HTML in it.
    properties.replace("&quot;", "\"").replace("\\\"", "\"")
}

#[tokio::test]
async fn the_next_login_waits_in_every_page_of_an_agent_and_returns_to_it() {
    for path in ["/mon-compte", "/espace-agents-publics"] {
        let html = page(path, Some(agent())).await.html;
        let next = properties(&html);
        for part in [
            "action=\"/auth/proconnect\"",
            "class=\"fr-connect\"",
            &format!("name=\"return_to\" value=\"{path}\""),
        ] {
            assert!(next.contains(part), "{part} in {next}");
        }
        assert!(!next.contains("name=\"level\""), "{next}");
        assert!(!page(path, None).await.html.contains("app-session-over"));
    }
}

#[tokio::test]
async fn the_next_login_asks_for_the_level_of_the_page() {
    let strong = Agent {
        has_second_factor: true,
        ..agent()
    };
    let html = page("/espace-sensible", Some(strong)).await.html;
    assert!(
        properties(&html).contains("name=\"level\" value=\"mfa\""),
        "{html}"
    );
}

#[tokio::test]
async fn in_place_of_an_answer_the_next_login_leads_to_a_page_of_the_site() {
    let document = move || error_document(options(), StatusCode::NOT_FOUND);
    let html = answer_with("/inconnu", "", Some(agent()), document)
        .await
        .html;
    let field = "name=\"return_to\" value=\"/\"";
    assert!(properties(&html).contains(field), "{html}");
}
