//! `server health` as a process, without any other setting than the address.

use axum::{Router, routing::get};
use std::process::{Command, Output};
use tokio::net::TcpListener;

/// Runs the command with these variables alone. The server of the test answers in this runtime meanwhile.
async fn health(variables: &[(&str, String)]) -> (Option<i32>, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_server"));
    program.arg("health").current_dir(std::env::temp_dir());
    let variables = variables.iter().map(|(name, value)| (*name, value));
    program.env_clear().envs(variables);
    let ended = tokio::task::spawn_blocking(move || program.output());
    let Output {
        status,
        stdout,
        stderr,
    } = ended.await.unwrap().unwrap();
    let text = [stdout, stderr].concat();
    (status.code(), String::from_utf8(text).unwrap())
}

/// A server with that answer at `/healthz`. Returns its port.
async fn server(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let router = Router::new().route("/healthz", get(move || async move { answer }));
    tokio::spawn(async move { axum::serve(listener, router).await });
    port.to_string()
}

#[tokio::test]
async fn a_server_that_answers_is_alive_wherever_it_is_told_to_listen() {
    let port = server("ok\n").await;
    for variables in [
        vec![("LEPTOS_SITE_ADDR", format!("127.0.0.1:{port}"))],
        // As platforms set them: the server listens on every address, and is asked at the loopback.
        vec![("PORT", port.clone())],
        vec![("HOST", "0.0.0.0".to_owned()), ("PORT", port.clone())],
    ] {
        let (code, text) = health(&variables).await;
        assert_eq!(code, Some(0), "{variables:?}: {text}");
        assert!(text.contains(&port), "{text}");
    }
}

#[tokio::test]
async fn nothing_another_program_and_a_mute_one_are_no_server() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let free = closed.local_addr().unwrap().port().to_string();
    drop(closed);
    // It accepts connections, and never answers.
    let mute = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = mute.local_addr().unwrap().port().to_string();
    for (port, part) in [
        (free, "Rien ne répond"),
        (server("hello\n").await, "Un autre programme"),
        (silent, "muet"),
    ] {
        let (code, text) = health(&[("PORT", port)]).await;
        assert_eq!(code, Some(1), "{text}");
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[tokio::test]
async fn an_address_that_cannot_be_read_is_named() {
    let (code, text) = health(&[("PORT", "http".to_owned())]).await;
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("PORT"), "{text}");
}
