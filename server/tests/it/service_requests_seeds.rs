//! The requests among the data for demonstration.

use crate::{seeds::planted, support::TestApp};

#[tokio::test]
async fn the_data_for_demonstration_have_requests_in_every_state() {
    let app = TestApp::start().await;
    assert_eq!(planted(&app).await.unwrap().requests, 40);
    let mut angela = app.browser();
    angela.log_in_as("angela.dubois@ministere.gouv.fr").await;
    let requests = angela.get("/demandes").await;
    for part in ["En attente", "Acceptée", "Accès à la base des entreprises"] {
        assert!(requests.body.contains(part), "{part} in {}", requests.body);
    }
}
