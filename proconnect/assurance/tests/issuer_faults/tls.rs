//! A certificate authority made for the run, and servers with its certificates, valid or not.

use crate::{issuer::Issuer, place::Place};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use std::sync::{Arc, LazyLock};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer},
};

/// The host of the issuers behind TLS.
pub const HOST: &str = "localhost";

/// A name that only the proxy resolves.
pub const DISTANT_HOST: &str = "proconnect.example";

/// The only authority that the child processes trust.
static AUTHORITY: LazyLock<CertifiedIssuer<'static, KeyPair>> = LazyLock::new(|| {
    let mut parameters = CertificateParams::default();
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let name = &mut parameters.distinguished_name;
    name.push(DnType::CommonName, "An authority of the tests");
    CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap()
});

/// Its certificate in PEM.
pub fn authority_pem() -> String {
    AUTHORITY.pem()
}

/// Valid from 1975 on, unless changed.
fn parameters(host: &str) -> CertificateParams {
    CertificateParams::new([host.to_owned()]).unwrap()
}

fn server_config(certificate: &rcgen::Certificate, key: &KeyPair) -> Arc<ServerConfig> {
    let chain = vec![CertificateDer::from(certificate.der().to_vec())];
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder().with_no_client_auth();
    Arc::new(config.with_single_cert(chain, key).unwrap())
}

fn certified(parameters: &CertificateParams) -> Arc<ServerConfig> {
    let key = KeyPair::generate().unwrap();
    let certificate = parameters.signed_by(&key, &AUTHORITY).unwrap();
    server_config(&certificate, &key)
}

/// A valid identity.
pub fn good(host: &str) -> Arc<ServerConfig> {
    certified(&parameters(host))
}

async fn place(identity: Arc<ServerConfig>) -> Place {
    let issuer = Issuer::start_tls(identity).await;
    let origin = issuer.url().trim_end_matches("/api/v2").to_owned();
    Place::new(origin, issuer)
}

pub async fn expired() -> Place {
    let mut parameters = parameters(HOST);
    parameters.not_after = date_time_ymd(2026, 1, 1);
    place(certified(&parameters)).await
}

pub async fn self_signed() -> Place {
    let key = KeyPair::generate().unwrap();
    let certificate = parameters(HOST).self_signed(&key).unwrap();
    place(server_config(&certificate, &key)).await
}

pub async fn wrong_host() -> Place {
    place(good("other.example")).await
}

/// Answers a hello with TLS 1.1, as servers did in 2006.
pub async fn tls_1_1_only() -> Place {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = origin(&listener);
    let task = tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            let _ = connection.read(&mut [0; 4096]).await;
            let _ = connection.write_all(&server_hello_1_1()).await;
            let _ = connection.read(&mut [0; 4096]).await;
        }
    });
    Place::new(origin, task)
}

/// RFC 4346 7.4.1.3, in a record of its own: no session, `TLS_RSA_WITH_AES_128_CBC_SHA`, no
/// compression.
fn server_hello_1_1() -> Vec<u8> {
    const VERSION: [u8; 2] = [3, 2];
    let hello = [&VERSION[..], &[0x55; 32], &[0], &[0x00, 0x2f], &[0]].concat();
    let length = u8::try_from(hello.len()).unwrap();
    let message = [&[2, 0, 0, length][..], &hello].concat();
    [&[22][..], &VERSION, &[0, length + 4], &message].concat()
}

/// Accepts the connection, and sends nothing.
pub async fn stalled() -> Place {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    Place::new(origin(&listener), listener)
}

fn origin(listener: &TcpListener) -> String {
    format!("https://{HOST}:{}", listener.local_addr().unwrap().port())
}
