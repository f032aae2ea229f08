use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime::{Builder, Runtime},
    sync::watch::{self, Receiver, Sender},
    time::sleep,
};

#[derive(Clone, Copy, PartialEq)]
enum State {
    Open,
    /// Connections are reset, and new ones are refused.
    Cut,
    /// Connections stay open, and no byte passes.
    BlackHole,
}

#[derive(Clone, Copy)]
struct Faults {
    state: State,
    /// Before each piece that goes to the service, and before each that comes back.
    delays: [Duration; 2],
}

const NONE: Faults = Faults {
    state: State::Open,
    delays: [Duration::ZERO; 2],
};

/// A network between the server and a service, with faults. It has a thread of its own.
pub struct Proxy {
    address: SocketAddr,
    faults: Sender<Faults>,
    runtime: Option<Runtime>,
}

impl Proxy {
    /// Passes connections on to a port of this machine.
    pub fn to(port: u16) -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build();
        let runtime = runtime.unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], super::free_port()));
        let service = SocketAddr::from(([127, 0, 0, 1], port));
        let (faults, receiver) = watch::channel(NONE);
        runtime.spawn(listen(address, service, receiver));
        let proxy = Self {
            address,
            faults,
            runtime: Some(runtime),
        };
        proxy.wait_until(true);
        proxy
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The address of a service, through this proxy.
    pub fn instead_of(&self, url: &str) -> String {
        let mut url = url::Url::parse(url).unwrap();
        url.set_port(Some(self.port())).unwrap();
        url.to_string()
    }

    /// Resets all connections, and refuses new ones.
    pub fn cut(&self) {
        self.faults.send_modify(|faults| faults.state = State::Cut);
        self.wait_until(false);
    }

    /// Leaves all connections open, and passes no byte on.
    pub fn black_hole(&self) {
        self.faults
            .send_modify(|faults| faults.state = State::BlackHole);
    }

    /// Delays each piece on its way to the service, and each on its way back.
    pub fn delay(&self, to_service: Duration, back: Duration) {
        self.faults
            .send_modify(|faults| faults.delays = [to_service, back]);
    }

    /// Works again, without delay.
    pub fn heal(&self) {
        self.faults.send_replace(NONE);
        self.wait_until(true);
    }

    fn wait_until(&self, accepts: bool) {
        let connects = || std::net::TcpStream::connect(self.address).is_ok();
        assert!(super::holds_within(super::START, || connects() == accepts));
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn listen(address: SocketAddr, service: SocketAddr, mut faults: Receiver<Faults>) {
    loop {
        let _ = faults.wait_for(|faults| faults.state != State::Cut).await;
        let listener = TcpListener::bind(address).await.unwrap();
        let mut cut = faults.clone();
        let cut = cut.wait_for(|faults| faults.state == State::Cut);
        tokio::pin!(cut);
        loop {
            let client = tokio::select! {
                client = listener.accept() => client.unwrap().0,
                _ = &mut cut => break,
            };
            tokio::spawn(pass_on(client, service, faults.clone()));
        }
    }
}

async fn pass_on(mut client: TcpStream, service: SocketAddr, mut faults: Receiver<Faults>) {
    let Ok(mut service) = TcpStream::connect(service).await else {
        let _ = client.set_zero_linger();
        return;
    };
    let (from_client, to_client) = client.split();
    let (from_service, to_service) = service.split();
    let (there, back) = (faults.clone(), faults.clone());
    let is_cut = tokio::select! {
        () = async {
            tokio::join!(pump(from_client, to_service, there, 0), pump(from_service, to_client, back, 1));
        } => false,
        _ = faults.wait_for(|faults| faults.state == State::Cut) => true,
    };
    if is_cut {
        let _ = (client.set_zero_linger(), service.set_zero_linger());
    }
}

async fn pump(
    mut from: tokio::net::tcp::ReadHalf<'_>,
    mut to: tokio::net::tcp::WriteHalf<'_>,
    mut faults: Receiver<Faults>,
    direction: usize,
) {
    let mut buffer = vec![0; 65_536];
    loop {
        let read = from.read(&mut buffer).await;
        let delay = faults.borrow().delays[direction];
        // The shortest sleep takes a millisecond.
        if !delay.is_zero() {
            sleep(delay).await;
        }
        let _ = faults
            .wait_for(|faults| faults.state != State::BlackHole)
            .await;
        let written = match read {
            Ok(read) if read > 0 => to.write_all(&buffer[..read]).await,
            _ => break,
        };
        if written.is_err() {
            break;
        }
    }
    let _ = to.shutdown().await;
}
