//! The application, its issuer and its browsers, made to live through the model's events.

use crate::{
    application::{SESSION_COOKIE, Settings, assemble},
    browser::{Answer as Response, Browser},
    issuer::Issuer,
    model::{Answer, BROWSERS, Event, Landing, Model},
    store::Store,
};
use axum::{Router, http::StatusCode};
use axum_extra::extract::cookie::Key;
use chrono::{DateTime, TimeDelta};
use proconnect::Clock;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};
use std::{
    collections::HashMap,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicI64, Ordering},
    },
};
use tokio::runtime::Runtime;
use url::{Url, form_urlencoded};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// What the browser knows of an attempt it began.
struct Attempt {
    state: String,
    cookie: (String, String),
    browser: usize,
}

pub struct System {
    now: Arc<AtomicI64>,
    issuer: Issuer,
    settings: Settings,
    router: Router,
    browsers: [Browser; BROWSERS],
    attempts: Vec<Attempt>,
    /// Every session cookie there ever was, in order.
    sessions: Vec<String>,
}

impl System {
    async fn start() -> Self {
        let now = Arc::new(AtomicI64::new(0));
        let clock = Clock::new({
            let now = Arc::clone(&now);
            move || DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + seconds(&now)
        });
        let issuer = Issuer::start(clock.clone()).await;
        let settings = Settings {
            issuer: issuer.url().to_owned(),
            cookie_key: Key::generate(),
            store: Store::new(clock.clone()),
            clock,
        };
        Self {
            now,
            issuer,
            router: assemble(settings.clone()),
            settings,
            browsers: Default::default(),
            attempts: Vec::new(),
            sessions: Vec::new(),
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
                let path = "/auth/proconnect/logout";
                let response = self.browsers[*browser].post(&self.router, path).await;
                self.landing(&response)
            }
            Event::Wait { .. } => Landing::Nowhere,
            Event::Restart => {
                self.router = assemble(self.settings.clone());
                Landing::Nowhere
            }
        }
    }

    async fn log_in(&mut self, browser: usize, agent: usize, page: usize) -> Landing {
        let path = format!("/auth/proconnect?return_to=/{page}");
        let before = self.browsers[browser].cookies.clone();
        let response = self.browsers[browser].post(&self.router, &path).await;
        let url = Url::parse(response.header("location")).unwrap();
        let request: HashMap<String, String> = url.query_pairs().into_owned().collect();
        let code = format!("code-{}", self.attempts.len());
        self.issuer.grant(code, &request, sub(agent));
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
        let response = self.browsers[browser].get(&self.router, &path).await;
        let begun = self.session_of(browser);
        if begun != session {
            self.sessions.extend(begun);
        }
        self.landing(&response)
    }

    fn session_of(&self, browser: usize) -> Option<String> {
        self.browsers[browser].cookies.get(SESSION_COOKIE).cloned()
    }

    fn landing(&self, response: &Response) -> Landing {
        let location = response.header("location");
        if location.is_empty() {
            let refusal = response.header("proconnect-refusal");
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

    /// Who a browser with these cookies is taken for.
    async fn agent(&self, browser: &mut Browser) -> Option<String> {
        let response = browser.get(&self.router, "/mon-compte").await;
        match response.status {
            StatusCode::OK => Some(response.body),
            StatusCode::SEE_OTHER => None,
            other => panic!("/mon-compte answered {other}"),
        }
    }

    async fn check(&self, model: &Model) {
        for (index, browser) in self.browsers.iter().enumerate() {
            let cookies = browser.cookies.clone();
            let agent = self.agent(&mut Browser { cookies }).await;
            assert_eq!(agent, model.agent_in(index).map(sub), "in browser {index}");
        }
        // Also whoever kept the cookie of a session: it opens that session, until it is over.
        let sessions: Vec<_> = model.sessions().collect();
        assert_eq!(self.sessions.len(), sessions.len());
        for (cookie, agent) in self.sessions.iter().zip(&sessions) {
            let cookies = [(SESSION_COOKIE.to_owned(), cookie.clone())].into();
            let seen = self.agent(&mut Browser { cookies }).await;
            assert_eq!(seen, agent.map(sub), "by an old cookie");
        }
        assert_eq!(
            self.settings.store.count(),
            sessions.iter().flatten().count()
        );
    }
}

impl StateMachineTest for System {
    type SystemUnderTest = Self;
    type Reference = Model;

    fn init_test(_: &Model) -> Self {
        RUNTIME.block_on(Self::start())
    }

    fn apply(mut system: Self, model: &Model, event: Event) -> Self {
        system.now.store(model.now, Ordering::SeqCst);
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

fn seconds(now: &AtomicI64) -> TimeDelta {
    TimeDelta::seconds(now.load(Ordering::SeqCst))
}
