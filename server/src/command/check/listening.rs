//! The address to listen on: free, taken by this very server, or closed.

use super::finding::Finding;
use crate::connections;
use std::{
    io::{self, ErrorKind, Read, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    time::Duration,
};

/// Longest time that a server at the address may take to answer.
const PATIENCE: Duration = Duration::from_secs(1);

const VARIABLE: &str = "LEPTOS_SITE_ADDR";

const CURE: &str = "dans LEPTOS_SITE_ADDR (ou HOST et PORT), écrivez une adresse de cette machine et un \
                    port libre, ouvert au compte qui lance le serveur.";

/// Binds the address, and leaves it at once.
pub fn finding(address: SocketAddr) -> Finding {
    match connections::listen(address) {
        Ok(_listener) => Finding::ok("listen.ok", format!("L’adresse {address} est libre.")),
        Err(error) if error.kind() == ErrorKind::AddrInUse => taken(address, &error),
        Err(error) => {
            let text = format!("Le serveur ne peut pas écouter à l’adresse {address}.");
            Finding::error("listen.refused", text, CURE).because(&error.to_string())
        }
    }
    .about(VARIABLE)
}

fn taken(address: SocketAddr, error: &io::Error) -> Finding {
    if is_this_server(address).unwrap_or(false) {
        let text = format!("À l’adresse {address}, le serveur tourne déjà et répond.");
        return Finding::ok("listen.running", text);
    }
    let text = format!("L’adresse {address} est prise par un autre programme.");
    Finding::error("listen.in_use", text, CURE).because(&error.to_string())
}

/// True when `/healthz` answers as this server does.
fn is_this_server(address: SocketAddr) -> io::Result<bool> {
    let mut stream = TcpStream::connect_timeout(&reachable(address), PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = [0; 4096];
    let mut length = 0;
    while let Ok(read) = stream.read(&mut answer[length..]) {
        if read == 0 {
            break;
        }
        length += read;
    }
    let answer = String::from_utf8_lossy(&answer[..length]);
    Ok(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\nok\n"))
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
