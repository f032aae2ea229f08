//! Connections from acceptance to end: how many the server holds, how long a client may keep it
//! waiting, and how they end when the server stops.
//!
//! A connection costs memory and a file descriptor, of which a process has few, and any client can
//! open one. The number of connections is therefore bounded. Above the bound, the connection that
//! has kept the server waiting longest is closed for the new one. When every connection is busy
//! with a request, a few more are accepted to answer `/healthz` alone.

mod activity;
mod handler;
mod limits;
mod overflow;
mod own_answers;
mod pool;
mod server;
mod stop;
mod stopping;
mod stream;

pub use activity::{Activity, Phase};
pub use limits::{BODY_TIMEOUT, Limits};
pub use server::Server;
pub use stop::Stop;
pub use stopping::Stopping;

use pool::Pool;
use std::{io, net::SocketAddr, pin::pin, time::Duration};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    time::{MissedTickBehavior, interval, sleep},
};

/// Time between two checks for connections that exceed their time.
const LOOK_PAUSE: Duration = Duration::from_secs(1);

/// Pause after an error of the listener, during which descriptors may be freed.
const ERROR_PAUSE: Duration = Duration::from_millis(50);

/// Time during which a proxy may still send requests to a server that stops. Until then it has found `/readyz`
/// failing, or has read that each connection closes.
const FAREWELL: Duration = Duration::from_secs(2);

/// Length of the queue of connections to accept. With the usual 128, a burst of a few hundred makes
/// the next client wait a second: its first packet is dropped and sent again.
const BACKLOG: u32 = 4096;

/// Listens on `address`.
///
/// # Errors
/// When the system refuses the address.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4(),
        SocketAddr::V6(_) => TcpSocket::new_v6(),
    }?;
    // After a restart, connections of the previous process may linger on this port.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves until the first signal to stop. Behind a proxy, the server then accepts connections for a while, and
/// closes each one after its response. Then requests under way may finish. The second signal ends all of this.
pub async fn serve(listener: TcpListener, server: Server, mut stop: Stop) {
    let stopping = server.stopping.clone();
    let mut pool = Pool::new(server);
    accept_until(stop.next_signal(), &listener, &mut pool).await;
    tracing::info!("stopping");
    stopping.begin();
    let farewell = async {
        if stopping.has_proxy() {
            accept_until(sleep(FAREWELL), &listener, &mut pool).await;
        }
        accept_those_that_wait(listener, &mut pool).await;
        pool.drain().await;
    };
    tokio::select! {
        () = farewell => {}
        () = stop.next_signal() => tracing::info!("second signal: stopping at once"),
    }
}

async fn accept_until(end: impl Future<Output = ()>, listener: &TcpListener, pool: &mut Pool) {
    let mut looks = interval(LOOK_PAUSE);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut end = pin!(end);
    loop {
        tokio::select! {
            accepted = listener.accept() => accept(pool, accepted).await,
            () = pool.one_ended() => {}
            _ = looks.tick() => pool.close_overdue(),
            () = &mut end => return,
        }
    }
}

/// Accepts the connections that the system has already made. It would reset them when the listener closes, and
/// a proxy does not send a form twice.
async fn accept_those_that_wait(listener: TcpListener, pool: &mut Pool) {
    let Ok(listener) = listener.into_std() else {
        return;
    };
    // Not more than the system keeps: a flood would otherwise hold the stop up.
    for _ in 0..BACKLOG {
        let Ok((stream, peer)) = listener.accept() else {
            return;
        };
        let stream = stream
            .set_nonblocking(true)
            .and_then(|()| TcpStream::from_std(stream));
        accept(pool, stream.map(|stream| (stream, peer))).await;
    }
}

/// Accepts a connection. An error of the listener usually means that descriptors ran out: it closes
/// the connection that has waited longest, and the server goes on.
async fn accept(pool: &mut Pool, accepted: io::Result<(TcpStream, SocketAddr)>) {
    match accepted {
        Ok((stream, peer)) => {
            // With Nagle's algorithm, small writes would wait for the peer's acknowledgement.
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

/// True when the client left before its connection was accepted.
fn is_of_the_client(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}
