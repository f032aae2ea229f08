use std::{
    net::TcpListener,
    sync::{
        LazyLock,
        atomic::{AtomicU16, Ordering},
    },
};

/// The ports of the tests, below those that the system assigns to clients.
const FIRST_PORT: u16 = 10_000;
const PORTS: u16 = 20_000;

/// A free port. No other test receives it: the program that it is for may listen a few seconds later, and a second one
/// would answer in place of the first.
pub fn free_port() -> u16 {
    static NEXT: LazyLock<AtomicU16> = LazyLock::new(|| rand::random_range(0..PORTS).into());
    loop {
        let port = FIRST_PORT + NEXT.fetch_add(1, Ordering::Relaxed) % PORTS;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
