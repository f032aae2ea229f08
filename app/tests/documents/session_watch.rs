use super::{agent, answer_with, options, page};
use app::error_document;
use http::StatusCode;

/// The part of the document between the header and the content, where the island is.
fn island(html: &str) -> &str {
    let island = html.split("</header>").nth(1).unwrap();
    island.split("<main").next().unwrap()
}

#[tokio::test]
async fn the_next_login_waits_hidden_in_every_page_of_an_agent_and_returns_to_it() {
    for path in ["/mon-compte", "/espace-agents-publics"] {
        let html = page(path, Some(agent())).await.html;
        let island = island(&html);
        assert!(island.contains("<div role=\"status\""), "{island}");
        let next = island
            .split("<div hidden class=\"app-narrow app-session-over\"")
            .nth(1)
            .unwrap();
        assert!(next.contains("class=\"fr-connect\""), "{next}");
        let field = format!("name=\"return_to\" value=\"{path}\"");
        assert!(next.contains(&field), "{field} in {next}");
        assert!(!next.contains("name=\"level\""), "{next}");
        assert!(
            !next.contains("<h1") && !next.contains("terminée"),
            "{next}"
        );
        assert!(!page(path, None).await.html.contains("app-session-over"));
    }
}

#[tokio::test]
async fn the_next_login_asks_for_the_level_of_the_page() {
    let strong = app::agent::Agent {
        has_second_factor: true,
        ..agent()
    };
    let html = page("/espace-sensible", Some(strong)).await.html;
    assert!(
        island(&html).contains("name=\"level\" value=\"mfa\""),
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
    assert!(island(&html).contains(field), "{html}");
}
