//! An issuer, an application and browsers: whole logins, and their observed outcomes.

use crate::{
    issuer::{ACCESS_TOKEN, Issuer, SUB},
    key::Key,
};
use axum::Router;
use axum_extra::extract::cookie;
use chrono::TimeDelta;
use proconnect::{Deadlines, RelyingParty, error::Refusal};
use proconnect_assurance::{
    application::{SESSION_COOKIE, assemble, config},
    audit_trail::{audit_trail, logged},
    browser::{Answer, Browser},
    sessions::Sessions,
    time::Time,
};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tower_sessions::SessionStore;
use url::{Url, form_urlencoded};

pub const SIGNED_IN: &str = "signed in";

/// Shorter deadlines, for the rows that reach them. The code identifies the deadline.
pub const HASTY: Deadlines = Deadlines {
    connect: Duration::from_secs(1),
    call: Duration::from_secs(2),
    callback: Duration::from_secs(60),
};

pub struct World {
    pub issuer: Issuer,
    pub relying_party: Arc<RelyingParty>,
    application: Router,
    time: Time,
    /// The issuer's address in the application's settings.
    domain: String,
    /// The log of the application.
    log: Mutex<String>,
}

/// A login before the issuer's response.
pub struct Begun {
    browser: Browser,
    nonce: String,
    pub state: String,
}

impl World {
    /// An honest issuer, and an application with production deadlines.
    pub async fn new() -> Self {
        Self::at(Issuer::start().await, None, Deadlines::default())
    }

    /// The application's settings name the issuer at `domain`, or at its address.
    pub fn at(issuer: Issuer, domain: Option<&str>, deadlines: Deadlines) -> Self {
        let time = Time::new(issuer.now());
        let sessions = Sessions::new(time.clock());
        Self::with(sessions, time, issuer, domain, deadlines)
    }

    /// An application that keeps its sessions in that store.
    pub fn with_store(store: impl SessionStore + Clone, issuer: Issuer) -> Self {
        let time = Time::new(issuer.now());
        Self::with(store, time, issuer, None, Deadlines::default())
    }

    fn with(
        store: impl SessionStore + Clone,
        time: Time,
        issuer: Issuer,
        domain: Option<&str>,
        deadlines: Deadlines,
    ) -> Self {
        let domain = domain.unwrap_or(issuer.url()).to_owned();
        let registered = [
            ("PROCONNECT_ID_TOKEN_SIGNED_RESPONSE_ALG", "ES256"),
            ("PROCONNECT_USERINFO_SIGNED_RESPONSE_ALG", "ES256"),
        ];
        let config = config(&domain, &registered);
        let client = RelyingParty::with_deadlines(config, time.clock(), deadlines);
        let relying_party = Arc::new(client.unwrap());
        let key = cookie::Key::generate();
        Self {
            issuer,
            application: assemble(Arc::clone(&relying_party), key, store),
            relying_party,
            time,
            domain,
            log: Mutex::default(),
        }
    }

    /// The log of the application, one JSON object per line.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Advances both clocks.
    pub fn wait(&self, time: TimeDelta) {
        let now = self.issuer.now() + time;
        self.issuer.change(|script| script.now = now);
        self.time.set(now);
    }

    /// Advances the issuer's clock only.
    pub fn put_issuers_clock_ahead(&self, by: TimeDelta) {
        self.issuer.change(|script| script.now += by);
    }

    /// Makes the issuer sign with this key, published or not; returns the former one.
    pub fn signing_with(&self, key: &Key) -> Key {
        let mut key = key.clone();
        self.issuer
            .change(|script| std::mem::swap(&mut script.key, &mut key));
        key
    }

    /// Logs in with stale documents, which are renewed in the background.
    pub async fn log_in_and_renew(&self) -> String {
        let provider = self.relying_party.provider();
        let before = provider.known().unwrap();
        let verdict = self.log_in().await;
        while Arc::ptr_eq(&before, &provider.known().unwrap()) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        verdict
    }

    /// Logs in, from the button to the end; returns the outcome.
    pub async fn log_in(&self) -> String {
        match self.begin().await {
            Ok(begun) => self.finish(begun).await,
            Err(verdict) => verdict,
        }
    }

    /// Presses the button.
    pub async fn begin(&self) -> Result<Begun, String> {
        let mut browser = Browser::new(&self.application);
        let (answer, log) = logged(browser.press_button()).await;
        self.log.lock().unwrap().push_str(&log);
        if answer.location().is_empty() {
            return Err(judge(&answer, &log, None));
        }
        let url = Url::parse(answer.location()).unwrap();
        let parameter = |name| {
            let mut pairs = url.query_pairs();
            let (_, value) = pairs.find(|(asked, _)| asked == name).unwrap();
            value.into_owned()
        };
        Ok(Begun {
            browser,
            nonce: parameter("nonce"),
            state: parameter("state"),
        })
    }

    /// Sends the honest response.
    pub async fn finish(&self, begun: Begun) -> String {
        let code = begun.nonce.clone();
        self.respond(begun, &[("code", &code), ("iss", &self.domain)])
            .await
    }

    /// Sends a response with the state and these parameters.
    pub async fn respond(&self, mut begun: Begun, parameters: &[(&str, &str)]) -> String {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("state", &begun.state)
            .extend_pairs(parameters)
            .finish();
        let (answer, log) = logged(begun.browser.call_back(&query)).await;
        self.log.lock().unwrap().push_str(&log);
        let signed_in_as = begun.browser.signed_in_as().await;
        judge(&answer, &log, signed_in_as)
    }
}

/// The code of the refusal, or that the agent is signed in, with any inconsistency.
fn judge(answer: &Answer, log: &str, signed_in_as: Option<String>) -> String {
    let refusal = Some(answer.refusal()).filter(|code| !code.is_empty());
    let verdict = refusal.unwrap_or(SIGNED_IN);
    let mut oddities = Vec::new();
    let mut compare = |what: &str, seen: String, expected: String| {
        if seen != expected {
            oddities.push(format!("{what} {seen}, not {expected}"));
        }
    };
    let (status, event, cookies, agent) = match refusal {
        None => (303, "login", vec![SESSION_COOKIE], Some(SUB)),
        Some(code) => {
            let status = code
                .parse()
                .map(|refusal: Refusal| refusal.status().as_u16());
            (status.unwrap_or(0), code, vec![], None)
        }
    };
    compare(
        "status",
        answer.status.as_u16().to_string(),
        status.to_string(),
    );
    compare("audit trail", audit_trail(log).join(" "), event.to_owned());
    compare("cookies", answer.cookies_set().join(" "), cookies.join(" "));
    compare("agent", format!("{signed_in_as:?}"), format!("{agent:?}"));
    // Neither a secret nor a text of a hostile issuer.
    for text in [ACCESS_TOKEN, "alert(1)"] {
        let leaks = log.contains(text) || answer.body.contains(text);
        compare(text, leaks.to_string(), false.to_string());
    }
    [&[verdict.to_owned()], oddities.as_slice()]
        .concat()
        .join("; ")
}
