/// The server's answer.
mod answer;
/// The message in a band.
mod band;
/// The end of the session.
mod end;
/// Which message.
mod notice;
/// The part in place of the page.
mod over;
/// The text that the agent typed.
mod typed;
/// The texts.
mod words;

use crate::agent::{ContinueSession, GetCurrentUser};
use answer::{Answer, ask};
use band::Band;
use end::End;
use leptos::{
    ev::{self, SubmitEvent},
    prelude::*,
    server_fn::ServerFn,
    task::spawn_local,
    wasm_bindgen::JsCast,
    web_sys::{HtmlElement, js_sys::Date},
};
use notice::Notice;
use over::Over;
use std::time::Duration;

/// Time between two checks of the clock.
const TICK: Duration = Duration::from_secs(5);

/// An attribute of the root element. With it, the stylesheet hides the content of the page.
const PAGE_HIDDEN: &str = "data-page-hidden";

/// An attribute of the button of a form that waits for an answer.
const HELD: &str = "data-held";

/// The function that turns an answer into a message.
type Judge = fn(&Answer, &str, End, f64) -> Notice;

/// Watches the session of a signed-in agent (RGAA 13.1). It asks the server who is signed in when
/// the tab becomes visible and when the session is about to end. It then shows a message, and
/// offers to extend the session. When the session is over, a part with a login takes the place of the
/// page, and the text that the agent typed is kept for the next login.
///
/// These calls do not extend the session; only the button does. The status region is in the page
/// from the beginning, empty: assistive technologies only announce changes in a region that they
/// already know.
#[island]
pub fn SessionWatch(
    /// The digest of the agent for whom the page was rendered.
    agent: String,
    /// Seconds until the end of the session, counted from the rendering.
    seconds_left: u32,
    /// The lifetime of a session without requests.
    idle_minutes: u32,
    /// The form of the next login, in HTML: until the session is over, the page has no such form.
    next_login: String,
) -> impl IntoView {
    let agent = StoredValue::new(agent);
    let notice = RwSignal::new(Notice::None);
    let asking = RwSignal::new(false);
    let has_typed = RwSignal::new(false);
    let end = StoredValue::new(End::default());
    let seconds_left_now = move || end.get_value().seconds_left(Date::now());

    let ask_server = move |path: &'static str, judge: Judge| {
        if asking.get_untracked() {
            return;
        }
        asking.set(true);
        spawn_local(async move {
            let answer = ask(path).await;
            let mut known = end.get_value();
            if let Answer::Open { seconds_left, .. } = answer {
                known = known.moved(Date::now(), seconds_left);
            }
            let learnt = agent.with_value(|agent| judge(&answer, agent, known, Date::now()));
            known.is_final |= learnt == Notice::EndsForGood;
            end.set_value(known);
            match learnt {
                Notice::Over(cause) if cause.keeps_typed() => {
                    has_typed.set(agent.with_value(|agent| typed::keep(agent)));
                }
                _ if learnt.hides_the_page() || notice.get_untracked().hides_the_page() => {
                    has_typed.set(false);
                    typed::forget();
                }
                _ => {}
            }
            hide_page(learnt.hides_the_page());
            notice.set(learnt);
            asking.set(false);
            // The button that had the focus may have been removed.
            if path == ContinueSession::PATH && learnt.button().is_empty() {
                focus_content();
            }
            end_hold(!learnt.hides_the_page());
        });
    };
    let look = move || ask_server(GetCurrentUser::PATH, Notice::of);
    let go_on = move |_| {
        if notice.get_untracked().asks_to_go_on() {
            ask_server(ContinueSession::PATH, Notice::of_going_on);
        } else {
            notice.set(Notice::None);
            focus_content();
        }
    };
    Effect::new(move || {
        let (seconds_left, idle_minutes) = (f64::from(seconds_left), f64::from(idle_minutes));
        end.set_value(End::of_rendering(Date::now(), seconds_left, idle_minutes));
        window_event_listener_untyped("visibilitychange", move |_| {
            if !document().hidden() {
                look();
            }
        });
        // The page comes from the back-forward cache: nothing is shown before the server has
        // answered.
        window_event_listener(ev::pageshow, move |event| {
            if event.persisted() {
                hide_page(true);
                look();
            }
        });
        // A form that is sent after the end waits for the answer: its text would be lost.
        window_event_listener(ev::submit, move |event| {
            let is_shown = !notice.get_untracked().hides_the_page();
            if is_shown && seconds_left_now() <= 0.0 && hold(&event) {
                look();
            }
        });
        set_interval(
            move || {
                if notice.get_untracked().is_due(end.get_value(), Date::now()) {
                    look();
                }
            },
            TICK,
        );
        // After the other islands of the page, which must notice the text.
        set_timeout(
            move || {
                if agent.with_value(|agent| typed::give_back(agent)) {
                    notice.set(Notice::GivenBack);
                }
            },
            Duration::ZERO,
        );
    });
    let hour = move || end.get_value().hour();
    view! {
        <div role="status" class="app-session-watch" aria-busy=move || truth(asking.get())>
            <Band notice asking hour press=go_on/>
        </div>
        <Over notice has_typed idle_minutes next_login/>
    }
}

fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// Stops a form of the page, whose button keeps a mark. A form of the frame, such as the logout, is
/// not stopped.
fn hold(event: &SubmitEvent) -> bool {
    let button = event
        .submitter()
        .filter(|button| matches!(button.closest("main"), Ok(Some(_))));
    let Some(button) = button.filter(|_| !event.default_prevented()) else {
        return false;
    };
    event.prevent_default();
    button.set_attribute(HELD, "").is_ok()
}

/// Sends the form that was stopped, if any, or forgets that it was sent: when a hidden page comes back, maybe
/// hours later, the agent decides again.
fn end_hold(send: bool) {
    let button = document().query_selector("[data-held]").ok().flatten();
    if let Some(button) = button {
        let _ = button.remove_attribute(HELD);
        if send {
            button.unchecked_into::<HtmlElement>().click();
        }
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
