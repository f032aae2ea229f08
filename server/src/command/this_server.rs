//! Requests to an address of this machine, to learn whether this server answers there.

use std::{
    io::{self, Read, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    time::{Duration, Instant},
};

/// Longest time that a server at the address may take for its whole answer.
const PATIENCE: Duration = Duration::from_secs(1);

/// Greatest length of an answer that is read, in bytes.
const LONGEST: usize = 1 << 20;

/// True when `/healthz` answers as this server does.
///
/// # Errors
/// When nothing listens at the address.
pub fn serves_pages(address: SocketAddr) -> io::Result<bool> {
    let answer = answer(address, "/healthz")?;
    Ok(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\nok\n"))
}

/// True when `/metrics` has the version of this server.
///
/// # Errors
/// When nothing listens at the address.
pub fn serves_metrics(address: SocketAddr) -> io::Result<bool> {
    let answer = answer(address, "/metrics")?;
    Ok(answer.starts_with("HTTP/1.1 200 ") && answer.contains("\nserver_build_info{"))
}

/// The answer at that path, or its beginning.
fn answer(address: SocketAddr, path: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&reachable(address), PATIENCE)?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let end = Instant::now() + PATIENCE;
    let (mut answer, mut part) = (Vec::new(), [0; 4096]);
    while answer.len() < LONGEST {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() || stream.set_read_timeout(Some(left)).is_err() {
            break;
        }
        // An error after the beginning leaves the beginning.
        match stream.read(&mut part) {
            Ok(0) | Err(_) => break,
            Ok(length) => answer.extend_from_slice(&part[..length]),
        }
    }
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// An address that leads to a server which listens on this one.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}
