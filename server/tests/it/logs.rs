use crate::support::TestApp;
use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};
use tracing_subscriber::fmt::MakeWriter;

/// Everything that was logged, whoever logged it.
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

#[tokio::test]
async fn no_log_holds_a_secret_even_when_everything_is_logged() {
    let logs = Logs::default();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(logs.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();

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

    let logged = String::from_utf8(logs.0.lock().unwrap().clone()).unwrap();
    for event in [
        "event=\"login\"",
        "event=\"logout\"",
        "reason=login_attempt.unknown",
    ] {
        assert!(logged.contains(event), "{event} is not in the audit trail");
    }
    // What the agent quotes finds the reason.
    let id = format!("id=\"{reference}\"");
    let mut of_the_request = logged.lines().filter(|line| line.contains(&id));
    let told = of_the_request.any(|line| line.contains("reason=login_attempt.unknown"));
    assert!(told, "{reference} does not lead to the reason");
    // The issuer's address is no secret; the response bears it as `iss`.
    for secret in secrets
        .iter()
        .filter(|secret| secret.len() > 5 && !secret.starts_with("http"))
    {
        assert!(!logged.contains(secret.as_str()), "{secret} is in the logs");
    }
}
