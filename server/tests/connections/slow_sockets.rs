use crate::{
    is_flood,
    program::{NOBODY, Program},
    sockets::{is_alive, is_closed},
};
use std::{
    io::Write,
    net::{SocketAddr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    thread::{self, sleep},
    time::{Duration, Instant},
};

/// How a slow client behaves.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
    /// Sends nothing.
    Silent,
    /// Sends one byte of its header per second.
    Header,
    /// Sends one byte of its body per second.
    Body,
    /// Has a response, and keeps the connection.
    Kept,
    /// Requests a long file, and reads nothing of it.
    Deaf,
}

const MANNERS: [Manner; 5] = [
    Manner::Silent,
    Manner::Header,
    Manner::Body,
    Manner::Kept,
    Manner::Deaf,
];

/// Most of them cost their sender nothing. Those that request a file cost this machine, which runs
/// both sides.
fn mixed() -> Vec<Manner> {
    let cheap = MANNERS[..4].iter().copied().cycle().take(39);
    cheap.chain([Manner::Deaf]).collect()
}

struct Slow {
    manner: Manner,
    stream: TcpStream,
}

impl Slow {
    /// Connects; `None` if the server has no room.
    fn connect(address: SocketAddr, manner: Manner) -> Option<Self> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1)).ok()?;
        let port = address.port();
        let opening = match manner {
            Manner::Silent => String::new(),
            Manner::Header => "GET / HTTP/1.1\r\nHost: localhost\r\nX: ".to_owned(),
            Manner::Body => format!(
                "POST /auth/proconnect HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: \
                 http://localhost:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                 Content-Length: 1000\r\n\r\na"
            ),
            Manner::Kept => format!("GET /healthz HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"),
            Manner::Deaf => format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").repeat(400),
        };
        stream.set_nonblocking(true).ok()?;
        let _ = stream.write(opening.as_bytes());
        Some(Self { manner, stream })
    }

    fn trickle(&mut self) {
        if matches!(self.manner, Manner::Header | Manner::Body) {
            let _ = self.stream.write(b"a");
        }
    }

    fn is_closed(&self) -> bool {
        self.manner != Manner::Deaf && is_closed(&self.stream)
    }
}

/// Runs this number of slow clients, which reconnect when they are closed. Meanwhile, `/healthz`
/// must answer within a second every time.
fn besiege(program: &Program, manners: &[Manner], clients: usize, time: Duration) {
    program.publish("pkg/long.js", &"// long\n".repeat(500_000));
    let (address, over) = (program.address, Arc::<AtomicBool>::default());
    let is_over = Arc::clone(&over);
    let probe = thread::spawn(move || probe(address, &is_over));
    let (begun, mut all, mut came) = (Instant::now(), Vec::new(), 0);
    while begun.elapsed() < time && !probe.is_finished() {
        let round = Instant::now();
        all.retain(|slow: &Slow| !slow.is_closed());
        for number in all.len()..clients {
            all.extend(Slow::connect(address, manners[number % manners.len()]));
            came += 1;
        }
        all.iter_mut().for_each(Slow::trickle);
        sleep(Duration::from_secs(1).saturating_sub(round.elapsed()));
    }
    over.store(true, SeqCst);
    let (probes, longest) = probe.join().unwrap();
    println!("{clients} slow clients, {came} in all; {probes} probes, the longest {longest:?}");
}

/// Requests `/healthz` in a loop. Returns the number of requests and the longest duration.
fn probe(address: SocketAddr, is_over: &AtomicBool) -> (usize, Duration) {
    let (mut probes, mut longest) = (0, Duration::ZERO);
    while !is_over.load(SeqCst) {
        let begun = Instant::now();
        let alive = is_alive(address);
        let took = begun.elapsed();
        assert!(alive, "after {probes} probes, {took:?}");
        longest = longest.max(took);
        probes += 1;
        sleep(Duration::from_millis(100));
    }
    (probes, longest)
}

fn size() -> (usize, Duration) {
    if is_flood() {
        (2000, Duration::from_secs(180))
    } else {
        (300, Duration::from_secs(4))
    }
}

#[test]
fn f3_slow_sockets_do_not_keep_healthz_from_answering_within_a_second() {
    let program = Program::start(NOBODY, &[]);
    let (clients, time) = size();
    // The first pages of a process allocate memory that it keeps.
    for _ in 0..20 {
        crate::sockets::ask(program.address, "GET / HTTP/1.1", "Accept: text/html\r\n");
    }
    let before = program.memory();
    besiege(&program, &mixed(), clients, time);
    program.assert_memory_returns_to(before);
    assert!(is_alive(program.address));
}

#[test]
fn f3_a_process_with_few_descriptors_outlives_more_sockets_than_it_can_hold() {
    for manner in MANNERS {
        let program = Program::start_with_descriptors(Some(128), NOBODY, &[]);
        besiege(&program, &[manner], 200, size().1 / 2);
        // They have left. The server notices at the next write to each connection.
        let page = || crate::sockets::ask(program.address, "GET / HTTP/1.1", "");
        let begun = Instant::now();
        while !page().starts_with("HTTP/1.1 200 ") {
            assert!(begun.elapsed() < Duration::from_secs(5), "{}", page());
            sleep(Duration::from_millis(100));
        }
        assert!(!program.log().contains("panicked"));
    }
}

#[test]
fn f3_the_oldest_idle_connection_is_closed_for_a_new_one() {
    let program = Program::start_with_descriptors(Some(128), NOBODY, &[]);
    // 56 of 80 may stay.
    let mut idle = Vec::new();
    for some in [56, 24] {
        let connect = |_| Slow::connect(program.address, Manner::Silent);
        idle.extend((0..some).filter_map(connect));
        sleep(Duration::from_millis(500));
    }
    let closed =
        |range: std::ops::Range<usize>| idle[range].iter().filter(|s| s.is_closed()).count();
    let begun = Instant::now();
    while closed(0..20) < 20 && begun.elapsed() < Duration::from_secs(5) {
        sleep(Duration::from_millis(50));
    }
    assert_eq!((closed(0..20), closed(40..80)), (20, 0));
}

#[test]
fn l1_a_connection_that_keeps_the_server_waiting_is_closed() {
    let program = Program::start(NOBODY, &[]);
    let slow = [Manner::Silent, Manner::Header, Manner::Body];
    let mut slow = slow.map(|manner| Slow::connect(program.address, manner).unwrap());
    let begun = Instant::now();
    while slow.iter().any(|slow| !is_closed(&slow.stream)) {
        slow.iter_mut().for_each(Slow::trickle);
        assert!(begun.elapsed() < Duration::from_secs(15));
        sleep(Duration::from_millis(250));
    }
    assert!(begun.elapsed() > Duration::from_secs(9));
}

#[test]
fn l1_a_body_that_does_not_arrive_is_a_timeout() {
    let program = Program::start(NOBODY, &[]);
    let port = program.address.port();
    let answer = crate::sockets::answer(
        program.address,
        format!(
            "POST /auth/proconnect HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: \
             http://localhost:{port}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc"
        )
        .as_bytes(),
    );
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("connection: close"), "{answer}");
}
