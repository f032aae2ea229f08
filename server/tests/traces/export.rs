use crate::{
    collector::Collector,
    protobuf::Message,
    support::{Browser, Folder, Site, Store},
};
use reqwest::Url;

/// An agent whom the mock knows, and what it knows of her.
const AGENT: [&str; 6] = [
    "angela.dubois",
    "ministere.gouv.fr",
    "Angela",
    "ANGELA",
    "Dubois",
    "DUBOIS",
];

/// A trace that a stranger chose.
const FOREIGN_TRACE: u128 = 0x4bf9_2f35_77b3_4da6_a3ce_929d_0e0e_4736;

/// A site whose traces wait for the end of the server.
async fn site(collector: &Collector, others: &[(&'static str, &str)]) -> Site {
    let folder = Folder::new("site");
    let mut variables = Store::Sqlite.variables(&folder);
    let own = [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", &*collector.endpoint),
        ("OTEL_BSP_SCHEDULE_DELAY", "600000"),
        // No filter of the logs is that of the traces.
        ("RUST_LOG", "error"),
    ];
    let all = own.iter().chain(others);
    variables.extend(all.map(|(name, value)| (*name, (*value).to_owned())));
    Site::with(folder, variables).await
}

/// The values of the parameters of a URL.
fn parameters(url: &str) -> Vec<String> {
    let base = Url::parse("http://localhost").unwrap();
    let url = base.join(url).unwrap();
    let pairs = url.query_pairs();
    pairs.map(|(_, value)| value.into_owned()).collect()
}

/// Logs in and out. Returns every secret that the browser has seen.
async fn log_in_and_out(browser: &mut Browser) -> Vec<String> {
    let form =
        "return_to=/mon-compte%3Fa-query%3Da-secret&login_hint=angela.dubois@ministere.gouv.fr";
    let left = browser.post("/auth/proconnect", form).await;
    let mut secrets = parameters(left.location());
    secrets.extend(browser.cookies.values().cloned());
    let callback = browser.visit_issuer(left.location()).await;
    secrets.extend(parameters(&callback));
    assert_eq!(browser.get(&callback).await.status, 303);
    secrets.extend(browser.cookies.values().cloned());
    assert!(browser.is_signed_in().await);
    let left = browser.log_out().await;
    secrets.extend(parameters(left.location()));
    // Short values, such as `code` or `openid`, are words of the protocol. The others are a secret, or an address.
    let is_long = |value: &String| value.len() > 20 && !value.starts_with("http");
    secrets.retain(is_long);
    assert!(secrets.len() > 8, "{secrets:?}");
    secrets
}

fn contains(bytes: &[u8], text: &str) -> bool {
    let mut parts = bytes.windows(text.len());
    parts.any(|part| part == text.as_bytes())
}

/// The span of that name in the trace of the request to that path.
fn inside<'a>(spans: &'a [Message], path: &str, name: &str) -> &'a Message {
    let is_request = |span: &&Message| {
        let attributes = span.attributes();
        attributes.get("url.path").map(String::as_str) == Some(path)
    };
    let request = spans.iter().find(is_request);
    let request = request.unwrap_or_else(|| panic!("no request to {path}"));
    let found = spans
        .iter()
        .find(|span| span.trace_id() == request.trace_id() && span.name() == name);
    found.unwrap_or_else(|| panic!("{name} is not in the trace of {path}"))
}

#[tokio::test]
async fn a_login_is_a_trace_without_a_secret_and_is_sent_before_the_end() {
    let collector = Collector::start().await;
    let site = site(&collector, &[("OTEL_SERVICE_NAME", "guichet")]).await;
    let mut replica = site.alone().await;
    let mut secrets = log_in_and_out(&mut site.browser()).await;
    assert!(collector.calls().is_empty());
    assert!(replica.stop().await.success());

    let spans = collector.spans();
    let callback = "/auth/proconnect/callback";
    let request = inside(&spans, callback, "request");
    assert_eq!((request.kind(), request.parent().len()), (2, 0));
    let authenticate = inside(&spans, callback, "authenticate");
    assert_eq!(authenticate.parent(), request.span_id());
    for step in [
        "exchange_code",
        "verify_id_token",
        "fetch_user_info",
        "verify_user_info",
    ] {
        assert!(
            !inside(&spans, callback, step).parent().is_empty(),
            "{step}"
        );
    }
    assert_eq!(
        request.attributes()["http.response.status_code"].as_str(),
        "303"
    );
    let keys: Vec<_> = request.attributes().into_keys().collect();
    let expected = [
        "http.request.method",
        "http.response.status_code",
        "request.id",
        "url.path",
    ];
    assert_eq!(keys, expected);
    for span in &spans {
        let is_request = span.name() == "request";
        assert!(is_request || span.attributes().is_empty(), "{span:?}");
        assert_eq!(span.events(), 0, "{span:?}");
        // In the texts alone: the bytes of a random id may be any of these.
        let text = format!("{} {:?}", span.name(), span.attributes());
        assert!(
            !["?", "@", "eyJ"].iter().any(|part| text.contains(part)),
            "{text}"
        );
    }

    let bytes = collector.bytes();
    assert!(contains(&bytes, "guichet"));
    secrets.extend(AGENT.map(str::to_owned));
    let others = ["a-query", "a-secret", "127.0.0.1", "localhost"];
    secrets.extend(others.map(str::to_owned));
    for secret in &secrets {
        assert!(!contains(&bytes, secret), "{secret}");
    }
    for call in collector.calls() {
        assert_eq!(call.path, "/v1/traces");
        assert_eq!(call.headers["content-type"], "application/x-protobuf");
    }
}

#[tokio::test]
async fn a_stranger_chooses_no_trace_and_adds_no_attribute() {
    let collector = Collector::start().await;
    let site = site(&collector, &[]).await;
    let mut replica = site.alone().await;
    let request = reqwest::Client::new()
        .get(format!(
            "http://127.0.0.1:{}/healthz?a-query",
            replica.port()
        ))
        .header(
            "traceparent",
            format!("00-{FOREIGN_TRACE:032x}-00f067aa0ba902b7-01"),
        )
        .header("tracestate", "a-vendor=a-state")
        .header("baggage", "a-key=a-value")
        .header("x-request-id", "7b5b4f1e-6f6c-4d0e-9a67-0c1d2e3f4a5b")
        .header("user-agent", "Visitor/1.0");
    assert!(request.send().await.unwrap().status().is_success());
    assert!(replica.stop().await.success());

    let spans = collector.spans();
    let request = inside(&spans, "/healthz", "request");
    assert!(request.parent().is_empty());
    for span in &spans {
        assert_ne!(span.trace_id(), FOREIGN_TRACE.to_be_bytes());
    }
    let bytes = collector.bytes();
    for foreign in ["a-vendor", "a-key", "a-query", "7b5b4f1e", "Visitor"] {
        assert!(!contains(&bytes, foreign), "{foreign}");
    }
    // The name that the service has without OTEL_SERVICE_NAME: that of its files, set by the test.
    assert!(contains(&bytes, "service.name\x12\x06\x0a\x04site"));
}
