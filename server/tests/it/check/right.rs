use super::doctor::Doctor;
use mock_proconnect::Client;
use std::fs;

async fn mock() -> mock_proconnect::MockProConnect {
    let address = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    let clients = vec![Client::development()];
    mock_proconnect::start(address, clients).await.unwrap()
}

#[tokio::test]
async fn a_right_server_has_no_finding_and_the_values_to_register() {
    let mock = mock().await;
    let doctor = Doctor::of(mock.issuer());
    let diagnosis = doctor.examines().await;
    assert_eq!(diagnosis.exit, Some(0), "{}", diagnosis.text);
    let expected = [
        "settings.ok",
        "issuer.ok",
        "clock.ok",
        "keys.ok",
        "algorithms.id_token_ok",
        "algorithms.userinfo_ok",
        "scopes.ok",
        "acr.ok",
        "client_authentication.ok",
        "pkce.ok",
        "logout.ok",
        "logout.backchannel",
        "storage.ok",
        "listen.ok",
    ];
    assert_eq!(diagnosis.codes("ok"), expected, "{}", diagnosis.text);
    assert_eq!(diagnosis.json["version"], 1);
    assert_eq!(diagnosis.json["result"], "ok");
    let findings = diagnosis.json["findings"].as_array().unwrap();
    assert_eq!(findings.len(), expected.len(), "{}", diagnosis.text);
    let register = &diagnosis.json["register"];
    let client = Client::development();
    assert_eq!(register["redirect_uri"], client.redirect_uris[0]);
    let after_logout = &client.post_logout_redirect_uris[0];
    assert_eq!(register["post_logout_redirect_uri"], **after_logout);
    assert_eq!(register["id_token_signed_response_alg"], "RS256");
    assert_eq!(register["scopes_to_request"][0]["scope"], "roles");
    for part in [&*client.redirect_uris[0], after_logout, "tout convient"] {
        assert!(diagnosis.text.contains(part), "{}", diagnosis.text);
    }
}

#[tokio::test]
async fn the_check_leaves_no_file_and_calls_neither_the_token_endpoint_nor_userinfo() {
    let mock = mock().await;
    let doctor = Doctor::of(mock.issuer());
    doctor.examines().await;
    let files = fs::read_dir(&doctor.folder).unwrap();
    let names: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
    assert_eq!(names, ["target"]);
    let called = mock.requests().into_iter().map(|(_, path)| path);
    let documents = ["/.well-known/openid-configuration", "/jwks"];
    for path in called {
        assert!(documents.iter().any(|end| path.ends_with(end)), "{path}");
    }
}

#[tokio::test]
async fn the_database_of_a_running_server_is_checked_in_place_and_not_changed() {
    let mock = mock().await;
    let doctor = Doctor::of(mock.issuer());
    let store = doctor.folder.join("database.sqlite");
    fs::write(&store, "").unwrap();
    let diagnosis = doctor.examines().await;
    assert_eq!(diagnosis.exit, Some(0), "{}", diagnosis.text);
    assert!(fs::read(&store).unwrap().is_empty());
}
