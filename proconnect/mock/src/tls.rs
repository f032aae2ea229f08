use axum::serve::Listener;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose,
};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::server::TlsStream;

use crate::key_pairs::BoxError;

const HANDSHAKE: Duration = Duration::from_secs(10);

/// Connections that are ready, before the server accepts them.
const WAITING: usize = 64;

/// A certificate for the host of the issuer, signed by an authority that exists for this run.
pub struct Identity {
    pub config: Arc<ServerConfig>,
    /// The certificate of the authority, in PEM.
    pub authority: String,
}

impl Identity {
    /// # Errors
    /// When a key or a certificate cannot be made.
    pub fn generate(host: &str) -> Result<Self, BoxError> {
        let mut parameters = CertificateParams::default();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let name = "mock-proconnect: authority of one run";
        let names = &mut parameters.distinguished_name;
        names.push(DnType::CommonName, name);
        let authority = CertifiedIssuer::self_signed(parameters, KeyPair::generate()?)?;

        let mut parameters = CertificateParams::new([host.to_owned()])?;
        let names = &mut parameters.distinguished_name;
        names.push(DnType::CommonName, host);
        parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        // Python refuses a certificate without it.
        parameters.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate()?;
        let certificate = parameters.signed_by(&key, &authority)?;

        let key = PrivateKeyDer::try_from(key.serialize_der())?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self {
            config: Arc::new(config),
            authority: authority.pem(),
        })
    }
}

/// Accepts TLS connections. Each handshake has its own task, so that a slow client delays no other.
pub struct TlsListener {
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
    accepting: AbortHandle,
}

impl TlsListener {
    /// # Errors
    /// When the address of `listener` is unknown.
    pub fn new(listener: TcpListener, config: Arc<ServerConfig>) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let acceptor = TlsAcceptor::from(config);
        let (sender, ready) = mpsc::channel(WAITING);
        let accepting = tokio::spawn(async move {
            let mut listener = listener;
            loop {
                // axum's own, which waits after an error.
                let (stream, address) = Listener::accept(&mut listener).await;
                let (acceptor, sender) = (acceptor.clone(), sender.clone());
                tokio::spawn(async move {
                    let _ = stream.set_nodelay(true);
                    if let Ok(Ok(stream)) = timeout(HANDSHAKE, acceptor.accept(stream)).await {
                        let _ = sender.send((stream, address)).await;
                    }
                });
            }
        });
        Ok(Self {
            ready,
            address,
            accepting: accepting.abort_handle(),
        })
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// Closes the port.
impl Drop for TlsListener {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}
