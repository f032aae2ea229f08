//! The command line of the program.

use std::process::{Command, Output};

fn server(arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_server"));
    program.current_dir(std::env::temp_dir()).env_clear();
    program.args(arguments).output().unwrap()
}

#[test]
fn an_unknown_argument_ends_with_the_usage_and_the_code_2() {
    for arguments in [
        &["chekc"][..],
        &["--jsno"],
        &["check", "--jsno"],
        &["check", "extra"],
        &["serve", "--json"],
        &["check", "--json=1"],
        &["health", "--json"],
        &["sessions", "list", "--all"],
        &["sessions", "end", "--all", "--sub", "a"],
        &["sessions", "end", "--session", "not-a-reference"],
    ] {
        let ended = server(arguments);
        let error = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(2), "{arguments:?}: {error}");
        for part in ["Cet argument ne convient pas", "Usage", "check"] {
            assert!(error.contains(part), "{part} in {error}");
        }
        assert!(ended.stdout.is_empty());
    }
}

#[test]
fn a_command_that_lacks_its_own_command_ends_with_the_list_of_these() {
    let ended = server(&["sessions"]);
    let error = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(2), "{error}");
    for part in [
        "Il manque une commande.",
        "server sessions <COMMANDE>",
        "  end ",
    ] {
        assert!(error.contains(part), "{part} in {error}");
    }
}

#[test]
fn a_command_that_lacks_an_argument_names_it() {
    let ended = server(&["sessions", "end"]);
    let error = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(2), "{error}");
    for part in [
        "Il manque un argument",
        "--sub",
        "--session",
        "--all",
        "Usage",
    ] {
        assert!(error.contains(part), "{part} in {error}");
    }
}

#[test]
fn the_help_is_in_french() {
    for (arguments, part) in [
        (&["--help"][..], "Commandes"),
        (&["-h"], "Vérifie les réglages"),
        (&["check", "--help"], "Écrit le résultat en JSON"),
        (&["sessions", "--help"], "Commandes"),
        (
            &["sessions", "list", "--help"],
            "Seulement celles de cet agent",
        ),
        (&["sessions", "end", "--help"], "Toutes, de tous les agents"),
    ] {
        let ended = server(arguments);
        let help = String::from_utf8(ended.stdout).unwrap();
        assert!(ended.status.success(), "{help}");
        for part in [part, "Usage\u{a0}:", "Affiche cette aide"] {
            assert!(help.contains(part), "{part} in {help}");
        }
        for english in ["Print help", "Commands:", "Options:\n  -h, --help  Print"] {
            assert!(!help.contains(english), "{english} in {help}");
        }
    }
}

#[test]
fn the_share_of_second_factors_is_read_from_the_standard_input() {
    let event = r#"{"event.action":"login","proconnect.idp":"one","user.hash":"a","proconnect.second_factor":true}"#;
    for (trail, code, part) in [
        (event, 0, "one\u{a0}: 1 sur 1 connexions (100\u{a0}%)"),
        ("", 1, "Aucune connexion"),
    ] {
        let path = std::env::temp_dir().join(format!("{:016x}-trail", rand::random::<u64>()));
        std::fs::write(&path, trail).unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_server"));
        program.args(["check", "--mfa"]).env_clear();
        let ended = program.stdin(std::fs::File::open(&path).unwrap()).output();
        std::fs::remove_file(&path).unwrap();
        let ended = ended.unwrap();
        let text = String::from_utf8(ended.stdout).unwrap();
        assert_eq!(ended.status.code(), Some(code), "{text}");
        assert!(text.contains(part), "{text}");
    }
}
