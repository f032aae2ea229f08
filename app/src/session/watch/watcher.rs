use super::{
    answer::{Answer, ask},
    end::End,
    held_form,
    notice::Notice,
    place::Place,
    typed,
};
use crate::agent::{ContinueSession, GetCurrentUser};
use leptos::{
    ev,
    prelude::*,
    server_fn::ServerFn,
    task::spawn_local,
    wasm_bindgen::JsCast,
    web_sys::{HtmlElement, js_sys::Date},
};
use std::time::Duration;

/// Time between two checks of the clock.
const TICK: Duration = Duration::from_secs(5);

/// An attribute of the root element. With it, the stylesheet hides the content of the page.
const PAGE_HIDDEN: &str = "data-page-hidden";

/// The function that turns an answer into a message.
type Judge = fn(&Answer, &str, End, f64) -> Notice;

/// The session of the agent, as the page knows it.
#[derive(Clone, Copy)]
pub struct Watcher {
    /// The digest of the agent for whom the page was rendered.
    agent: StoredValue<String>,
    /// The path of the page, to which a login returns.
    page: StoredValue<String>,
    /// The end of the session.
    end: StoredValue<End>,
    /// The message to the agent.
    pub notice: RwSignal<Notice>,
    /// True while a question waits for the server's answer.
    pub asking: RwSignal<bool>,
    /// True when that question is older than the last return of the page from the back-forward cache.
    is_outdated: StoredValue<bool>,
    /// True when the text that the agent typed is kept for the next login.
    pub has_typed: RwSignal<bool>,
}

impl Watcher {
    /// A watcher that knows no end yet: the browser's clock is read when the island is alive.
    pub fn new(agent: String, page: String) -> Self {
        Self {
            agent: StoredValue::new(agent),
            page: StoredValue::new(page),
            end: StoredValue::new(End::default()),
            notice: RwSignal::new(Notice::None),
            asking: RwSignal::new(false),
            is_outdated: StoredValue::new(false),
            has_typed: RwSignal::new(false),
        }
    }

    /// Begins to watch a session that ends in `seconds_left`.
    pub fn begin(self, seconds_left: u32, idle_minutes: u32) {
        let (seconds_left, idle_minutes) = (f64::from(seconds_left), f64::from(idle_minutes));
        let end = End::of_rendering(Date::now(), seconds_left, idle_minutes);
        self.end.set_value(end);
        self.listen();
        set_interval(
            move || {
                let notice = self.notice.get_untracked();
                if notice.is_due(self.end.get_value(), Date::now()) {
                    self.look();
                }
            },
            TICK,
        );
        // After the other islands of the page, which must notice the text.
        set_timeout(
            move || {
                if self.with_page(typed::give_back) {
                    self.notice.set(Notice::GivenBack);
                }
            },
            Duration::ZERO,
        );
    }

    fn listen(self) {
        window_event_listener_untyped("visibilitychange", move |_| {
            if !document().hidden() {
                self.look();
            }
        });
        // The page comes from the back-forward cache: nothing is shown before the server has
        // answered.
        window_event_listener(ev::pageshow, move |event| {
            if event.persisted() {
                hide_page(true);
                self.is_outdated.set_value(self.asking.get_untracked());
                self.look();
            }
        });
        // A form that is sent after the end waits for the answer: its text would be lost.
        held_form::listen(move |event| {
            let is_shown = !self.notice.get_untracked().hides_the_page();
            let is_late = self.end.get_value().seconds_left(Date::now()) <= 0.0;
            if is_shown && is_late && held_form::hold(event) {
                self.look();
            }
        });
    }

    /// The hour of the end on the agent's clock.
    pub fn hour(self) -> String {
        self.end.get_value().hour()
    }

    /// Extends the session, or closes the message: the button of the message was pressed.
    pub fn press(self) {
        if self.notice.get_untracked().asks_to_go_on() {
            self.ask_server(ContinueSession::PATH, Notice::of_going_on);
        } else {
            self.notice.set(Notice::None);
            focus_content();
        }
    }

    /// Asks the server who is signed in, without extending the session.
    fn look(self) {
        self.ask_server(GetCurrentUser::PATH, Notice::of);
    }

    fn ask_server(self, path: &'static str, judge: Judge) {
        if self.asking.get_untracked() {
            return;
        }
        self.asking.set(true);
        spawn_local(async move {
            let answer = ask(path).await;
            if self.is_outdated.get_value() {
                self.is_outdated.set_value(false);
                self.asking.set(false);
                return self.look();
            }
            let learnt = self.learn(&answer, judge);
            hide_page(learnt.hides_the_page());
            self.notice.set(learnt);
            self.asking.set(false);
            // The button that had the focus may have been removed.
            if path == ContinueSession::PATH && learnt.button().is_empty() {
                focus_content();
            }
            held_form::end_hold(!learnt.hides_the_page());
        });
    }

    /// Calls `act` with the digest of the agent and the page.
    fn with_page(self, act: fn(&str, &Place) -> bool) -> bool {
        let place = self.page.with_value(|page| Place::of(page));
        self.agent.with_value(|agent| act(agent, &place))
    }

    /// Updates the end of the session and the kept text, and returns the message.
    fn learn(self, answer: &Answer, judge: Judge) -> Notice {
        let mut known = self.end.get_value();
        if let Answer::Open { seconds_left, .. } = answer {
            known = known.moved(Date::now(), *seconds_left);
        }
        let agent = self.agent;
        let learnt = agent.with_value(|agent| judge(answer, agent, known, Date::now()));
        known.is_final |= learnt == Notice::EndsForGood;
        self.end.set_value(known);
        match learnt {
            Notice::Over(cause) if cause.keeps_typed() => {
                self.has_typed.set(self.with_page(typed::keep));
            }
            _ if learnt.hides_the_page() || self.notice.get_untracked().hides_the_page() => {
                self.has_typed.set(false);
                typed::forget();
            }
            _ => {}
        }
        learnt
    }
}

fn hide_page(hidden: bool) {
    if let Some(root) = document().document_element() {
        let _ = if hidden {
            root.set_attribute(PAGE_HIDDEN, "")
        } else {
            root.remove_attribute(PAGE_HIDDEN)
        };
    }
}

fn focus_content() {
    if let Some(content) = document().get_element_by_id("content") {
        let _ = content.unchecked_into::<HtmlElement>().focus();
    }
}
