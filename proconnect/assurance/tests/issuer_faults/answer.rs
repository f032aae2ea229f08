//! What an endpoint answers, byte by byte.

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
    /// The TCP connection below.
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
    /// Nothing, and the connection is closed.
    Close,
    /// Nothing, and the connection stays.
    Silence,
    /// This, and the connection is closed.
    Bytes(Vec<u8>),
    /// This, and the connection is reset.
    Reset(&'static str),
    /// This, then a byte a second.
    Trickle(&'static str),
    /// The other answer, later.
    Late(Duration, Box<Answer>),
    /// A chunked body without end.
    Endless,
    /// A body of so many bytes, and the number of those that were taken.
    Flood(usize, Arc<AtomicUsize>),
}

impl Answer {
    pub fn text(text: &str) -> Self {
        Self::Bytes(text.as_bytes().to_vec())
    }

    /// A whole response; `head` is its status line and headers, each ended by a line break.
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

    /// Ends when all is sent, or when the client has had enough.
    pub async fn send<C: Connection>(&self, connection: &mut C) -> io::Result<()> {
        match self {
            Self::Close => {}
            Self::Silence => {
                connection.read_u8().await?;
            }
            Self::Bytes(bytes) => connection.write_all(bytes).await?,
            Self::Reset(start) => {
                connection.write_all(start.as_bytes()).await?;
                // The bytes shall arrive: a reset overtakes what is still on the way.
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
