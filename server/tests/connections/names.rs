use crate::{
    ports::free_port,
    program::{NOBODY, Program},
    sockets::answer,
};

fn start() -> Program {
    let origin = "https://app.example.fr/auth/proconnect";
    let settings = [
        ("PROCONNECT_DOMAIN", NOBODY),
        ("PROCONNECT_REDIRECT_URI", &format!("{origin}/callback")),
        (
            "PROCONNECT_POST_LOGOUT_REDIRECT_URI",
            &format!("{origin}/logout/callback"),
        ),
    ];
    Program::start_at(free_port(), None, &settings)
}

fn get(program: &Program, path: &str, host: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    answer(program.address, request.as_bytes())
}

#[test]
fn r18_a_second_host_name_leads_to_the_first_and_health_does_not() {
    let program = start();
    let led = get(&program, "/mon-compte?a=%26", "www.example.fr");
    let location = "\r\nlocation: https://app.example.fr/mon-compte?a=%26\r\n";
    assert!(led.contains(location), "{led}");
    assert!(led.contains("cache-control: no-store"), "{led}");
    let absolute = get(
        &program,
        "http://www.example.fr/connexion",
        "app.example.fr",
    );
    assert!(absolute.contains("\r\nlocation: https://app.example.fr/connexion\r\n"));
    for path in ["/healthz", "/readyz", "/.well-known/security.txt"] {
        let answer = get(&program, path, "www.example.fr");
        assert!(!answer.contains("location:"), "{path}: {answer}");
    }
    let page = get(&program, "/", "app.example.fr");
    assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
}

#[test]
fn r18_a_login_does_not_start_under_a_second_host_name() {
    let program = start();
    let request = "POST /auth/proconnect HTTP/1.1\r\nHost: www.example.fr\r\nOrigin: \
                   https://www.example.fr\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 0\r\n\
                   Connection: close\r\n\r\n";
    let answer = answer(program.address, request.as_bytes());
    assert!(answer.starts_with("HTTP/1.1 421 "), "{answer}");
    assert!(
        answer.contains("<a href=\"https://app.example.fr/\">"),
        "{answer}"
    );
    assert!(!answer.contains("set-cookie"), "{answer}");
}
