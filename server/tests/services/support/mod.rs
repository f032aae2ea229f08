//! Real services for tests, and the server as one or several processes in front of them.

#![allow(
    dead_code,
    unused_imports,
    reason = "each test target uses a part of this folder"
)]

mod browser;
mod disk;
mod faulty;
mod nginx;
mod outage;
mod ports;
mod postgres;
mod process;
mod programs;
mod proxy;
mod redis;
mod replica;
mod scratch;
mod site;
mod store;

pub use browser::{Answer, Browser};
pub use disk::Disk;
pub use faulty::{Faulty, assert_within};
pub use nginx::Nginx;
pub use outage::{
    PATIENCE, assert_is_outage, assert_is_refused, callback_after_exchange, exchanges,
    is_not_ready, is_ready_again, is_served_again, works,
};
pub use ports::free_port;
pub use postgres::{Postgres, psql};
pub use process::{Process, is_running};
pub use proxy::Proxy;
pub use redis::Redis;
pub use replica::Replica;
pub use scratch::Folder;
pub use site::{Pair, Site};
pub use store::Store;

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

/// Longest time that a service takes to start, on a machine that compiles at the same time.
pub const START: Duration = Duration::from_secs(60);

/// Waits until the condition holds. Returns false when `time` is over.
pub fn holds_within(time: Duration, mut condition: impl FnMut() -> bool) -> bool {
    let begun = Instant::now();
    loop {
        if condition() {
            return true;
        }
        if begun.elapsed() > time {
            return false;
        }
        sleep(Duration::from_millis(20));
    }
}
