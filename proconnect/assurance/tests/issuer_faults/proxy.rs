//! A proxy, like that of a ministry between its servers and the Internet.

use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// The response to a request for a tunnel.
#[derive(Clone)]
pub enum Behaviour {
    /// Tunnels to this port of this machine, whatever name is requested.
    LeadTo(u16),
    /// Answers with this status line.
    Answer(&'static str),
    /// Does not answer.
    Silence,
}

pub struct Proxy {
    pub address: String,
    requests: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Proxy {
    pub async fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(serve(client, behaviour.clone(), Arc::clone(&seen)));
            }
        });
        Self {
            address,
            requests,
            task,
        }
    }

    /// The heads of the requests.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut client: TcpStream, behaviour: Behaviour, seen: Arc<Mutex<Vec<String>>>) {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        match client.read_u8().await {
            Ok(byte) => head.push(char::from(byte)),
            Err(_) => return,
        }
    }
    seen.lock().unwrap().push(head);
    match behaviour {
        Behaviour::LeadTo(port) => {
            let mut issuer = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
            client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
            // Ends when either side closes.
            let _ = copy_bidirectional(&mut client, &mut issuer).await;
        }
        Behaviour::Answer(line) => {
            let answer = format!("HTTP/1.1 {line}\r\nContent-Length: 0\r\n\r\n");
            let _ = client.write_all(answer.as_bytes()).await;
        }
        Behaviour::Silence => {
            let _ = client.read_u8().await;
        }
    }
}
