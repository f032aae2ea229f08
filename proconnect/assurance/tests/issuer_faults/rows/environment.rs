//! H-23 to H-27 and H-50: certificates and proxies, each in a process with its own environment.

use crate::{
    child::Child,
    issuer::Issuer,
    proxy::{Behaviour, Proxy},
    row::{Client, Row},
    tls,
    world::SIGNED_IN,
};
use proconnect::Deadlines;
use tokio::net::TcpListener;

const UNREACHABLE: [&str; 3] = ["unreachable"; 3];

pub fn tls() -> Vec<Row> {
    let trusting = Child::default;
    let control = Row::new("H-23", "The certificate has expired").case(
        "control: a good certificate",
        &[SIGNED_IN],
        async {
            let issuer = Issuer::start_tls(tls::good(tls::HOST)).await;
            vec![
                Child::default()
                    .log_in(issuer, None, Deadlines::default())
                    .await
                    .1,
            ]
        },
    );
    vec![
        control
            .note("The control is the same login with a good certificate of the same authority")
            .placed(trusting(), tls::expired, UNREACHABLE),
        Row::new("H-24", "The certificate is self-signed").placed(
            trusting(),
            tls::self_signed,
            UNREACHABLE,
        ),
        Row::new("H-25", "The certificate is another host's").placed(
            trusting(),
            tls::wrong_host,
            UNREACHABLE,
        ),
        Row::new("H-26", "TLS 1.1 only").placed(trusting(), tls::tls_1_1_only, UNREACHABLE),
        Row::new("H-27", "The handshake stalls").placed(trusting(), tls::stalled, ["timed_out"; 3]),
    ]
}

pub fn proxies() -> Vec<Row> {
    let row = Row::new("H-50", "A proxy is required, or does not do its work").note(
        "`HTTPS_PROXY` and `NO_PROXY` are honoured, credentials included; nothing in clear ever goes \
         to a proxy, so an issuer on this machine is reached directly",
    );
    let row = row
        .case("through the proxy alone", &[SIGNED_IN], through(""))
        .case(
            "with a name and a password",
            &[SIGNED_IN],
            through("agent:s3cr3t@"),
        )
        .case(
            "NO_PROXY names the host",
            &[SIGNED_IN],
            beside(&[("NO_PROXY", tls::HOST)]),
        )
        .case("HTTP_PROXY, and an issuer here", &[SIGNED_IN], in_clear());
    let unreachable = "provider.unreachable";
    row.case("nobody at its port", &[unreachable], closed_proxy())
        .case(
            "407",
            &[unreachable],
            failing(Behaviour::Answer("407 Proxy Authentication Required")),
        )
        .case(
            "403",
            &[unreachable],
            failing(Behaviour::Answer("403 Forbidden")),
        )
        .case(
            "silent",
            &["provider.timed_out"],
            failing(Behaviour::Silence),
        )
        .into()
}

impl From<Row> for Vec<Row> {
    fn from(row: Row) -> Self {
        vec![row]
    }
}

/// An issuer whose name only the proxy resolves.
async fn distant_issuer() -> (Issuer, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let url = format!("https://{}/api/v2", tls::DISTANT_HOST);
    let acceptor = tls::good(tls::DISTANT_HOST).into();
    (Issuer::listen_as(url, listener, Some(acceptor)), port)
}

async fn log_in(issuer: Issuer, variables: Vec<(&'static str, String)>) -> Vec<String> {
    let login = Child(variables).log_in(issuer, None, Deadlines::default());
    vec![login.await.1]
}

async fn through(credentials: &'static str) -> Vec<String> {
    let (issuer, port) = distant_issuer().await;
    let proxy = Proxy::start(Behaviour::LeadTo(port)).await;
    let url = format!("http://{credentials}{}", proxy.address);
    let verdicts = log_in(issuer, vec![("HTTPS_PROXY", url)]).await;
    let requests = proxy.requests();
    assert_eq!(
        requests.len(),
        4,
        "one tunnel for each call, since the issuer closes them"
    );
    for head in requests {
        let target = format!("CONNECT {}:443 HTTP/1.1\r\n", tls::DISTANT_HOST);
        assert!(head.starts_with(&target), "{head}");
        let authorization = "proxy-authorization: Basic YWdlbnQ6czNjcjN0\r\n";
        let authorized = head
            .to_ascii_lowercase()
            .contains(&authorization.to_ascii_lowercase());
        assert_eq!(authorized, !credentials.is_empty(), "{head}");
    }
    verdicts
}

/// A proxy that would refuse, and an issuer that is reached without it.
async fn beside(exceptions: &[(&'static str, &str)]) -> Vec<String> {
    let issuer = Issuer::start_tls(tls::good(tls::HOST)).await;
    let proxy = Proxy::start(Behaviour::Answer("403 Forbidden")).await;
    let mut variables = vec![("HTTPS_PROXY", format!("http://{}", proxy.address))];
    variables.extend(
        exceptions
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned())),
    );
    let verdicts = log_in(issuer, variables).await;
    assert_eq!(proxy.requests(), [""; 0]);
    verdicts
}

async fn in_clear() -> Vec<String> {
    let issuer = Issuer::start().await;
    let proxy = Proxy::start(Behaviour::Answer("403 Forbidden")).await;
    let url = format!("http://{}", proxy.address);
    let variables = vec![("HTTP_PROXY", url.clone()), ("ALL_PROXY", url)];
    let verdicts = log_in(issuer, variables).await;
    assert_eq!(proxy.requests(), [""; 0]);
    verdicts
}

async fn failing(behaviour: Behaviour) -> Vec<String> {
    let (issuer, _) = distant_issuer().await;
    let proxy = Proxy::start(behaviour).await;
    log_in(
        issuer,
        vec![("HTTPS_PROXY", format!("http://{}", proxy.address))],
    )
    .await
}

async fn closed_proxy() -> Vec<String> {
    let (issuer, _) = distant_issuer().await;
    let place = crate::place::refused().await;
    log_in(issuer, vec![("HTTPS_PROXY", place.origin.clone())]).await
}
