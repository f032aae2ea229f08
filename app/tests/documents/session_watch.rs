use super::{agent, page};
use app::agent::Agent;

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
    properties.replace("&quot;", "\"")
}

#[tokio::test]
async fn a_page_of_an_agent_holds_no_login_before_the_end_of_the_session() {
    for path in ["/mon-compte", "/espace-agents-publics"] {
        let html = page(path, Some(agent())).await.html;
        let next = properties(&html);
        assert!(
            next.ends_with(&format!(
                "\"log_in\":\"/auth/proconnect\",\"page\":\"{path}\",\"level\":null}}"
            )),
            "{next}"
        );
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
    let next = properties(&html);
    assert!(next.ends_with("\"level\":\"mfa\"}"), "{next}");
}
