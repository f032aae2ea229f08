//! A service that cannot be judged: the message names the step that failed.

use std::process::{Command, Output};
use std::time::{Duration, Instant};

use super::subject::Careless::{self, FragilePage, LogoutShownToAll, OtherSecret};
use super::subject::obstacle;

async fn in_english(careless: &[Careless]) -> String {
    obstacle(careless, &["--language", "en"]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_fails_is_told_by_its_callback_and_the_requests_of_the_service() {
    let message = in_english(&[OtherSecret, FragilePage]).await;
    assert!(message.contains("/ looks as before.\n"), "{message}");
    assert!(
        message.contains("callback of the service answered HTTP 500"),
        "{message}"
    );
    assert!(
        message.contains("is its client secret that of --client-secret?"),
        "{message}"
    );
    assert!(!message.contains("--signed-in"), "{message}");

    let message = obstacle(&[OtherSecret], &[]).await;
    assert!(
        message.contains("L’adresse de retour du service a répondu HTTP 403"),
        "{message}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_succeeds_without_a_sign_needs_a_flag() {
    let flags = ["--language", "en", "--signed-in", "text:never shown"];
    let message = obstacle(&[LogoutShownToAll], &flags).await;
    assert!(
        message.contains("answered HTTP 303, then http://localhost:"),
        "{message}"
    );
    assert!(
        message.contains("asked for the tokens and the userinfo.\n"),
        "{message}"
    );
    assert!(message.contains("by --signed-in and --check"), "{message}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_selector_that_the_page_does_not_have_is_named_as_it_was_written() {
    let message = obstacle(&[], &["--log-in", "#nope"]).await;
    assert!(message.ends_with("/ has no #nope"), "{message}");
}

/// Runs the program against a port that nothing has, and asserts that it ends at once.
fn audit(flags: &[&str]) -> Output {
    let begun = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_mock-proconnect"))
        .args(["audit", "--address=127.0.0.1:0", "--language=en"])
        .arg("--start=http://127.0.0.1:1/")
        .args(flags)
        .output()
        .unwrap();
    assert!(begun.elapsed() < Duration::from_secs(20), "{output:?}");
    assert_eq!(output.status.code(), Some(2));
    output
}

fn error(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_service_that_does_not_answer_is_told_at_once() {
    let error = error(&audit(&[]));
    let expected = "nothing answers at http://127.0.0.1:1/: is the service started?";
    assert!(error.contains(expected), "{error}");
}

#[test]
fn a_command_that_ends_is_told_at_once_with_its_last_words() {
    let commands = [
        (
            "echo no such module >&2; exit 3",
            "--command ended with the code 3:\nno such module",
        ),
        ("exec false", "--command ended with the code 1"),
        (
            "NAME=value sh -c 'exit 4'",
            "--command ended with the code 4",
        ),
        ("no-such-program-here", "--command ended with the code 127"),
        ("kill -9 $$", "--command ended by the signal 9"),
        ("true", "--command ended with the code 0"),
    ];
    for (command, expected) in commands {
        let error = error(&audit(&["--command", command]));
        assert!(error.contains(expected), "{command}: {error}");
    }
}
