//! `LEPTOS_*`, `HOST` and `PORT`: the address to listen on, and the folder of the built site.

use leptos::config::{Env, LeptosOptions, ReloadWSProtocol};
use proconnect::config::{Mistakes, Variables};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

pub const SITE_ADDR: &str = "LEPTOS_SITE_ADDR";
pub const SITE_ROOT: &str = "LEPTOS_SITE_ROOT";
pub const HASH_FILE_NAME: &str = "LEPTOS_HASH_FILE_NAME";
const HOST: &str = "HOST";
const PORT: &str = "PORT";
const ENV: &str = "LEPTOS_ENV";
const RELOAD_PORT: &str = "LEPTOS_RELOAD_PORT";
const RELOAD_EXTERNAL_PORT: &str = "LEPTOS_RELOAD_EXTERNAL_PORT";
const RELOAD_WS_PROTOCOL: &str = "LEPTOS_RELOAD_WS_PROTOCOL";

/// The name of the built files, as in `Cargo.toml`, where cargo-leptos did not set it.
const OUTPUT_NAME: &str = "leptos-proconnect";
/// The port when none is set.
const DEFAULT_PORT: u16 = 3000;

/// Reads the options that cargo-leptos or the operator sets. `hash_files` comes from the build, not
/// from the environment: it must match the names that the built files really have.
pub fn read(read: &mut Variables<'_>) -> LeptosOptions {
    let address = read.value(SITE_ADDR);
    let host = read.value(HOST);
    let port = read.value(PORT);
    let mut address = site_addr(address.as_deref(), port.as_deref(), &mut read.mistakes);
    if let Some(host) = host.and_then(|text| self::host(&text, &mut read.mistakes)) {
        address.set_ip(host);
    }
    let root = read.value(SITE_ROOT);
    let output_name = read.value("LEPTOS_OUTPUT_NAME");
    let built_as = option_env!("LEPTOS_OUTPUT_NAME").unwrap_or(OUTPUT_NAME);
    let pkg_dir = read.value("LEPTOS_SITE_PKG_DIR");
    let hash_file = read.value(HASH_FILE_NAME);
    let environment = environment(read);
    let reload_port = port_of(RELOAD_PORT, read).unwrap_or(3001);
    let external_port = port_of(RELOAD_EXTERNAL_PORT, read);
    let protocol = reload_protocol(read);
    LeptosOptions::builder()
        .output_name(output_name.as_deref().unwrap_or(built_as))
        .site_root(root.as_deref().unwrap_or("target/site"))
        .site_pkg_dir(pkg_dir.as_deref().unwrap_or("pkg"))
        .env(environment)
        .site_addr(address)
        .reload_port(reload_port.into())
        .reload_external_port(external_port.map(u32::from))
        .reload_ws_protocol(protocol)
        .hash_file(hash_file.as_deref().unwrap_or("hash.txt").into())
        .hash_files(option_env!("LEPTOS_HASH_FILES") == Some("true"))
        .build()
}

/// Reads the address to listen on. A platform that sets `PORT` connects from another machine, so
/// `PORT` alone makes the server listen on all interfaces.
fn site_addr(address: Option<&str>, port: Option<&str>, mistakes: &mut Mistakes) -> SocketAddr {
    let port = port.and_then(|text| {
        let number = text.parse().ok().filter(|port| *port != 0);
        if number.is_none() {
            mistakes.note(PORT, Some(text), "a number from 1 to 65535, or nothing");
        }
        number
    });
    let listening = match (address, port) {
        (None, Some(_)) => Ok(SocketAddr::from((Ipv4Addr::UNSPECIFIED, DEFAULT_PORT))),
        (None, None) => Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, DEFAULT_PORT))),
        (Some(text), _) => text.parse().map_err(|_| text),
    };
    let mut listening = listening.unwrap_or_else(|text| {
        mistakes.note(SITE_ADDR, Some(text), closest_address(text));
        SocketAddr::from((Ipv4Addr::LOCALHOST, DEFAULT_PORT))
    });
    if let Some(port) = port {
        listening.set_port(port);
    }
    listening
}

/// Reads the address that a platform sets beside `PORT`. It overrides that of `LEPTOS_SITE_ADDR`.
fn host(text: &str, mistakes: &mut Mistakes) -> Option<IpAddr> {
    let host = text.trim_start_matches('[').trim_end_matches(']').parse();
    if host.is_err() {
        let port = match text.parse::<SocketAddr>() {
            Ok(_) => ": the port goes into PORT",
            Err(_) => "",
        };
        let expected = format!(
            "an IP address, not a name, and no port: 127.0.0.1 for this machine alone, 0.0.0.0 or :: \
             for every machine that can reach it; or nothing{port}"
        );
        mistakes.note(HOST, Some(text), expected);
    }
    host.ok()
}

/// Suggests a valid address close to the one that was written.
fn closest_address(text: &str) -> String {
    if let Ok(address) = text.trim_matches(['[', ']']).parse::<IpAddr>() {
        let example = SocketAddr::new(address, DEFAULT_PORT);
        return format!("the address and a port, {example}");
    }
    let (host, port) = text.rsplit_once(':').unwrap_or((text, text));
    let port = port.parse().unwrap_or(DEFAULT_PORT);
    let named = if host.is_empty() || host == text {
        ""
    } else {
        ", not a name"
    };
    format!(
        "an IP address{named} and a port: 127.0.0.1:{port} for this machine alone (behind a proxy \
         that runs here), 0.0.0.0:{port} or [::]:{port} for every machine that can reach it"
    )
}

fn environment(read: &mut Variables<'_>) -> Env {
    let Some(text) = read.value(ENV) else {
        return Env::DEV;
    };
    match text.to_lowercase().as_str() {
        "dev" | "development" => Env::DEV,
        "prod" | "production" => Env::PROD,
        _ => {
            read.mistakes.note(ENV, Some(&text), "DEV or PROD");
            Env::DEV
        }
    }
}

fn port_of(name: &'static str, read: &mut Variables<'_>) -> Option<u16> {
    let text = read.value(name)?;
    let port = text.parse().ok();
    if port.is_none() {
        let expected = "a number from 1 to 65535";
        read.mistakes.note(name, Some(&text), expected);
    }
    port
}

fn reload_protocol(read: &mut Variables<'_>) -> ReloadWSProtocol {
    let Some(text) = read.value(RELOAD_WS_PROTOCOL) else {
        return ReloadWSProtocol::WS;
    };
    match text.to_lowercase().as_str() {
        "ws" => ReloadWSProtocol::WS,
        "wss" => ReloadWSProtocol::WSS,
        _ => {
            read.mistakes
                .note(RELOAD_WS_PROTOCOL, Some(&text), "ws or wss");
            ReloadWSProtocol::WS
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listening(address: &str, port: &str) -> Result<String, Mistakes> {
        listening_at("", address, port)
    }

    fn listening_at(host: &str, address: &str, port: &str) -> Result<String, Mistakes> {
        let variable = |name: &str| match name {
            HOST => Some(host.to_owned()),
            SITE_ADDR => Some(address.to_owned()),
            PORT => Some(port.to_owned()),
            _ => None,
        };
        let mut variables = Variables::new(&variable);
        let options = read(&mut variables);
        if variables.mistakes.0.is_empty() {
            Ok(options.site_addr.to_string())
        } else {
            Err(variables.mistakes)
        }
    }

    #[test]
    fn the_port_of_a_platform_goes_before_that_of_the_address() {
        for (address, port, expected) in [
            ("", "", "127.0.0.1:3000"),
            ("", "8080", "0.0.0.0:8080"),
            ("127.0.0.1:3000", "8080", "127.0.0.1:8080"),
            ("[::]:80", "", "[::]:80"),
            ("\"127.0.0.1:0\"", "''", "127.0.0.1:0"),
        ] {
            assert_eq!(listening(address, port).unwrap(), expected);
        }
    }

    #[test]
    fn the_host_of_a_platform_goes_before_that_of_the_address() {
        for (host, address, port, expected) in [
            ("0.0.0.0", "", "", "0.0.0.0:3000"),
            ("0.0.0.0", "", "8080", "0.0.0.0:8080"),
            ("127.0.0.1", "", "8080", "127.0.0.1:8080"),
            ("::", "127.0.0.1:3000", "8080", "[::]:8080"),
            ("[::1]", "0.0.0.0:80", "", "[::1]:80"),
            ("", "10.0.0.1:80", "8080", "10.0.0.1:8080"),
        ] {
            let listening = listening_at(host, address, port).unwrap();
            assert_eq!(listening, expected, "{host} {address} {port}");
        }
    }

    #[test]
    fn r13_an_invalid_host_is_reported_and_one_with_a_port_too() {
        for (wrong, hint) in [
            ("localhost", "127.0.0.1"),
            ("service.example.fr", "0.0.0.0"),
            ("0.0.0.0:8080", "the port goes into PORT"),
            ("[::]:8080", "the port goes into PORT"),
            ("0.0.0", "an IP address"),
        ] {
            let mistakes = listening_at(wrong, "", "8080").unwrap_err();
            assert_eq!(mistakes.0[0].variable, HOST, "{wrong}");
            let message = &mistakes.0[0].expected;
            assert!(message.contains(hint), "{wrong}: {message}");
        }
    }

    #[test]
    fn r13_an_invalid_address_is_reported_with_a_valid_one() {
        for (wrong, expected) in [
            ("localhost:4116", "127.0.0.1:4116"),
            ("service.example.fr:4116", "0.0.0.0:4116"),
            (":4116", "127.0.0.1:4116"),
            ("4116", "127.0.0.1:4116"),
            ("127.0.0.1", "127.0.0.1:3000"),
            ("::1", "[::1]:3000"),
            ("127.0.0.1:", "127.0.0.1:3000"),
            ("127.0.0.1:65536", "127.0.0.1:3000"),
            ("http://127.0.0.1:4116", "127.0.0.1:4116"),
        ] {
            let mistakes = listening(wrong, "").unwrap_err();
            assert_eq!(mistakes.0[0].variable, SITE_ADDR, "{wrong}");
            let message = &mistakes.0[0].expected;
            assert!(message.contains(expected), "{wrong}: {message}");
        }
        for wrong in ["0", "65536", "http", "-1", "tcp://10.0.0.1:80"] {
            let mistakes = listening("", wrong).unwrap_err();
            assert_eq!(mistakes.0[0].variable, PORT, "{wrong}");
        }
    }
}
