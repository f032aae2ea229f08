use crate::{
    program::{NOBODY, Program},
    sockets,
};
use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    thread::{self, JoinHandle, sleep},
    time::{Duration, Instant},
};

const SHORT: Duration = Duration::from_millis(300);

fn connect(program: &Program, opening: &str) -> TcpStream {
    let mut stream = TcpStream::connect(program.address).unwrap();
    let port = program.address.port().to_string();
    stream
        .write_all(opening.replace("PORT", &port).as_bytes())
        .unwrap();
    stream
}

const HALF_A_HEADER: &str = "GET / HTTP/1.1\r\nHost: local";
const HALF_A_BODY: &str = "POST /auth/proconnect HTTP/1.1\r\nHost: localhost:PORT\r\nOrigin: \
                           http://localhost:PORT\r\nContent-Length: 100\r\n\r\nhalf";
const A_REQUEST: &str = "GET /healthz HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n";

#[test]
fn l1_half_a_request_does_not_hold_the_stop_up() {
    for (opening, longest) in [
        ("", SHORT),
        (A_REQUEST, SHORT),
        (HALF_A_HEADER, SHORT),
        (HALF_A_BODY, Duration::from_millis(1600)),
    ] {
        for signal in ["TERM", "HUP", "INT"] {
            let mut program = Program::start(NOBODY, &[]);
            let _open = connect(&program, opening);
            sleep(SHORT);
            let signalled_at = Instant::now();
            program.signal(signal);
            let ended = program.ends_within(Duration::from_secs(5)).unwrap();
            assert!(ended.success(), "{signal}: {ended}");
            assert!(
                signalled_at.elapsed() < longest,
                "{signal}, {opening:?}: {:?}",
                signalled_at.elapsed()
            );
        }
    }
}

/// An issuer that accepts every connection and never answers: a login waits for it for some
/// seconds.
fn silent_issuer() -> (String, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/api/v2", listener.local_addr().unwrap());
    (url, listener)
}

/// Begins a login, and reads the response.
fn begin_login(program: &Program) -> JoinHandle<String> {
    let body = "POST /auth/proconnect HTTP/1.1\r\nHost: localhost:PORT\r\nOrigin: \
                http://localhost:PORT\r\nAccept: */*\r\nContent-Type: \
                application/x-www-form-urlencoded\r\nContent-Length: 11\r\n\r\nreturn_to=/";
    let mut stream = connect(program, body);
    thread::spawn(move || {
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        answer
    })
}

#[test]
fn l9_sigterm_and_sighup_let_a_request_under_way_finish() {
    for signal in ["TERM", "HUP"] {
        let (issuer, _silent) = silent_issuer();
        let mut program = Program::start(&issuer, &[]);
        let login = begin_login(&program);
        sleep(SHORT);
        program.signal(signal);
        sleep(SHORT);
        assert!(
            TcpStream::connect(program.address).is_err(),
            "nobody new is let in"
        );
        let ended = program.ends_within(Duration::from_secs(10)).unwrap();
        assert!(ended.success(), "{signal}: {ended}");
        let answer = login.join().unwrap();
        assert!(answer.starts_with("HTTP/1.1 503 "), "{signal}: {answer}");
        assert!(answer.contains("provider.timed_out"), "{answer}");
    }
}

#[test]
fn l9_a_second_signal_ends_the_server_at_once() {
    for signal in ["TERM", "INT", "HUP"] {
        let (issuer, _silent) = silent_issuer();
        let mut program = Program::start(&issuer, &[]);
        let login = begin_login(&program);
        sleep(SHORT);
        program.signal("TERM");
        assert!(
            program.ends_within(SHORT).is_none(),
            "the login is under way"
        );
        program.signal(signal);
        assert!(program.ends_within(A_MOMENT).is_some(), "{signal}");
        assert_eq!(login.join().unwrap(), "");
    }
}

const A_MOMENT: Duration = Duration::from_millis(500);

#[test]
fn a_stopped_server_logs_it_and_answers_no_request() {
    let mut program = Program::start(NOBODY, &[]);
    program.signal("TERM");
    program.ends_within(Duration::from_secs(5)).unwrap();
    assert!(!sockets::is_alive(program.address));
    assert!(program.log().contains("stopping"));
}
