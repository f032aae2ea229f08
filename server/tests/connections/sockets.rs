use std::{
    io::{self, ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

/// Longest duration of `/healthz`.
pub const A_SECOND: Duration = Duration::from_secs(1);

/// Sends bytes on a new connection, and reads until the server closes it or `time` is over.
pub fn exchange(address: SocketAddr, bytes: &[u8], time: Duration) -> io::Result<Vec<u8>> {
    let begun = Instant::now();
    let mut stream = TcpStream::connect_timeout(&address, time)?;
    stream.set_write_timeout(Some(time))?;
    stream.write_all(bytes)?;
    let mut answer = Vec::new();
    let mut buffer = [0; 16_384];
    while let Some(left) = time
        .checked_sub(begun.elapsed())
        .filter(|left| !left.is_zero())
    {
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => answer.extend_from_slice(&buffer[..read]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                break;
            }
            Err(error) if answer.is_empty() => return Err(error),
            Err(_) => break,
        }
    }
    Ok(answer)
}

/// The response to bytes after which the server closes the connection.
pub fn answer(address: SocketAddr, bytes: &[u8]) -> String {
    let answer = exchange(address, bytes, Duration::from_secs(20)).unwrap_or_default();
    String::from_utf8_lossy(&answer).into_owned()
}

/// The response to a request with that first line and these header lines.
pub fn ask(address: SocketAddr, first: &str, lines: &str) -> String {
    let host = format!("localhost:{}", address.port());
    let request = format!("{first}\r\nHost: {host}\r\nConnection: close\r\n{lines}\r\n");
    answer(address, request.as_bytes())
}

/// True when `/healthz` answers within a second.
pub fn is_alive(address: SocketAddr) -> bool {
    let request = format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let answer = exchange(address, request.as_bytes(), A_SECOND);
    answer.is_ok_and(|answer| answer.starts_with(b"HTTP/1.1 200 ") && answer.ends_with(b"ok\n"))
}

/// True when the server has closed the connection.
pub fn is_closed(mut stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    let mut buffer = [0; 4096];
    let closed = loop {
        match stream.read(&mut buffer) {
            Ok(0) => break true,
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => break false,
            Err(_) => break true,
        }
    };
    let _ = stream.set_nonblocking(false);
    closed
}
