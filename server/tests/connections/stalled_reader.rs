//! A standard output that nobody reads: a pipe whose reader hangs, a disk that is full.

use crate::{
    program::Program,
    sockets::{ask, is_alive},
};
use serde_json::Value;
use std::{
    fs::OpenOptions,
    io::{BufRead, BufReader, PipeReader, pipe},
    time::{Duration, Instant},
};

/// Requests that write more than a pipe holds (64 KiB), to the logs and to the trail.
const REFUSALS: usize = 400;

/// The longest time for the end of a server whose output nobody reads.
const STOP: Duration = Duration::from_secs(8);

/// Makes the server refuse as many requests. Each is a line of the logs and an event of the trail.
fn refuse(program: &Program) {
    for _ in 0..REFUSALS {
        let first = "GET /auth/proconnect/callback?error=access_denied&state=a HTTP/1.1";
        let answer = ask(program.address, first, "");
        assert!(answer.starts_with("HTTP/1.1 "), "{answer}");
    }
}

fn start() -> (Program, PipeReader) {
    let (reader, writer) = pipe().unwrap();
    (Program::start_with_output(writer, &[]), reader)
}

/// The lines of the trail among those that the pipe still holds, once the server has ended.
fn trail(reader: PipeReader) -> Vec<Value> {
    let lines = BufReader::new(reader).lines().map(Result::unwrap);
    let trail = lines.filter(|line| line.contains("\"log.logger\":\"audit\""));
    trail
        .map(|line| serde_json::from_str(&line).unwrap())
        .collect()
}

#[test]
fn f8_a_reader_that_hangs_stops_no_page_and_loses_no_event() {
    let (mut program, reader) = start();
    refuse(&program);
    let page = ask(program.address, "GET /connexion HTTP/1.1", "");
    assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
    assert!(is_alive(program.address));
    // The reader goes on: the server writes all that waits, and ends.
    program.signal("TERM");
    let events = trail(reader);
    assert_eq!(events.len(), REFUSALS);
    assert!(program.ends_within(STOP).unwrap().success());
}

#[test]
fn f8_a_server_whose_output_nobody_reads_ends_and_reports_the_events_that_it_could_not_write() {
    let (mut program, reader) = start();
    refuse(&program);
    let asked = Instant::now();
    program.signal("TERM");
    let ended = program.ends_within(STOP).unwrap();
    assert!(ended.success(), "{ended}");
    assert!(asked.elapsed() > Duration::from_secs(2), "it waits a while");
    // The error output is another stream.
    let log = program.log();
    let lost = log
        .lines()
        .find(|line| line.contains("audit trail"))
        .unwrap();
    let lost = lost.split(' ').next().unwrap().parse::<usize>().unwrap();
    // The last one may have been written in part.
    let whole = BufReader::new(reader).lines().map_while(Result::ok);
    let whole = whole
        .filter(|line| line.contains("\"audit\"") && serde_json::from_str::<Value>(line).is_ok());
    assert_eq!(whole.count() + lost, REFUSALS, "{log}");
}

/// The device that answers as a full disk does.
#[cfg(target_os = "linux")]
#[test]
fn f8_a_server_that_cannot_write_its_trail_is_not_ready() {
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let program = Program::start_with_output(full, &[]);
    refuse(&program);
    let ready = ask(program.address, "GET /readyz HTTP/1.1", "");
    assert!(ready.starts_with("HTTP/1.1 503 "), "{ready}");
    assert!(
        ready.contains("audit trail: failing: it cannot be written\n"),
        "{ready}"
    );
    let page = ask(program.address, "GET /connexion HTTP/1.1", "");
    assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
}
