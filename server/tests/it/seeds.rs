//! The data for demonstration of a development build.

use crate::support::TestApp;
use app::{
    accounts::directory::{self, Listed},
    database::Database,
};
use axum::http::StatusCode;
use chrono::Utc;
use server::development::{Planted, plant};

pub async fn planted(app: &TestApp) -> Option<Planted> {
    let database = app.database().await;
    let claim = |persona: &str, claim: &str| app.mock.claim(persona, claim);
    let planted = plant(&database, claim, Utc::now()).await.unwrap();
    database.close().await;
    planted
}

async fn listed(database: &Database) -> Vec<Listed> {
    directory::list(database, None).await.unwrap()
}

#[tokio::test]
async fn each_agent_of_the_data_is_one_of_the_mock_and_finds_colleagues_after_a_login() {
    let app = TestApp::start().await;
    let count = planted(&app).await.unwrap();
    assert_eq!(count.agents, 10);
    let database = app.database().await;
    let agents = listed(&database).await;
    database.close().await;
    assert_eq!(agents.len(), 10);
    for agent in &agents {
        let email = agent.email.as_deref().unwrap();
        // The mock asks this agent for an organisation.
        if agent.blocked_at.is_some() || email.starts_with("marie.pluriel@") {
            continue;
        }
        // The login finds the same account: no agent and no membership is new.
        app.browser().log_in_as(email).await;
    }
    let database = app.database().await;
    let after = listed(&database).await;
    database.close().await;
    let key = |agent: &Listed| (agent.sub.clone(), agent.siret.clone(), agent.role.clone());
    assert_eq!(
        agents.iter().map(key).collect::<Vec<_>>(),
        after.iter().map(key).collect::<Vec<_>>()
    );
    let mut angela = app.browser();
    angela.log_in_as("angela.dubois@ministere.gouv.fr").await;
    let page = angela.get("/organisation/membres").await;
    assert_eq!(page.status, StatusCode::OK);
    for part in [
        "Olivier POSTEL",
        "Accès fermé</span>",
        "denis.claret@ministere.example.fr",
    ] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    assert!(!page.body.contains("Jean TERRIEN"));
}

#[tokio::test]
async fn a_database_that_knows_an_agent_is_left_alone() {
    let app = TestApp::start().await;
    app.browser().log_in().await;
    assert_eq!(planted(&app).await, None);
    let database = app.database().await;
    assert_eq!(listed(&database).await.len(), 1);
    database.close().await;
}

#[tokio::test]
async fn without_the_tables_of_the_feature_there_are_agents_and_no_error() {
    let app = TestApp::start().await;
    app.execute_in_store(
        "DROP TABLE IF EXISTS service_request_events; DROP TABLE IF EXISTS service_requests",
    )
    .await;
    let count = planted(&app).await.unwrap();
    assert_eq!((count.agents, count.requests), (10, 0));
}
