use crate::{
    program::{NOBODY, Program, STYLESHEET},
    sockets::{answer, ask},
};

#[test]
fn r12_a_server_that_has_lost_its_style_is_not_ready() {
    let program = Program::start(NOBODY, &[]);
    let ready = || crate::sockets::ask(program.address, "GET /readyz HTTP/1.1", "");
    assert!(ready().contains("stylesheet: ok"), "{}", ready());
    program.withdraw(STYLESHEET);
    assert!(ready().starts_with("HTTP/1.1 503 "), "{}", ready());
    assert!(ready().contains("stylesheet: missing"), "{}", ready());
}

#[test]
fn f16_no_target_is_a_panic_or_a_500() {
    let program = Program::start(NOBODY, &[]);
    program.publish("pkg/a.css", "a");
    let (long, letters) = ("a".repeat(256), "a/".repeat(3000));
    let (accents, escaped) = ("é".repeat(20_000), "%c3%a9".repeat(200));
    for (target, expected) in [
        ("localhost:80", "400"),
        ("mon-compte", "400"),
        ("*", "400"),
        ("http://localhost/", "200"),
        ("http://localhost", "200"),
        (&format!("/{long}"), "404"),
        (&format!("/pkg/{long}"), "404"),
        (&format!("/pkg/{long}.css"), "404"),
        (&format!("/{escaped}.css"), "404"),
        (&format!("/{letters}"), "414"),
        (&format!("/{accents}"), "4"),
        (&format!("/pkg/{letters}.css"), "414"),
        ("/pkg/a.css/b.css", "404"),
        ("/a%00.css", "404"),
        ("/pkg/%00.css", "404"),
        ("/%ff.css", "404"),
        ("/%zz", "404"),
        ("/%", "404"),
        ("//mon-compte", "404"),
        ("/mon-compte/../x.css", "404"),
        ("/?%", "200"),
    ] {
        let shown: String = target.chars().take(40).collect();
        for method in ["GET", "HEAD"] {
            for accept in ["", "Accept: text/html\r\n"] {
                let answer = ask(
                    program.address,
                    &format!("{method} {target} HTTP/1.1"),
                    accept,
                );
                let status = answer.split(' ').nth(1).unwrap_or_default();
                assert!(
                    status.starts_with(expected),
                    "{method} {shown}: {answer:.80}"
                );
            }
        }
        for method in ["OPTIONS", "CONNECT", "TRACE", "POST", "BREW"] {
            let answer = ask(program.address, &format!("{method} {target} HTTP/1.1"), "");
            let status = answer.split(' ').nth(1).unwrap_or_default();
            assert!(status.starts_with('4'), "{method} {shown}: {answer:.80}");
        }
    }
    assert!(!program.log().contains("panicked"), "{}", program.log());
}

#[test]
fn l2_a_long_path_makes_no_long_log() {
    let program = Program::start(NOBODY, &[]);
    let before = program.log().len();
    ask(
        program.address,
        &format!("GET /{} HTTP/1.1", "é".repeat(20_000)),
        "",
    );
    let logged = program.log().len() - before;
    assert!((100..2000).contains(&logged), "{logged}");
}

#[test]
fn l9_a_request_of_http_1_1_names_one_host() {
    let program = Program::start(NOBODY, &[]);
    let host = format!("Host: localhost:{}\r\n", program.address.port());
    for (request, status) in [
        ("GET / HTTP/1.1\r\n\r\n".to_owned(), "400"),
        (format!("GET / HTTP/1.1\r\n{host}{host}\r\n"), "400"),
        (
            format!("GET / HTTP/1.1\r\n{host}Host: other\r\n\r\n"),
            "400",
        ),
        (
            format!("GET / HTTP/1.1\r\n{host}Connection: close\r\n\r\n"),
            "200",
        ),
        ("GET / HTTP/1.0\r\n\r\n".to_owned(), "200"),
    ] {
        let closing = request.replacen("\r\n", "\r\nConnection: close\r\n", 1);
        let answer = answer(program.address, closing.as_bytes());
        assert!(
            answer.contains(&format!(" {status} ")),
            "{request}: {answer:.80}"
        );
    }
}

#[test]
fn l9_the_response_to_a_head_has_the_length_of_the_page() {
    let program = Program::start(NOBODY, &[]);
    program.publish("a.css", "content");
    let length = |answer: &str| {
        let line = answer
            .lines()
            .find(|line| line.starts_with("content-length: "));
        line.map(|line| line["content-length: ".len()..].parse::<usize>().unwrap())
    };
    for path in [
        "/",
        "/plan-du-site",
        "/connexion",
        "/none",
        "/none/at/all.css",
        "/a.css",
        "/healthz",
    ] {
        for accept in ["", "Accept: text/html\r\n"] {
            let ask = |method| {
                ask(
                    program.address,
                    &format!("{method} {path} HTTP/1.1"),
                    accept,
                )
            };
            let (get, head) = (ask("GET"), ask("HEAD"));
            let status = |answer: &str| answer.lines().next().unwrap_or_default().to_owned();
            assert_eq!(status(&get), status(&head), "{path}");
            let (_, body) = get.split_once("\r\n\r\n").unwrap();
            assert_eq!(length(&get), Some(body.len()), "GET {path}");
            assert!(head.ends_with("\r\n\r\n"), "{path}");
            // Nonces differ, their length does not.
            assert!(
                [None, Some(body.len())].contains(&length(&head)),
                "HEAD {path}: {head}"
            );
        }
    }
}
