use crate::{
    journey::Site,
    ports::free_port,
    sockets::{self, answer},
};
use std::net::SocketAddr;

const SOPHIE: &str = "sophie.martin@octo.example.com";
const KARIM: &str = "karim.benali@interieur.example.fr";

const GUIDES: [&str; 2] = [
    include_str!("../../../docs/guides/metriques.md"),
    include_str!("../../../docs/guides/en/metrics.md"),
];

/// The metrics, as `curl` gets them.
fn metrics(address: SocketAddr) -> String {
    let request = "GET /metrics HTTP/1.1\r\nHost: metrics\r\nConnection: close\r\n\r\n";
    answer(address, request.as_bytes())
}

/// The lines of the excerpt in a guide.
fn excerpt(guide: &str) -> Vec<&str> {
    let (_, rest) = guide.split_once("```text\n").unwrap();
    let (block, _) = rest.split_once("\n```").unwrap();
    block.lines().collect()
}

#[tokio::test]
async fn what_happens_is_counted_at_an_address_of_its_own() {
    let port = free_port();
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let site = Site::start(&[("METRICS_ADDR", &address.to_string())]).await;
    let visitor = site.visitor();
    visitor.log_in(SOPHIE).await;
    visitor.get("/espace-agents-publics").await;
    visitor.log_in(KARIM).await;
    visitor.log_out().await;
    visitor.get("/auth/proconnect/callback?code=b").await;
    visitor.get("/no-such-page").await;

    let text = metrics(address);
    assert!(text.contains("content-type: application/openmetrics-text"));
    for line in [
        "proconnect_refusals_total{code=\"access.role_missing\"} 1",
        "proconnect_refusals_total{code=\"authorization_response.state_missing\"} 1",
        "proconnect_logins_total{outcome=\"failure\",acr=\"unknown\",idp=\"unknown\",second_factor=\"unknown\"} 1",
        "proconnect_sessions_begun_total 2",
        "proconnect_sessions_ended_total{cause=\"new_login\"} 1",
        "proconnect_sessions_ended_total{cause=\"logout\"} 1",
        "proconnect_issuer_call_duration_seconds_count{endpoint=\"token\",outcome=\"ok\"} 2",
        "proconnect_issuer_call_duration_seconds_count{endpoint=\"discovery\",outcome=\"ok\"} 1",
        "http_requests_total{route=\"/auth/proconnect/logout\",status=\"3xx\"} 1",
        "http_requests_total{route=\"/espace-agents-publics\",status=\"4xx\"} 1",
        "http_requests_total{route=\"other\",status=\"4xx\"} 1",
        "server_build_info{version=\"0.1.0\"} 1",
    ] {
        assert!(text.lines().any(|known| known == line), "{line} in {text}");
    }
    for (second_factor, count) in [("true", 1), ("false", 1)] {
        let is_it = |line: &&str| {
            line.starts_with("proconnect_logins_total{outcome=\"success\"")
                && line.ends_with(&format!("second_factor=\"{second_factor}\"}} {count}"))
        };
        assert_eq!(text.lines().filter(is_it).count(), 1, "{text}");
    }
    // No agent, session or address is named.
    for secret in [
        "MARTIN",
        "BENALI",
        "octo.example",
        "13002526500013",
        "127.0.0.1",
        "203.0.113",
    ] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    for guide in GUIDES {
        for line in excerpt(guide) {
            let (shown, _) = line.rsplit_once(' ').unwrap();
            assert!(text.contains(shown), "{shown} in {text}");
        }
    }
    // The public port has none.
    let public = metrics(site.program.address);
    assert!(!public.contains("proconnect_logins"), "{public}");
}

#[test]
fn no_metrics_are_served_unless_they_are_asked_for() {
    let port = free_port();
    let program = crate::program::Program::start(crate::program::NOBODY, &[]);
    assert!(sockets::is_alive(program.address));
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    assert_eq!(metrics(address), "");
}
