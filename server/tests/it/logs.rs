use crate::support::{Answer, Browser, ORIGIN, TestApp, app_with_issuer};
use axum::http::Method;
use mock_proconnect::{Fault, UserinfoFault};
use proconnect::LoginOptions;
use serde_json::{Map, Value};
use std::{
    io::{self, Write},
    sync::{Arc, Mutex, OnceLock},
};
use tracing_subscriber::{fmt::MakeWriter, util::SubscriberInitExt};

/// The log of this process, from all crates.
#[derive(Clone, Default)]
struct Logs(Arc<Mutex<Vec<u8>>>);

impl Write for Logs {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Logs {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// The log of this process at the lowest level, from the first call on: all crates, through
/// `tracing` or `log`.
fn logs() -> &'static Logs {
    static LOGS: OnceLock<Logs> = OnceLock::new();
    LOGS.get_or_init(|| {
        let logs = Logs::default();
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_max_level(tracing::Level::TRACE)
            .with_writer(logs.clone())
            .finish();
        subscriber.init();
        logs
    })
}

impl Logs {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// The lines of one request, found by the id in its response.
    fn of_request(&self, answer: &Answer) -> Vec<String> {
        let id = format!("id=\"{}\"", answer.header("x-request-id"));
        let text = self.text();
        text.lines()
            .filter(|line| line.contains(&id))
            .map(str::to_owned)
            .collect()
    }
}

#[tokio::test]
async fn o_01_f26_no_log_holds_a_secret_even_when_everything_is_logged() {
    let logs = logs();
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let callback = browser.begin_login("/").await;
    let mut secrets: Vec<String> = browser.cookies.values().cloned().collect();
    secrets.extend(
        callback
            .split(['=', '&'])
            .skip(1)
            .step_by(2)
            .map(str::to_owned),
    );
    browser.get(&callback).await;
    secrets.extend(browser.cookies.values().cloned());
    let left = browser.post("/auth/proconnect/logout", "").await;
    secrets.extend(browser.cookies.values().cloned());
    let url = url::Url::parse(left.location()).unwrap();
    let of_the_url = url
        .query_pairs()
        .filter(|(name, _)| name != "post_logout_redirect_uri");
    secrets.extend(of_the_url.map(|(_, value)| value.into_owned()));
    let refused = browser
        .get("/auth/proconnect/callback?state=forged&code=f0rg3d")
        .await;
    let reference = refused
        .body
        .split("Référence\u{a0}: <code>")
        .nth(1)
        .unwrap();
    let reference = reference.split('<').next().unwrap().to_owned();
    let agent = [
        "angela.dubois@ministere.gouv.fr",
        "DUBOIS",
        "13002526500013",
        "f0rg3d",
    ];
    secrets.extend(agent.map(str::to_owned));

    let (logged, trail) = (logs.text(), app.trail.take());
    // The log is complete: it has the lowest level of the crates below, through both interfaces.
    for source in ["TRACE", "sqlx", "reqwest::", "hyper_util::"] {
        assert!(logged.contains(source), "nothing of {source}");
    }
    for event in [
        "\"event.action\":\"login\"",
        "\"event.action\":\"logout\"",
        "\"event.reason\":\"login_attempt.unknown\"",
    ] {
        assert!(trail.contains(event), "{event} is not in the audit trail");
    }
    // The reference that the agent quotes finds the reason, and the line of the request.
    let id = format!("\"http.request.id\":\"{reference}\"");
    let mut of_the_request = trail.lines().filter(|line| line.contains(&id));
    let is_found = of_the_request.any(|line| line.contains("login_attempt.unknown"));
    assert!(is_found, "{reference} does not lead to the reason");
    assert!(logged.contains(&format!("id=\"{reference}\"")));
    // The issuer's address is not a secret: the response contains it as `iss`.
    for secret in secrets
        .iter()
        .filter(|secret| secret.len() > 5 && !secret.starts_with("http"))
    {
        assert!(!logged.contains(secret.as_str()), "{secret} is in the logs");
        // The SIRET is the one of these that the trail has, in a field of its own.
        let trail = trail.replace("\"proconnect.siret\":\"13002526500013\"", "");
        assert!(!trail.contains(secret.as_str()), "{secret} is in the trail");
    }
}

#[tokio::test]
async fn o_02_nothing_that_a_stranger_sends_breaks_a_line_or_turns_its_text_around() {
    let logs = logs();
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let hostile = "a%0d%0aINFO%20forged%1b[31m%e2%80%ae";
    let raw = "a\u{202e}b\u{9b}31m";
    let headers = [
        ("x-request-id", "forged"),
        ("user-agent", "forged\u{202e}"),
        ("referer", "http://localhost/forged"),
        ("sec-fetch-site", "same-origin"),
    ];
    let form = format!("return_to={hostile}&login_hint={hostile}&text={hostile}");
    let mut answers = Vec::new();
    for path in [
        format!("/{hostile}?q={hostile}"),
        format!("/{raw}"),
        format!(
            "/auth/proconnect/callback?error={hostile}&error_description={hostile}&state={raw}"
        ),
        format!("/auth/proconnect/logout/callback?state={hostile}"),
    ] {
        answers.push(browser.request(Method::GET, &path, &headers, "").await);
    }
    for path in [
        "/auth/proconnect",
        "/auth/proconnect/logout",
        "/test/takes_a_text",
    ] {
        answers.push(browser.request(Method::POST, path, &headers, &form).await);
    }
    for answer in &answers {
        let lines = logs.of_request(answer);
        let answered = lines.iter().filter(|line| line.contains("answered"));
        assert_eq!(answered.count(), 1, "{lines:?}");
        for line in lines {
            let hidden = |c: char| c.is_control() || ('\u{200b}'..='\u{202e}').contains(&c);
            assert!(!line.contains(hidden), "{line:?}");
            assert!(!line.contains("id=\"forged\""), "{line}");
        }
    }
    let trail = app.trail.take();
    assert!(trail.contains("forged\\\\u{202e}"), "{trail}");
    for line in trail.lines() {
        let is_plain = line.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        assert!(is_plain, "{line:?}");
        assert!(!line.contains("\"forged\""), "{line}");
    }
}

#[tokio::test]
async fn o_03_the_line_of_a_request_has_no_query() {
    let logs = logs();
    let app = TestApp::start().await;
    let mut browser = app.browser();
    for path in [
        "/auth/proconnect/callback",
        "/auth/proconnect/logout/callback",
        "/connexion",
    ] {
        let query = "code=qu3ry&state=qu3ry&id_token_hint=qu3ry";
        let answer = browser.get(&format!("{path}?{query}")).await;
        let lines = logs.of_request(&answer);
        assert!(
            lines
                .iter()
                .any(|line| line.contains(&format!("path={path}"))),
            "{lines:?}"
        );
        assert!(
            !lines
                .iter()
                .any(|line| line.contains("qu3ry") || line.contains('?')),
            "{lines:?}"
        );
    }
}

#[tokio::test]
async fn o_04_a_login_a_refusal_and_a_logout_are_one_event_each_without_a_name() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let login = browser.log_in().await;
    let logout = browser.post("/auth/proconnect/logout", "").await;
    let refusal = browser.get("/auth/proconnect/callback?code=b").await;
    let trail = app.trail.take();
    let events: Vec<Map<String, Value>> = trail
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let always = [
        "@timestamp",
        "ecs.version",
        "event.action",
        "event.category",
        "event.kind",
        "event.outcome",
        "event.type",
        "http.request.id",
        "log.level",
        "log.logger",
        "message",
    ];
    let of_an_agent = [
        "proconnect.acr",
        "proconnect.amr",
        "proconnect.idp",
        "proconnect.second_factor",
        "proconnect.session",
        "proconnect.siret",
        "user.hash",
    ];
    let [of_admission, of_login, of_logout, of_refusal] = &events[..] else {
        panic!("not one event each: {trail}");
    };
    let before_a_session = of_an_agent.map(|field| match field {
        "proconnect.session" => "event.reason",
        field => field,
    });
    for (answer, event, action, fields) in [
        (&login, of_admission, "admission", &before_a_session[..]),
        (&login, of_login, "login", &of_an_agent),
        (&logout, of_logout, "logout", &of_an_agent),
        (&refusal, of_refusal, "refusal", &["event.reason"]),
    ] {
        assert_eq!(event["event.action"], action);
        assert_eq!(event["http.request.id"], answer.header("x-request-id"));
        // No other field is written, and no name.
        let mut expected = [&always[..], fields].concat();
        expected.sort_unstable();
        assert_eq!(event.keys().collect::<Vec<_>>(), expected);
    }
    assert_eq!(
        of_refusal["event.reason"],
        "authorization_response.state_missing"
    );
    let digest = of_login["user.hash"].as_str().unwrap();
    assert_eq!(digest, of_logout["user.hash"], "one agent can be followed");
    assert_eq!(digest.len(), 16, "and is not named");
    for name in ["DUBOIS", "Angela", "angela"] {
        assert!(!trail.contains(name), "{name} in {trail}");
    }
}

#[tokio::test]
async fn o_05_the_debug_output_of_a_panic_is_redacted() {
    let app = TestApp::start().await;
    let client = mock_proconnect::Client::development();
    let config = proconnect::config::Config::from_variables(|name| match name {
        "PROCONNECT_DOMAIN" => Some(app.mock.issuer().to_owned()),
        "PROCONNECT_CLIENT_ID" => Some(client.client_id.clone()),
        "PROCONNECT_CLIENT_SECRET" => Some(client.client_secret.clone()),
        "PROCONNECT_REDIRECT_URI" => client.redirect_uris.first().cloned(),
        "PROCONNECT_POST_LOGOUT_REDIRECT_URI" => client.post_logout_redirect_uris.first().cloned(),
        _ => None,
    })
    .unwrap();
    assert!(!format!("{config:?}").contains(&client.client_secret));

    let query = "code=c0de-value&state=st4te-value&iss=i";
    let response = proconnect::AuthorizationResponse::parse(query).unwrap();
    let printed = format!("{response:?}");
    assert!(
        !printed.contains("c0de-value") && !printed.contains("st4te-value"),
        "{printed}"
    );

    let clock = proconnect::Clock::system();
    let relying_party = proconnect::RelyingParty::new(config, clock).unwrap();
    let (url, attempt) = relying_party
        .authorize(LoginOptions::default())
        .await
        .unwrap();
    let printed = format!("{attempt:?}");
    for (name, value) in url.query_pairs() {
        let secret = ["state", "nonce", "code_challenge"].contains(&name.as_ref());
        assert!(
            !secret || !printed.contains(value.as_ref()),
            "{name} in {printed}"
        );
    }
}

#[tokio::test]
async fn r15_r16_the_lines_of_a_refused_request_name_the_claim_or_the_cause() {
    let logs = logs();
    let app = TestApp::start().await;
    for (fault, member) in [
        (UserinfoFault::RolesString, "roles"),
        (UserinfoFault::SiretNumber, "siret"),
    ] {
        app.mock.lie_about_next_login(Fault::Userinfo(fault));
        let mut browser = app.browser();
        let callback = browser.begin_login("/").await;
        let refused = browser.get(&callback).await;
        let lines = logs.of_request(&refused);
        let expected = format!("member=\"{member}\"");
        assert!(
            lines.iter().any(|line| line.contains(&expected)),
            "{lines:?}"
        );
        assert!(
            !lines.iter().any(|line| line.contains("13002526500013")),
            "{lines:?}"
        );
    }
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let nowhere = format!("http://{}/api/v2", closed.local_addr().unwrap());
    drop(closed);
    let router = app_with_issuer(&nowhere).await;
    let mut browser = Browser::new(router, ORIGIN);
    let refused = browser.post("/auth/proconnect", "").await;
    let lines = logs.of_request(&refused);
    let is_logged = lines.iter().any(|line| line.contains("onnection refused"));
    assert!(is_logged, "{lines:?}");
}

#[tokio::test]
async fn o_06_the_metrics_of_a_request_name_no_agent() {
    let logs = logs();
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let answer = browser.get("/mon-compte").await;
    let lines = logs.of_request(&answer);
    let line = lines.iter().find(|line| line.contains("answered")).unwrap();
    let (_, line) = line.split_once("request{").unwrap();
    let labels: Vec<&str> = line
        .split([' ', '{', '}'])
        .filter_map(|word| Some(word.split_once('=')?.0))
        .collect();
    assert_eq!(labels, ["id", "method", "path", "status", "elapsed_us"]);
    // No other metrics of requests exist.
    for path in ["/metrics", "/stats", "/debug"] {
        assert_eq!(browser.get(path).await.status, 404, "{path}");
    }
}
