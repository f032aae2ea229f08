//! The model of the two browsers: no cookie, no cryptography, no HTTP.

use proptest::{prelude::*, sample::select};
use proptest_state_machine::ReferenceStateMachine;

/// Lifetimes in seconds: of an attempt, of an idle session, of any session.
const ATTEMPT: i64 = 600;
const IDLE: i64 = 1_800;
const ABSOLUTE: i64 = 12 * 3_600;

/// Attempts that a browser keeps.
const MAX_ATTEMPTS: usize = 5;

/// Removed attempts that are remembered.
const MAX_DROPPED: usize = 5;

pub const BROWSERS: usize = 2;

/// An event.
#[derive(Debug, Clone)]
pub enum Event {
    /// A tab is redirected to the issuer, where `agent` logs in.
    LogIn {
        browser: usize,
        agent: usize,
        page: usize,
    },
    /// A response to the attempt arrives in a browser, perhaps another than the one that began.
    CallBack {
        browser: usize,
        attempt: usize,
        answer: Answer,
    },
    /// The browser that began restores the attempt's cookie and sends its response again.
    Replay {
        attempt: usize,
    },
    LogOut {
        browser: usize,
    },
    Wait {
        seconds: i64,
    },
    /// The application restarts: same settings, same store, empty memory.
    Restart,
}

/// The content of the issuer's response.
#[derive(Debug, Clone)]
pub enum Answer {
    /// The code of this attempt, or an injected one of another.
    CodeOf(usize),
    Denied,
}

/// The expected result of the last event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Landing {
    Nowhere,
    Issuer,
    Home,
    Page(usize),
    Refused(String),
}

#[derive(Debug, Clone)]
struct Attempt {
    browser: usize,
    agent: usize,
    page: usize,
    started_at: i64,
    /// The application's memory of the attempt: `None`, or whether its use signed the agent in.
    use_known: Option<bool>,
    /// Whether the issuer has exchanged the code.
    code_used: bool,
}

#[derive(Debug, Clone)]
pub struct Session {
    agent: usize,
    since: i64,
    seen_at: i64,
    over: bool,
}

#[derive(Debug, Clone, Default)]
struct Browser {
    /// The attempts whose cookies it holds, oldest first.
    attempts: Vec<usize>,
    /// The attempts that are remembered as removed, the latest last.
    dropped: Vec<usize>,
    session: Option<usize>,
}

#[derive(Debug, Clone)]
pub struct Model {
    /// Seconds since the start; every event takes one.
    pub now: i64,
    pub landing: Landing,
    attempts: Vec<Attempt>,
    browsers: [Browser; BROWSERS],
    sessions: Vec<Session>,
}

impl Model {
    /// The agent who is signed in in this browser.
    pub fn agent_in(&self, browser: usize) -> Option<usize> {
        self.session_in(browser)
            .map(|session| self.sessions[session].agent)
    }

    /// All sessions so far, with their agent if they are still open.
    pub fn sessions(&self) -> impl Iterator<Item = Option<usize>> {
        let agent = |session: &Session| (!session.over).then_some(session.agent);
        self.sessions.iter().map(agent)
    }

    fn session_in(&self, browser: usize) -> Option<usize> {
        let session = self.browsers[browser].session;
        session.filter(|session| !self.sessions[*session].over)
    }

    fn end_session_in(&mut self, browser: usize) {
        if let Some(session) = self.session_in(browser) {
            self.sessions[session].over = true;
        }
    }

    /// Every session is used after every event, so that only its absolute end can close it.
    fn pass(&mut self, seconds: i64) {
        self.now += seconds;
        for session in &mut self.sessions {
            let idle = self.now - session.seen_at >= IDLE;
            session.over |= idle || self.now - session.since >= ABSOLUTE;
            session.seen_at = self.now;
        }
    }

    fn log_in(&mut self, browser: usize, agent: usize, page: usize) {
        let attempt = self.attempts.len();
        self.attempts.push(Attempt {
            browser,
            agent,
            page,
            started_at: self.now,
            use_known: None,
            code_used: false,
        });
        let kept = &mut self.browsers[browser].attempts;
        kept.push(attempt);
        let too_many = kept.len().saturating_sub(MAX_ATTEMPTS);
        let dropped: Vec<usize> = kept.drain(..too_many).rev().collect();
        let remembered = &mut self.browsers[browser].dropped;
        remembered.extend(dropped);
        let forgotten = remembered.len().saturating_sub(MAX_DROPPED);
        remembered.drain(..forgotten);
        self.landing = Landing::Issuer;
    }

    fn call_back(&mut self, browser: usize, attempt: usize, answer: &Answer) {
        let kept = &mut self.browsers[browser].attempts;
        let Some(place) = kept.iter().position(|kept| *kept == attempt) else {
            if self.browsers[browser].dropped.contains(&attempt) {
                self.landing = refused("login_attempt.gave_way");
                return;
            }
            self.landing =
                self.was_already_processed(browser, Landing::Home, "login_attempt.unknown");
            return;
        };
        kept.remove(place);
        let page = Landing::Page(self.attempts[attempt].page);
        self.landing = match answer {
            Answer::Denied => refused("authorization_response.access_denied"),
            Answer::CodeOf(_) if self.now - self.attempts[attempt].started_at > ATTEMPT => {
                refused("login_attempt.expired")
            }
            Answer::CodeOf(code) => match self.attempts[attempt].use_known {
                Some(true) => page,
                Some(false) => {
                    self.was_already_processed(browser, page, "login_attempt.already_used")
                }
                None => {
                    if self.exchange(attempt, *code) {
                        self.sign_in(browser, self.attempts[attempt].agent);
                        page
                    } else {
                        refused("token_response.invalid_grant")
                    }
                }
            },
        };
    }

    /// Whether the issuer returns tokens: once per code, to the attempt that it was issued for.
    fn exchange(&mut self, attempt: usize, code: usize) -> bool {
        let used_before = std::mem::replace(&mut self.attempts[code].code_used, true);
        let granted = !used_before && code == attempt;
        self.attempts[attempt].use_known = Some(granted);
        granted
    }

    /// An agent who reloads the page of the callback is not refused.
    fn was_already_processed(&self, browser: usize, page: Landing, code: &str) -> Landing {
        if self.session_in(browser).is_some() {
            page
        } else {
            refused(code)
        }
    }

    fn sign_in(&mut self, browser: usize, agent: usize) {
        self.end_session_in(browser);
        self.browsers[browser].session = Some(self.sessions.len());
        self.sessions.push(Session {
            agent,
            since: self.now,
            seen_at: self.now,
            over: false,
        });
    }

    fn log_out(&mut self, browser: usize) {
        // With or without a session here: the issuer's session may outlive it.
        self.landing = Landing::Issuer;
        self.end_session_in(browser);
    }
}

impl ReferenceStateMachine for Model {
    type State = Self;
    type Transition = Event;

    fn init_state() -> BoxedStrategy<Self> {
        Just(Self {
            now: 0,
            landing: Landing::Nowhere,
            attempts: Vec::new(),
            browsers: Default::default(),
            sessions: Vec::new(),
        })
        .boxed()
    }

    fn transitions(state: &Self) -> BoxedStrategy<Event> {
        let browser = 0..BROWSERS;
        let log_in =
            (browser.clone(), 0..3_usize, 0..9_usize).prop_map(|(browser, agent, page)| {
                Event::LogIn {
                    browser,
                    agent,
                    page,
                }
            });
        let waits = [5, 599, 601, IDLE - 60, IDLE, ABSOLUTE - 60, ABSOLUTE];
        let elsewhere = prop_oneof![
            4 => browser.prop_map(|browser| Event::LogOut { browser }),
            3 => select(waits.to_vec()).prop_map(|seconds| Event::Wait { seconds }),
            1 => Just(Event::Restart),
        ];
        if state.attempts.is_empty() {
            return prop_oneof![3 => log_in, 1 => elsewhere].boxed();
        }
        let attempt = 0..state.attempts.len();
        let answer = (attempt.clone(), attempt.clone(), 0..8_u8);
        let attempts = state.attempts.clone();
        let call_back = (answer, 0..6_u8).prop_map(move |((attempt, other, what), where_to)| {
            let began = attempts[attempt].browser;
            let browser = if where_to == 0 { 1 - began } else { began };
            let answer = match what {
                0 => Answer::Denied,
                1 => Answer::CodeOf(other),
                _ => Answer::CodeOf(attempt),
            };
            Event::CallBack {
                browser,
                attempt,
                answer,
            }
        });
        let replay = attempt.prop_map(|attempt| Event::Replay { attempt });
        prop_oneof![4 => log_in, 8 => call_back, 2 => replay, 4 => elsewhere].boxed()
    }

    fn preconditions(state: &Self, event: &Event) -> bool {
        let known = |attempt: &usize| *attempt < state.attempts.len();
        match event {
            Event::CallBack {
                attempt, answer, ..
            } => {
                let code = match answer {
                    Answer::CodeOf(code) => code,
                    Answer::Denied => attempt,
                };
                known(attempt) && known(code)
            }
            Event::Replay { attempt } => known(attempt),
            _ => true,
        }
    }

    fn apply(mut state: Self, event: &Event) -> Self {
        state.landing = Landing::Nowhere;
        state.pass(1);
        match event {
            Event::LogIn {
                browser,
                agent,
                page,
            } => state.log_in(*browser, *agent, *page),
            Event::CallBack {
                browser,
                attempt,
                answer,
            } => {
                state.call_back(*browser, *attempt, answer);
            }
            Event::Replay { attempt } => {
                let browser = state.attempts[*attempt].browser;
                let kept = &mut state.browsers[browser].attempts;
                if !kept.contains(attempt) {
                    kept.push(*attempt);
                    kept.sort_unstable();
                }
                state.call_back(browser, *attempt, &Answer::CodeOf(*attempt));
            }
            Event::LogOut { browser } => state.log_out(*browser),
            Event::Wait { seconds } => state.pass(*seconds),
            Event::Restart => {
                for attempt in &mut state.attempts {
                    attempt.use_known = None;
                }
            }
        }
        state
    }
}

fn refused(code: &str) -> Landing {
    Landing::Refused(code.to_owned())
}
