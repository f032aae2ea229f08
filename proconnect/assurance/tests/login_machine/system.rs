//! The application, its issuer and its browsers, which execute the model's events.

use crate::{
    grants::Grants,
    model::{Answer, BROWSERS, Event, Landing, Model},
};
use axum::{Router, http::StatusCode};
use axum_extra::extract::cookie::Key;
use chrono::{DateTime, TimeDelta, Utc};
use proconnect::RelyingParty;
use proconnect_assurance::{
    application::{LOG_IN, LOG_OUT, SESSION_COOKIE, assemble, config},
    browser::{Answer as Response, Browser},
    issuer::Issuer,
    sessions::Sessions,
    time::Time,
};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};
use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
};
use tokio::runtime::Runtime;
use url::{Url, form_urlencoded};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// The browser's data about an attempt it began.
struct Attempt {
    state: String,
    cookie: (String, String),
    browser: usize,
}

pub struct System {
    time: Time,
    issuer: Issuer<Grants>,
    /// The state that survives a restart.
    cookie_key: Key,
    sessions: Sessions,
    router: Router,
    browsers: [Browser; BROWSERS],
    attempts: Vec<Attempt>,
    /// Every session cookie so far, in order.
    session_cookies: Vec<String>,
}

impl System {
    async fn start() -> Self {
        let time = Time::new(at(0));
        let issuer = Issuer::start(Grants::new(time.clock())).await;
        let (cookie_key, sessions) = (Key::generate(), Sessions::new(time.clock()));
        let router = application(issuer.url(), &time, &cookie_key, &sessions);
        Self {
            time,
            issuer,
            cookie_key,
            sessions,
            browsers: std::array::from_fn(|_| Browser::new(&router)),
            router,
            attempts: Vec::new(),
            session_cookies: Vec::new(),
        }
    }

    async fn live_through(&mut self, event: &Event) -> Landing {
        match event {
            Event::LogIn {
                browser,
                agent,
                page,
            } => self.log_in(*browser, *agent, *page).await,
            Event::CallBack {
                browser,
                attempt,
                answer,
            } => self.call_back(*browser, *attempt, answer).await,
            Event::Replay { attempt } => {
                let Attempt {
                    cookie, browser, ..
                } = &self.attempts[*attempt];
                let (browser, (name, value)) = (*browser, cookie.clone());
                self.browsers[browser].cookies.insert(name, value);
                let answer = Answer::CodeOf(*attempt);
                self.call_back(browser, *attempt, &answer).await
            }
            Event::LogOut { browser } => {
                let response = self.browsers[*browser].post(LOG_OUT, "").await;
                self.landing(&response)
            }
            Event::Wait { .. } => Landing::Nowhere,
            Event::Restart => {
                let (time, key) = (&self.time, &self.cookie_key);
                self.router = application(self.issuer.url(), time, key, &self.sessions);
                let browsers = self.browsers.clone();
                self.browsers = browsers.map(|browser| browser.at(&self.router));
                Landing::Nowhere
            }
        }
    }

    async fn log_in(&mut self, browser: usize, agent: usize, page: usize) -> Landing {
        let form = format!("return_to=/{page}");
        let before = self.browsers[browser].cookies.clone();
        let response = self.browsers[browser].post(LOG_IN, &form).await;
        let url = Url::parse(response.location()).unwrap();
        let request: HashMap<String, String> = url.query_pairs().into_owned().collect();
        let code = format!("code-{}", self.attempts.len());
        self.issuer.script().grant(code, &request, sub(agent));
        let cookies = &self.browsers[browser].cookies;
        let cookie = cookies.iter().find(|(name, _)| {
            name.starts_with("__Host-login-attempt-") && !before.contains_key(*name)
        });
        self.attempts.push(Attempt {
            state: request["state"].clone(),
            cookie: cookie
                .map(|(name, value)| (name.clone(), value.clone()))
                .unwrap(),
            browser,
        });
        self.landing(&response)
    }

    async fn call_back(&mut self, browser: usize, attempt: usize, answer: &Answer) -> Landing {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("state", &self.attempts[attempt].state);
        query.append_pair("iss", self.issuer.url());
        match answer {
            Answer::CodeOf(code) => query.append_pair("code", &format!("code-{code}")),
            Answer::Denied => query.append_pair("error", "access_denied"),
        };
        let path = format!("/auth/proconnect/callback?{}", query.finish());
        let session = self.session_of(browser);
        let response = self.browsers[browser].get(&path).await;
        let begun = self.session_of(browser);
        if begun != session {
            self.session_cookies.extend(begun);
        }
        self.landing(&response)
    }

    fn session_of(&self, browser: usize) -> Option<String> {
        self.browsers[browser].cookies.get(SESSION_COOKIE).cloned()
    }

    fn landing(&self, response: &Response) -> Landing {
        let location = response.location();
        if location.is_empty() {
            let refusal = response.refusal();
            return Landing::Refused(refusal.to_owned());
        }
        assert_eq!(response.status, StatusCode::SEE_OTHER);
        if location.starts_with(self.issuer.url()) {
            return Landing::Issuer;
        }
        match location.strip_prefix('/').unwrap() {
            "" => Landing::Home,
            page => Landing::Page(page.parse().unwrap()),
        }
    }

    async fn check(&self, model: &Model) {
        for (index, browser) in self.browsers.iter().enumerate() {
            let agent = browser.clone().signed_in_as().await;
            assert_eq!(agent, model.agent_in(index).map(sub), "in browser {index}");
        }
        // A copied session cookie opens its session until it ends, and no longer.
        let sessions: Vec<_> = model.sessions().collect();
        assert_eq!(self.session_cookies.len(), sessions.len());
        for (cookie, agent) in self.session_cookies.iter().zip(&sessions) {
            let mut holder = Browser::new(&self.router);
            holder.cookies = [(SESSION_COOKIE.to_owned(), cookie.clone())].into();
            let seen = holder.signed_in_as().await;
            assert_eq!(seen, agent.map(sub), "by an old cookie");
        }
        assert_eq!(self.sessions.count(), sessions.iter().flatten().count());
    }
}

impl StateMachineTest for System {
    type SystemUnderTest = Self;
    type Reference = Model;

    fn init_test(_: &Model) -> Self {
        RUNTIME.block_on(Self::start())
    }

    fn apply(mut system: Self, model: &Model, event: Event) -> Self {
        system.time.set(at(model.now));
        let landing = RUNTIME.block_on(system.live_through(&event));
        assert_eq!(landing, model.landing, "{event:?}");
        system
    }

    fn check_invariants(system: &Self, model: &<Model as ReferenceStateMachine>::State) {
        RUNTIME.block_on(system.check(model));
    }
}

fn sub(agent: usize) -> String {
    format!("agent-{agent}")
}

/// So many seconds after the start.
fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::seconds(seconds)
}

fn application(issuer: &str, time: &Time, cookie_key: &Key, sessions: &Sessions) -> Router {
    let by_secret = [
        ("PROCONNECT_ID_TOKEN_SIGNED_RESPONSE_ALG", "HS256"),
        ("PROCONNECT_USERINFO_SIGNED_RESPONSE_ALG", "HS256"),
    ];
    let relying_party = RelyingParty::new(config(issuer, &by_secret), time.clock()).unwrap();
    assemble(
        Arc::new(relying_party),
        cookie_key.clone(),
        sessions.clone(),
    )
}
