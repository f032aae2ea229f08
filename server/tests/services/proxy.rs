use crate::support::{Postgres, Proxy, Redis, psql};
use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

const PING: &[u8] = b"PING\r\n";

/// A connection through the proxy, which has answered once.
fn connection(proxy: &Proxy) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", proxy.port())).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_millis(500)))
        .unwrap();
    assert!(ask(&mut stream).is_ok());
    stream
}

/// Sends one command, and reads the answer: an error, because no password was sent.
fn ask(stream: &mut TcpStream) -> Result<(), ErrorKind> {
    let mut answer = [0; 7];
    let asked = stream
        .write_all(PING)
        .and_then(|()| stream.read_exact(&mut answer));
    asked.map_err(|error| error.kind())?;
    assert_eq!(&answer, b"-NOAUTH");
    let mut rest = [0; 200];
    stream.read(&mut rest).map_err(|error| error.kind())?;
    Ok(())
}

#[test]
fn a_cut_resets_connections_and_refuses_new_ones() {
    let proxy = Proxy::to(Redis::shared().port());
    let mut open = connection(&proxy);
    proxy.cut();
    let refused = TcpStream::connect(("127.0.0.1", proxy.port())).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    assert_eq!(ask(&mut open), Err(ErrorKind::ConnectionReset));
    proxy.heal();
    connection(&proxy);
}

#[test]
fn a_black_hole_is_silent_and_gives_everything_back_when_it_heals() {
    let proxy = Proxy::to(Redis::shared().port());
    let mut open = connection(&proxy);
    proxy.black_hole();
    assert_eq!(ask(&mut open), Err(ErrorKind::WouldBlock));
    let mut new = TcpStream::connect(("127.0.0.1", proxy.port())).unwrap();
    new.set_read_timeout(Some(Duration::from_millis(500)))
        .unwrap();
    assert_eq!(ask(&mut new), Err(ErrorKind::WouldBlock));
    proxy.heal();
    let mut late = [0; 7];
    open.read_exact(&mut late).unwrap();
    assert_eq!(&late, b"-NOAUTH");
}

#[test]
fn a_delay_counts_in_both_directions() {
    let proxy = Proxy::to(Redis::shared().port());
    let mut open = connection(&proxy);
    proxy.delay(Duration::from_millis(100), Duration::from_millis(200));
    let begun = Instant::now();
    ask(&mut open).unwrap();
    assert!(
        begun.elapsed() >= Duration::from_millis(300),
        "{:?}",
        begun.elapsed()
    );
    proxy.heal();
    let begun = Instant::now();
    ask(&mut open).unwrap();
    assert!(
        begun.elapsed() < Duration::from_millis(100),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn a_database_is_reached_through_it() {
    let proxy = Proxy::to(Postgres::shared().port());
    let url = proxy.instead_of(&Postgres::shared().new_database());
    assert_eq!(psql(&url, "SELECT 1").unwrap(), "1");
    proxy.cut();
    assert!(psql(&url, "SELECT 1").unwrap_err().contains("refused"));
    proxy.heal();
    assert_eq!(psql(&url, "SELECT 1").unwrap(), "1");
}
