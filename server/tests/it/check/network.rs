use super::doctor::Doctor;
use axum::{Router, http::StatusCode, routing::get};
use rcgen::{CertificateParams, DnType, KeyPair};
use std::{fs, sync::Arc};
use tokio::net::TcpListener;
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, pki_types::PrivateKeyDer},
};

async fn listener() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

/// Serves the same response at every path.
async fn answering(status: StatusCode, body: &'static str) -> String {
    let (listener, port) = listener().await;
    let router = Router::new().fallback(get(move || async move { (status, body) }));
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://localhost:{port}/api/v2")
}

/// A TLS server with a certificate for `name`. Returns its issuer and its certificate.
async fn over_tls(name: &str) -> (String, String) {
    let pair = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    let cert = params.self_signed(&pair).unwrap();
    let key = PrivateKeyDer::try_from(pair.serialize_der()).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key);
    let acceptor = TlsAcceptor::from(Arc::new(config.unwrap()));
    let (listener, port) = listener().await;
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move { acceptor.accept(connection).await });
        }
    });
    (format!("https://localhost:{port}/api/v2"), cert.pem())
}

/// A server that trusts this certificate alone.
fn trusting(issuer: &str, certificate: &str) -> Doctor {
    let doctor = Doctor::of(issuer);
    let file = doctor.folder.join("target/ca.pem");
    fs::write(&file, certificate).unwrap();
    doctor.with("SSL_CERT_FILE", file.to_str().unwrap())
}

#[tokio::test]
async fn a_name_that_does_not_resolve_is_reported() {
    let diagnosis = Doctor::of("https://no-such-host.invalid/api/v2")
        .examines()
        .await;
    diagnosis.assert_errors(
        &["issuer.dns"],
        &["no-such-host.invalid", "PROCONNECT_DOMAIN"],
    );
}

#[tokio::test]
async fn a_closed_port_is_reported() {
    let (closed, port) = listener().await;
    drop(closed);
    let issuer = format!("http://localhost:{port}/api/v2");
    let diagnosis = Doctor::of(&issuer).examines().await;
    diagnosis.assert_errors(&["issuer.refused"], &["rien n’écoute", "pare-feu"]);
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority_is_reported() {
    let (issuer, _) = over_tls("localhost").await;
    let (_, other) = over_tls("other.example").await;
    let diagnosis = trusting(&issuer, &other).examines().await;
    diagnosis.assert_errors(&["issuer.tls_authority"], &["SSL_CERT_FILE", "autorité"]);
}

#[tokio::test]
async fn a_certificate_of_another_host_is_reported() {
    let (issuer, certificate) = over_tls("elsewhere.example").await;
    let diagnosis = trusting(&issuer, &certificate).examines().await;
    diagnosis.assert_errors(&["issuer.tls_name"], &["autre hôte"]);
}

#[tokio::test]
async fn a_server_without_tls_is_reported() {
    let plain = answering(StatusCode::OK, "{}")
        .await
        .replace("http:", "https:");
    let (_, certificate) = over_tls("localhost").await;
    let diagnosis = trusting(&plain, &certificate).examines().await;
    diagnosis.assert_errors(&["issuer.tls_handshake"], &["ne parle pas TLS"]);
}

#[tokio::test]
async fn a_silent_issuer_is_reported() {
    let (_silent, port) = listener().await;
    let issuer = format!("http://localhost:{port}/api/v2");
    let diagnosis = Doctor::of(&issuer).examines().await;
    diagnosis.assert_errors(&["issuer.timeout"], &["aucune réponse"]);
}

#[tokio::test]
async fn another_status_and_another_document_are_reported() {
    let down = answering(StatusCode::SERVICE_UNAVAILABLE, "").await;
    let diagnosis = Doctor::of(&down).examines().await;
    diagnosis.assert_errors(&["issuer.status"], &["503"]);
    let page = answering(StatusCode::OK, "<!doctype html><title>Maintenance</title>").await;
    let diagnosis = Doctor::of(&page).examines().await;
    diagnosis.assert_errors(&["issuer.malformed"], &["the whole: not JSON"]);
}

#[tokio::test]
async fn a_proxy_that_refuses_the_tunnel_is_reported_without_its_password() {
    let proxy = answering(StatusCode::FORBIDDEN, "").await;
    let (_, certificate) = over_tls("localhost").await;
    let address = proxy.replace("http://", "http://agent:s3cr3t@");
    let doctor = trusting("https://issuer.example/api/v2", &certificate);
    let doctor = doctor.with("HTTPS_PROXY", address.trim_end_matches("/api/v2"));
    let diagnosis = doctor.examines().await;
    diagnosis.assert_errors(&["issuer.proxy"], &["HTTPS_PROXY", "CONNECT"]);
    assert!(!diagnosis.text.contains("s3cr3t"), "{}", diagnosis.text);
}

#[tokio::test]
async fn a_proxy_that_is_down_is_reported() {
    let (closed, port) = listener().await;
    drop(closed);
    let (_, certificate) = over_tls("localhost").await;
    let doctor = trusting("https://issuer.example/api/v2", &certificate);
    let doctor = doctor.with("HTTPS_PROXY", &format!("http://127.0.0.1:{port}"));
    let diagnosis = doctor.examines().await;
    diagnosis.assert_errors(&["issuer.proxy_unreachable"], &["HTTPS_PROXY", "NO_PROXY"]);
}

/// A proxy whose host does not answer at all looks like an issuer that does not.
#[tokio::test]
async fn a_proxy_that_is_silent_is_named_beside_the_issuer() {
    let (_silent, port) = listener().await;
    let (_, certificate) = over_tls("localhost").await;
    let doctor = trusting("https://issuer.example/api/v2", &certificate);
    let doctor = doctor.with("ALL_PROXY", &format!("http://127.0.0.1:{port}"));
    let diagnosis = doctor.examines().await;
    diagnosis.assert_errors(&["issuer.timeout"], &["Un proxy est réglé par ALL_PROXY"]);
}
