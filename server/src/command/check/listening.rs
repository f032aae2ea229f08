//! The addresses to listen on: free, taken by this very server, or closed.

use super::finding::Finding;
use crate::{connections, settings::METRICS_ADDR};
use std::{
    io::{self, ErrorKind, Read, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    time::Duration,
};

/// Longest time that a server at the address may take to answer.
const PATIENCE: Duration = Duration::from_secs(1);

/// Greatest length of an answer that is read, in bytes.
const LONGEST: u64 = 1 << 20;

const VARIABLE: &str = "LEPTOS_SITE_ADDR";

const CURE: &str = "dans LEPTOS_SITE_ADDR (ou HOST et PORT), écrivez une adresse de cette machine et un \
                    port libre, ouvert au compte qui lance le serveur.";

const CURE_OF_METRICS: &str = "dans METRICS_ADDR, écrivez une adresse de cette machine et un port libre, que \
                               votre Prometheus atteint.";

/// One address to listen on.
struct Place {
    address: SocketAddr,
    /// The address in a sentence.
    name: String,
    /// The beginning of the codes.
    code: &'static str,
    variable: &'static str,
    cure: &'static str,
    /// Whether this server answers there.
    is_this_server: fn(SocketAddr) -> io::Result<bool>,
}

/// Tries the address of the pages.
pub fn finding(address: SocketAddr) -> Finding {
    tried(&Place {
        address,
        name: format!("’adresse {address}"),
        code: "listen",
        variable: VARIABLE,
        cure: CURE,
        is_this_server: serves_pages,
    })
}

/// Tries the address of the metrics.
pub fn finding_of_metrics(address: SocketAddr) -> Finding {
    tried(&Place {
        address,
        name: format!("’adresse des métriques {address}"),
        code: "metrics",
        variable: METRICS_ADDR,
        cure: CURE_OF_METRICS,
        is_this_server: serves_metrics,
    })
}

/// Binds the address, and leaves it at once.
fn tried(place: &Place) -> Finding {
    let Place {
        name, code, cure, ..
    } = place;
    match connections::listen(place.address) {
        Ok(_listener) => Finding::ok(&format!("{code}.ok"), format!("L{name} est libre.")),
        Err(error) if error.kind() == ErrorKind::AddrInUse => taken(place, &error),
        Err(error) => {
            let text = format!("Le serveur ne peut pas écouter à l{name}.");
            Finding::error(&format!("{code}.refused"), text, *cure).because(&error.to_string())
        }
    }
    .about(place.variable)
}

fn taken(place: &Place, error: &io::Error) -> Finding {
    let Place {
        name, code, cure, ..
    } = place;
    if (place.is_this_server)(place.address).unwrap_or(false) {
        let text = format!("À l{name}, le serveur tourne déjà et répond.");
        return Finding::ok(&format!("{code}.running"), text);
    }
    let text = format!("L{name} est prise par un autre programme.");
    Finding::error(&format!("{code}.in_use"), text, *cure).because(&error.to_string())
}

/// True when `/healthz` answers as this server does.
fn serves_pages(address: SocketAddr) -> io::Result<bool> {
    let answer = answer(address, "/healthz")?;
    Ok(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\nok\n"))
}

/// True when `/metrics` has the version of this server.
fn serves_metrics(address: SocketAddr) -> io::Result<bool> {
    let answer = answer(address, "/metrics")?;
    Ok(answer.starts_with("HTTP/1.1 200 ") && answer.contains("\nserver_build_info{"))
}

/// The answer at that path, or its beginning.
fn answer(address: SocketAddr, path: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&reachable(address), PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    // An error after the beginning leaves the beginning.
    let _ = stream.take(LONGEST).read_to_end(&mut answer);
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
