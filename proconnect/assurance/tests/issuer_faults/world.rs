//! An issuer, an application and browsers: whole logins, and all that is seen of them.

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

/// Less patience, for the rows that exhaust it: their codes tell which deadline it was.
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
    /// Where the application believes its issuer.
    domain: String,
    /// Everything that the application has logged.
    log: Mutex<String>,
}

/// A login that waits for the issuer's response.
pub struct Begun {
    browser: Browser,
    nonce: String,
    pub state: String,
}

impl World {
    /// An honest issuer, and an application with the patience of production.
    pub async fn new() -> Self {
        Self::at(Issuer::start().await, None, Deadlines::default())
    }

    /// The application believes its issuer at `domain`, or where it is.
    pub fn at(issuer: Issuer, domain: Option<&str>, deadlines: Deadlines) -> Self {
        let time = Time::new(issuer.now());
        let sessions = Sessions::new(time.clock());
        Self::with(sessions, time, issuer, domain, deadlines)
    }

    /// The application keeps its sessions in that store.
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

    /// Everything that the application has logged, each event as a JSON object on its line.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Time passes for both.
    pub fn wait(&self, time: TimeDelta) {
        let now = self.issuer.now() + time;
        self.issuer.tell(|script| script.now = now);
        self.time.set(now);
    }

    /// Time passes for the issuer alone.
    pub fn put_issuers_clock_ahead(&self, by: TimeDelta) {
        self.issuer.tell(|script| script.now += by);
    }

    /// The issuer signs with this key, published or not; gives the one before.
    pub fn signing_with(&self, key: &Key) -> Key {
        let mut key = key.clone();
        self.issuer
            .tell(|script| std::mem::swap(&mut script.key, &mut key));
        key
    }

    /// A login that finds the documents old, and their renewal behind its back.
    pub async fn log_in_and_renew(&self) -> String {
        let provider = self.relying_party.provider();
        let before = provider.known().unwrap();
        let verdict = self.log_in().await;
        while Arc::ptr_eq(&before, &provider.known().unwrap()) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        verdict
    }

    /// A login from the button to the end: what came of it.
    pub async fn log_in(&self) -> String {
        match self.begin().await {
            Ok(begun) => self.finish(begun).await,
            Err(verdict) => verdict,
        }
    }

    /// The button.
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

    /// The honest response.
    pub async fn finish(&self, begun: Begun) -> String {
        let code = begun.nonce.clone();
        self.respond(begun, &[("code", &code), ("iss", &self.domain)])
            .await
    }

    /// A response of the issuer's: the state, and these parameters.
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

/// The code of the refusal, or that the agent is signed in; and whatever does not go with it.
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
    // Neither a secret, nor what a hostile issuer writes.
    for text in [ACCESS_TOKEN, "alert(1)"] {
        let told = log.contains(text) || answer.body.contains(text);
        compare(text, told.to_string(), false.to_string());
    }
    [&[verdict.to_owned()], oddities.as_slice()]
        .concat()
        .join("; ")
}
