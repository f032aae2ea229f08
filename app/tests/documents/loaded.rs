use super::{agent, options, read, request};
use app::{
    access::Access,
    agent::Agent,
    document::{title::Title, written::written},
    page::{Loading, Page, Place, View},
    render_page,
};
use http::StatusCode;
use leptos::prelude::*;

/// In the place of a pool of connections.
#[derive(Clone)]
struct Database(Option<&'static str>);

fn load(agent: Agent) -> Loading {
    Box::pin(async move {
        tokio::task::yield_now().await;
        let Database(row) = expect_context();
        let row = row.ok_or(StatusCode::SERVICE_UNAVAILABLE)?;
        Ok(written(view! {
            <Title text="Demandes"/>
            <p>{row} " de " {agent.name}</p>
        }))
    })
}

static PAGE: Page = page_for(Access::SignedIn);

const fn page_for(access: Access) -> Page {
    Page {
        path: "/demandes",
        title: "Demandes",
        access,
        place: Place::Menu,
        summary: "",
        view: View::Loaded(load),
    }
}

async fn answer(database: Database, user: Option<Agent>) -> super::Answer {
    answer_of(&PAGE, database, user).await
}

async fn answer_of(page: &'static Page, database: Database, user: Option<Agent>) -> super::Answer {
    let context = move || provide_context(database);
    let request = request(page.path, "", user);
    read(render_page(context, options(), page, request).await).await
}

#[tokio::test]
async fn a_page_reads_its_data_with_the_contexts_of_the_document() {
    let page = answer(Database(Some("Trois demandes")), Some(agent())).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.html
            .contains("<p>Trois demandes<!> de <!>Angèle Dubois</p>"),
        "{}",
        page.html
    );
    assert!(page.html.contains("<title>Demandes — "), "{}", page.html);
}

#[tokio::test]
async fn data_that_cannot_be_read_are_an_error_page() {
    let page = answer(Database(None), Some(agent())).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.html.contains("Erreur"), "{}", page.html);
}

#[tokio::test]
async fn nothing_is_read_for_a_visitor() {
    let page = answer(Database(Some("Trois demandes")), None).await;
    assert!(!page.html.contains("Trois demandes"), "{}", page.html);
    assert!(page.html.contains("Se connecter"), "{}", page.html);
}

#[tokio::test]
async fn nothing_is_read_for_an_agent_who_may_not_open_the_page() {
    static ROLE: Page = page_for(Access::Role("another_role"));
    static SECOND_FACTOR: Page = page_for(Access::SecondFactor);
    for (restricted, status) in [
        (&ROLE, StatusCode::FORBIDDEN),
        (&SECOND_FACTOR, StatusCode::OK),
    ] {
        let page = answer_of(restricted, Database(Some("Trois demandes")), Some(agent())).await;
        assert_eq!(page.status, status);
        assert!(!page.html.contains("Trois demandes"), "{}", page.html);
    }
}
