//! Addresses at which an endpoint is unreachable.

use std::any::Any;
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// `scheme://host:port`, and the resource that keeps it unreachable.
pub struct Place {
    pub origin: String,
    _keeper: Box<dyn Any + Send>,
}

impl Place {
    pub fn new(origin: String, keeper: impl Any + Send) -> Self {
        Self {
            origin,
            _keeper: Box::new(keeper),
        }
    }
}

/// A port that is taken but does not listen.
pub fn closed_port() -> TcpSocket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    socket
}

/// Connections are refused.
pub async fn refused() -> Place {
    let socket = closed_port();
    let address = socket.local_addr().unwrap();
    Place::new(format!("http://{address}"), socket)
}

/// A name that no resolver accepts: its label is too long.
pub async fn unresolvable() -> Place {
    Place::new(format!("https://{}.invalid", "a".repeat(64)), ())
}

/// Connections are neither accepted nor refused: the queue is full, and Linux drops the packets.
pub async fn black_hole() -> Place {
    let listener: TcpListener = closed_port().listen(0).unwrap();
    let address = listener.local_addr().unwrap();
    let mut queue = Vec::new();
    loop {
        let knock = TcpStream::connect(address);
        match tokio::time::timeout(std::time::Duration::from_millis(300), knock).await {
            Ok(queued) => queue.push(queued.unwrap()),
            Err(_) => return Place::new(format!("http://{address}"), (listener, queue)),
        }
    }
}
