//! The response of an endpoint, byte by byte.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    time::sleep,
};
use tokio_rustls::server::TlsStream;

/// A connection, encrypted or not.
pub trait Connection: AsyncRead + AsyncWrite + Unpin + Send {
    /// The underlying TCP connection.
    fn tcp(&self) -> &TcpStream;
}

impl Connection for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

impl Connection for TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }
}

#[derive(Clone)]
pub enum Answer {
    /// Sends nothing, and closes the connection.
    Close,
    /// Sends nothing, and keeps the connection open.
    Silence,
    /// Sends these bytes, and closes the connection.
    Bytes(Vec<u8>),
    /// Sends this text, and resets the connection.
    Reset(&'static str),
    /// Sends this text, then one byte per second.
    Trickle(&'static str),
    /// Sends the other response later.
    Late(Duration, Box<Answer>),
    /// Sends a chunked body without end.
    Endless,
    /// Sends a body of this length, and counts the bytes that the client reads.
    Flood(usize, Arc<AtomicUsize>),
}

impl Answer {
    pub fn text(text: &str) -> Self {
        Self::Bytes(text.as_bytes().to_vec())
    }

    /// A whole response. `head` is its status line and headers, each with its line break.
    pub fn response(head: &str, body: &[u8]) -> Self {
        let length = format!(
            "Connection: close\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        Self::Bytes(
            [
                format!("HTTP/1.1 {head}").as_bytes(),
                length.as_bytes(),
                body,
            ]
            .concat(),
        )
    }

    pub fn json(status: &str, body: &str) -> Self {
        let head = format!("{status}\r\nContent-Type: application/json\r\n");
        Self::response(&head, body.as_bytes())
    }

    pub fn status(line: &str) -> Self {
        Self::response(&format!("{line}\r\n"), b"")
    }

    pub fn redirect(status: u16, location: &str) -> Self {
        Self::status(&format!("{status} Elsewhere\r\nLocation: {location}"))
    }

    /// Ends when everything is sent, or when the client closes.
    pub async fn send<C: Connection>(&self, connection: &mut C) -> io::Result<()> {
        match self {
            Self::Close => {}
            Self::Silence => {
                connection.read_u8().await?;
            }
            Self::Bytes(bytes) => connection.write_all(bytes).await?,
            Self::Reset(start) => {
                connection.write_all(start.as_bytes()).await?;
                // A reset would overtake bytes that are still on the way.
                sleep(Duration::from_millis(50)).await;
                return connection.tcp().set_zero_linger();
            }
            Self::Trickle(start) => {
                connection.write_all(start.as_bytes()).await?;
                loop {
                    sleep(Duration::from_secs(1)).await;
                    connection.write_all(b" ").await?;
                }
            }
            Self::Late(delay, answer) => {
                sleep(*delay).await;
                return Box::pin(answer.send(connection)).await;
            }
            Self::Endless => {
                let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
                connection.write_all(head).await?;
                let chunk = [b"400\r\n".as_slice(), &[b' '; 0x400], b"\r\n"].concat();
                loop {
                    connection.write_all(&chunk).await?;
                }
            }
            Self::Flood(length, taken) => {
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
                connection.write_all(head.as_bytes()).await?;
                for _ in 0..length / 0x1000 {
                    connection.write_all(&[b' '; 0x1000]).await?;
                    taken.fetch_add(0x1000, SeqCst);
                }
            }
        }
        connection.shutdown().await
    }
}
