//! Every connection from its acceptance to its end: how many there may be, how long each may keep
//! the server waiting, and what becomes of them when the server stops.
//!
//! A connection costs memory and a descriptor, of which a process has few, and anybody can open one.
//! So there is a bound; above it the connection that has kept the server waiting longest gives way
//! to the new one. `/healthz` is answered even where none can give way.

mod activity;
mod handler;
mod limits;
mod overflow;
mod own_answers;
mod pool;
mod stop;
mod stream;

pub use activity::{Activity, Phase};
pub use limits::{BODY_TIMEOUT, Limits};
pub use stop::Stop;

use crate::client_address::TrustedProxies;
use axum::Router;
use pool::Pool;
use std::{io, net::SocketAddr, pin::pin, time::Duration};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    time::{MissedTickBehavior, interval, sleep},
};

/// Time between two looks at the connections that keep the server waiting.
const LOOK_PAUSE: Duration = Duration::from_secs(1);

/// Time after an error of the listener: descriptors may be there again by then.
const ERROR_PAUSE: Duration = Duration::from_millis(50);

/// Connections that may wait to be accepted. With the usual 128, a few hundred that come at once cost
/// the next one a second: its first packet is dropped, and sent again.
const BACKLOG: u32 = 4096;

/// Listens on that address.
///
/// # Errors
/// When the system does not let it.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4(),
        SocketAddr::V6(_) => TcpSocket::new_v6(),
    }?;
    // After a restart, connections of before may linger.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// The value that every connection shares.
#[derive(Clone)]
pub struct Server {
    /// Answers requests.
    pub router: Router,
    /// Whose word about a client's address is taken.
    pub trusted_proxies: TrustedProxies,
    /// How many connections, and for how long.
    pub limits: Limits,
}

/// Serves until the first signal to stop, then lets requests under way finish, at most until the second.
pub async fn serve(listener: TcpListener, server: Server, mut stop: Stop) {
    let mut pool = Pool::new(server);
    let mut looks = interval(LOOK_PAUSE);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    {
        let mut told = pin!(stop.told());
        loop {
            tokio::select! {
                accepted = listener.accept() => accept(&mut pool, accepted).await,
                () = pool.one_ended() => {}
                _ = looks.tick() => pool.close_overdue(),
                () = &mut told => break,
            }
        }
    }
    tracing::info!("stopping");
    drop(listener);
    tokio::select! {
        () = pool.drain() => {}
        () = stop.told() => tracing::info!("told again: stopping at once"),
    }
}

/// Takes a connection in. An error of the listener ends nothing: the oldest connection gives way,
/// since descriptors are what a listener lacks.
async fn accept(pool: &mut Pool, accepted: io::Result<(TcpStream, SocketAddr)>) {
    match accepted {
        Ok((stream, peer)) => {
            // Without it, small writes wait for the peer's acknowledgement.
            let _ = stream.set_nodelay(true);
            pool.admit(stream, peer).await;
        }
        Err(error) if is_of_the_client(&error) => {}
        Err(error) => {
            tracing::error!(%error, "a connection cannot be accepted");
            pool.make_room();
            sleep(ERROR_PAUSE).await;
        }
    }
}

/// Whether the client went away before it was accepted.
fn is_of_the_client(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}
