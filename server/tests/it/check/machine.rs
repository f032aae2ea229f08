use super::{doctor::Doctor, scripted::issuer};
use axum::{Router, routing::get};
use std::fs;
use tokio::net::TcpListener;

#[tokio::test]
async fn mistakes_of_the_settings_are_reported_together_and_the_issuer_is_checked_all_the_same() {
    let url = issuer(|metadata, _| {
        metadata["token_endpoint"] = serde_json::Value::Null;
    });
    let doctor = Doctor::of(&url.await)
        .with("COOKIE_SECRET", "c2VjcmV0LXRvby1zaG9ydA==")
        .with("HOST", "localhost")
        .with("LEPTOS_SITE_ROOT", "/nowhere");
    let diagnosis = doctor.examines().await;
    let codes = ["settings.mistake"; 3];
    let codes = [&codes[..], &["issuer.incomplete"]].concat();
    let parts = [
        "un secret de 24 caractères",
        "HOST ne convient pas",
        "/nowhere",
    ];
    diagnosis.assert_errors(&codes, &parts);
    let findings = diagnosis.json["findings"].as_array().unwrap();
    let mut variables: Vec<_> = findings[..3]
        .iter()
        .map(|of| of["variable"].as_str().unwrap())
        .collect();
    variables.sort_unstable();
    assert_eq!(variables, ["COOKIE_SECRET", "HOST", "LEPTOS_SITE_ROOT"]);
    assert_eq!(diagnosis.codes("skipped"), ["machine.skipped"]);
}

#[tokio::test]
async fn a_missing_site_is_reported_with_its_folder() {
    let doctor = Doctor::of(&issuer(|_, _| {}).await);
    fs::remove_dir_all(doctor.folder.join("target/site")).unwrap();
    let diagnosis = doctor.examines().await;
    let parts = ["LEPTOS_SITE_ROOT ne convient pas", "cargo leptos build"];
    diagnosis.assert_errors(&["settings.mistake"], &parts);
    assert_eq!(
        diagnosis.json["findings"][0]["variable"],
        "LEPTOS_SITE_ROOT"
    );
}

#[tokio::test]
async fn wrong_settings_of_the_issuer_leave_nothing_to_register() {
    let doctor = Doctor::of("a/b").with("PROCONNECT_CLIENT_SECRET", "too short a secret");
    let diagnosis = doctor.examines().await;
    diagnosis.assert_errors(&["settings.mistake"; 2], &["PROCONNECT_DOMAIN"]);
    assert!(diagnosis.json["register"].is_null());
}

/// A folder in which nobody can create a file, not even root.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_store_whose_folder_cannot_be_written_is_reported() {
    let url = issuer(|_, _| {}).await;
    let doctor = Doctor::of(&url).with("SESSION_STORE_URL", "sqlite:/proc/sessions.sqlite");
    let diagnosis = doctor.examines().await;
    let parts = ["La base des sessions", "SESSION_STORE_URL"];
    diagnosis.assert_errors(&["storage.failed"], &parts);
}

#[tokio::test]
async fn a_database_server_that_does_not_answer_is_reported_with_what_to_check_there() {
    let url = issuer(|_, _| {}).await;
    let database = "postgres://service:s3cret@127.0.0.1:1/service";
    let doctor = Doctor::of(&url).with("DATABASE_URL", database);
    let diagnosis = doctor.examines().await;
    let parts = ["La base de données", "DATABASE_URL", "posséder le schéma"];
    diagnosis.assert_errors(&["storage.failed"], &parts);
    assert!(!diagnosis.text.contains("s3cret"), "{}", diagnosis.text);
}

#[tokio::test]
async fn a_store_that_is_another_file_is_reported_and_left_as_it_is() {
    let doctor = Doctor::of(&issuer(|_, _| {}).await);
    let file = doctor.folder.join("database.sqlite");
    fs::write(&file, "x".repeat(4096)).unwrap();
    let diagnosis = doctor.examines().await;
    diagnosis.assert_errors(&["storage.failed"], &[]);
    assert_eq!(fs::read_to_string(&file).unwrap(), "x".repeat(4096));
}

#[tokio::test]
async fn an_address_in_use_is_an_error_unless_this_server_answers_there() {
    let url = issuer(|_, _| {}).await;
    for (answer, code) in [("ok\n", None), ("hello\n", Some("listen.in_use"))] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let router = Router::new().route("/healthz", get(move || async move { answer }));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let diagnosis = Doctor::of(&url)
            .with("LEPTOS_SITE_ADDR", &address)
            .examines()
            .await;
        match code {
            Some(code) => diagnosis.assert_errors(&[code], &[&address]),
            None => assert!(
                diagnosis.codes("ok").contains(&"listen.running"),
                "{}",
                diagnosis.text
            ),
        }
    }
    let diagnosis = Doctor::of(&url).with("HOST", "192.0.2.1").examines().await;
    diagnosis.assert_errors(&["listen.refused"], &["192.0.2.1"]);
}

#[tokio::test]
async fn the_address_of_the_metrics_is_tried_as_that_of_the_server_is() {
    let url = issuer(|_, _| {}).await;
    let metrics = "# TYPE server_build info\nserver_build_info{version=\"0.1.0\"} 1\n# EOF\n";
    for (answer, code) in [(metrics, None), ("hello\n", Some("metrics.in_use"))] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let router = Router::new().route("/metrics", get(move || async move { answer }));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let doctor = Doctor::of(&url).with("METRICS_ADDR", &address);
        let diagnosis = doctor.examines().await;
        match code {
            Some(code) => diagnosis.assert_errors(&[code], &[&address, "METRICS_ADDR"]),
            None => assert!(
                diagnosis.codes("ok").contains(&"metrics.running"),
                "{}",
                diagnosis.text
            ),
        }
    }
    let doctor = Doctor::of(&url).with("METRICS_ADDR", "192.0.2.1:9100");
    let diagnosis = doctor.examines().await;
    diagnosis.assert_errors(&["metrics.refused"], &["192.0.2.1:9100"]);
    let doctor = Doctor::of(&url).with("METRICS_ADDR", "127.0.0.1:0");
    let diagnosis = doctor.examines().await;
    assert!(diagnosis.codes("ok").contains(&"metrics.ok"));
}

#[tokio::test]
async fn a_sentence_in_english_is_introduced_as_the_servers_own() {
    let doctor = Doctor::of(&issuer(|_, _| {}).await);
    let own = "Le serveur le dit en anglais\u{a0}: «\u{a0}";
    let mistaken = doctor.with("HOST", "localhost").examines().await;
    mistaken.assert_errors(&["settings.mistake"], &[own, "docs/guides/configurer.md"]);
    let doctor = Doctor::of(&issuer(|_, _| {}).await).with("TRUSTED_PROXIES", "0.0.0.0/0");
    let doubtful = doctor.examines().await;
    doubtful.assert_warning("settings.doubtful", &[own, "docs/guides/configurer.md"]);
}

#[tokio::test]
async fn settings_that_may_be_unintended_are_warnings() {
    let url = issuer(|_, _| {}).await;
    let doctor = Doctor::of(&url).with("TRUSTED_PROXIES", "0.0.0.0/0");
    let diagnosis = doctor.examines().await;
    diagnosis.assert_warning("settings.doubtful", &["TRUSTED_PROXIES"]);
}

#[tokio::test]
async fn rules_that_may_admit_nobody_are_warnings_and_a_list_of_persons_is_not_shown() {
    let doctor = Doctor::of(&issuer(|_, _| {}).await).with("ACCESS_ROLES", "agent_publique");
    let diagnosis = doctor.examines().await;
    diagnosis.assert_warning("settings.doubtful", &["ACCESS_ROLES", "agent_publique"]);
    let doctor = Doctor::of(&issuer(|_, _| {}).await).with("ACCESS_EMAILS", "a.dubois b@gouv.fr");
    let diagnosis = doctor.examines().await;
    diagnosis.assert_errors(&["settings.mistake"], &["ACCESS_EMAILS"]);
    assert!(!diagnosis.text.contains("dubois"), "{}", diagnosis.text);
}
