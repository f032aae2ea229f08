use reqwest::StatusCode;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::browser::Browser;

/// The program, and the issuer that it printed.
fn run(arguments: &[&str]) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mock-proconnect"))
        .args(["--address", "127.0.0.1:0"])
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut issuer = String::new();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    output.read_line(&mut issuer).unwrap();
    (child, issuer.trim().to_owned())
}

#[cfg(unix)]
fn terminate(mut child: Child) {
    let sent = Command::new("kill")
        .arg(child.id().to_string())
        .status()
        .unwrap();
    assert!(sent.success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[cfg(unix)]
#[tokio::test]
async fn it_prints_its_issuer_and_stops_on_sigterm() {
    let (child, issuer) = run(&[]);
    assert!(issuer.starts_with("http://localhost:"), "{issuer}");
    let discovery = format!("{issuer}/.well-known/openid-configuration");
    let page = Browser::new().get(&discovery).await;
    assert_eq!(page.json()["issuer"], issuer);
    terminate(child);
}

#[cfg(unix)]
#[tokio::test]
async fn d6_flags_choose_the_host_and_https_whose_authority_is_a_file_until_the_end() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mock-proconnect"))
        .args(["--address", "127.0.0.1:0", "--host", "127.0.0.1", "--https"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let lines: Vec<String> = lines.take(2).map(Result::unwrap).collect();
    let [issuer, path] = &lines[..] else {
        panic!("{lines:?}");
    };
    assert!(issuer.starts_with("https://127.0.0.1:"), "{issuer}");
    let authority = reqwest::Certificate::from_pem(&std::fs::read(path).unwrap()).unwrap();
    let http = reqwest::Client::builder()
        .tls_built_in_root_certs(false)
        .add_root_certificate(authority)
        .build()
        .unwrap();
    let page = Browser::send_bare(http.get(format!("{issuer}/jwks"))).await;
    assert_eq!(page.status, StatusCode::OK);
    terminate(child);
    assert!(!std::path::Path::new(path).exists());
}

/// The suite waits for the service, which never answers.
#[cfg(all(unix, feature = "audit"))]
#[test]
fn a_signal_stops_an_audit_and_the_service_that_it_started() {
    for signal in ["TERM", "INT"] {
        let file = format!("service-{}-{signal}", std::process::id());
        let file = std::env::temp_dir().join(file);
        // A worker of the service too.
        let service = format!("sh -c 'sleep 600 & echo $! > {}; wait'", file.display());
        let child = Command::new(env!("CARGO_BIN_EXE_mock-proconnect"))
            .args(["audit", "--address", "127.0.0.1:0"])
            .args(["--start", "http://127.0.0.1:1/", "--command", &service])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let worker = || std::fs::read_to_string(&file).unwrap_or_default();
        while !worker().ends_with('\n') {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        let sent = Command::new("kill")
            .args([format!("-{signal}"), child.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains("stopped by a signal"), "{error}");
        let worker = worker();
        std::fs::remove_file(&file).unwrap();
        assert!(!goes_on(worker.trim()), "the worker goes on");
    }
}

/// Whether the process still runs. One that ended may stay in the table until it is reaped.
#[cfg(all(unix, feature = "audit"))]
fn goes_on(id: &str) -> bool {
    let state = Command::new("ps").args(["-o", "stat=", "-p", id]).output();
    let state = String::from_utf8(state.unwrap().stdout).unwrap();
    !state.trim().is_empty() && !state.starts_with('Z')
}

#[test]
fn d6_a_host_that_is_not_of_this_machine_is_refused() {
    let status = Command::new(env!("CARGO_BIN_EXE_mock-proconnect"))
        .arg("--host=example.fr")
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(2));
}

#[cfg(unix)]
#[tokio::test]
async fn flags_describe_the_relying_party() {
    let (child, issuer) = run(&[
        "--client-id=mine",
        "--client-secret=a-secret-of-thirty-two-characters",
        "--client-name=Le mien",
        "--redirect-uri=http://localhost:4000/one",
        "--redirect-uri=http://localhost:4000/two",
        "--scope=openid",
        "--userinfo-alg=none",
    ]);
    let browser = Browser::new();
    let request = |redirect_uri: &str, scope: &str| {
        format!(
            "{issuer}/authorize?client_id=mine&response_type=code&state=s&scope={scope}\
             &redirect_uri={redirect_uri}&login_hint=sophie.martin@octo.example.com"
        )
    };
    let page = browser
        .enter(&request("http://localhost:4000/two", "openid"))
        .await;
    let code = page.redirect_parameters()["code"].clone();
    let page = browser
        .enter(&request("http://localhost:4000/one", "openid%20email"))
        .await;
    assert_eq!(page.redirect_parameters()["error"], "invalid_scope");
    let page = browser
        .enter(&request(
            "http://localhost:3000/auth/proconnect/callback",
            "openid",
        ))
        .await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);

    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", "mine"),
        ("client_secret", "a-secret-of-thirty-two-characters"),
        ("redirect_uri", "http://localhost:4000/two"),
        ("code", &code),
    ];
    let tokens = browser.post(&format!("{issuer}/token"), &form).await.json();
    let access_token = [("access_token", tokens["access_token"].as_str().unwrap())];
    let page = browser
        .post(&format!("{issuer}/userinfo"), &access_token)
        .await;
    assert_eq!(page.json()["sub"], "c2b8a1f4-35d7-4b7e-8d3c-92a1c6a0d5e8");
    terminate(child);
}

#[test]
fn an_unknown_algorithm_is_refused() {
    let status = Command::new(env!("CARGO_BIN_EXE_mock-proconnect"))
        .arg("--id-token-alg=none")
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(2));
}

/// At an address in use, so that the program ends even if the test fails.
#[test]
fn a_client_that_proconnect_would_not_register_is_refused_with_the_reason() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for (flag, expected) in [
        (
            "--client-secret=short",
            "client_secret has less than 32 characters",
        ),
        (
            "--redirect-uri=/callback",
            "/callback is no address in http or https",
        ),
        (
            "--post-logout-redirect-uri=localhost:4000",
            "localhost:4000 is no address in http or https",
        ),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_mock-proconnect"))
            .args(["--address", &address, flag])
            .output()
            .unwrap();
        assert!(!output.status.success());
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.starts_with("mock-proconnect: client "), "{error}");
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn an_address_in_use_is_reported() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_mock-proconnect"))
        .args(["--address", &address])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8(output.stderr).unwrap();
    let expected = format!("mock-proconnect: {address}: ");
    assert!(error.starts_with(&expected), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_describes_relying_parties() {
    let path = std::env::temp_dir().join(format!("clients-{}.json", std::process::id()));
    let clients = r#"[
        { "client_id": "one", "client_secret": "a-secret-of-thirty-two-characters",
          "name": "Un", "redirect_uris": ["http://localhost:4000/one"] },
        { "client_id": "two", "client_secret": "a-secret-of-thirty-two-characters",
          "name": "Deux", "redirect_uris": ["http://localhost:4000/two"],
          "scopes": ["openid"], "id_token_signed_response_alg": "ES256",
          "userinfo_signed_response_alg": null }
    ]"#;
    std::fs::write(&path, clients).unwrap();
    let (child, issuer) = run(&["--clients", path.to_str().unwrap()]);
    for (client_id, scope, outcome) in [
        ("one", "openid%20email", "code"),
        ("two", "openid", "code"),
        ("two", "openid%20email", "error"),
    ] {
        let url = format!(
            "{issuer}/authorize?client_id={client_id}&response_type=code&state=s&scope={scope}\
             &redirect_uri=http://localhost:4000/{client_id}\
             &login_hint=sophie.martin@octo.example.com"
        );
        let response = Browser::new().enter(&url).await.redirect_parameters();
        assert!(response.contains_key(outcome), "{response:?}");
    }
    terminate(child);
    std::fs::write(&path, r#"[{ "client_id": "one" }]"#).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_mock-proconnect"))
        .args(["--clients", path.to_str().unwrap()])
        .output()
        .unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(!output.status.success());
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("missing field `client_secret`"), "{error}");
}
