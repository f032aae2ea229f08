/// The server's answer.
mod answer;
/// The message to the agent.
mod notice;

use crate::agent::{ContinueSession, GetCurrentUser};
use answer::{Answer, ask};
use leptos::{
    ev,
    prelude::*,
    server_fn::ServerFn,
    task::spawn_local,
    wasm_bindgen::JsCast,
    web_sys::{HtmlElement, js_sys::Date},
};
use notice::{Notice, WARNED_BEFORE};
use std::time::Duration;

/// Time between two checks of the clock.
const TICK: Duration = Duration::from_secs(5);

/// An attribute of the root element. With it, the stylesheet hides the content of the page.
const PAGE_HIDDEN: &str = "data-page-hidden";

/// Watches the session of a signed-in agent (RGAA 13.1). It asks the server who is signed in when
/// the tab becomes visible and when the session is about to end. It then shows a message, and
/// offers to extend the session.
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
) -> impl IntoView {
    let agent = StoredValue::new(agent);
    let notice = RwSignal::new(Notice::None);
    let asking = RwSignal::new(false);
    // Milliseconds of the wall clock: timers stop while the computer sleeps.
    let ends_at = StoredValue::new(0.0);
    let time_left = move || (ends_at.get_value() - Date::now()) / 1000.0;

    let ask_server = move |path: &'static str, judge: fn(&Answer, &str, f64) -> Notice| {
        if asking.get_untracked() {
            return;
        }
        asking.set(true);
        let agent = agent.get_value();
        spawn_local(async move {
            let answer = ask(path).await;
            if let Answer::Open { seconds_left, .. } = answer {
                ends_at.set_value(Date::now() + 1000.0 * seconds_left);
            }
            let learnt = judge(&answer, &agent, time_left());
            hide_page(learnt.hides_the_page());
            notice.set(learnt);
            asking.set(false);
            // The button that had the focus may have been removed.
            if path == ContinueSession::PATH && learnt.button().is_empty() {
                focus_content();
            }
        });
    };
    let go_on = move |_| {
        if notice.get_untracked().asks_to_go_on() {
            ask_server(ContinueSession::PATH, Notice::of_going_on);
        } else {
            notice.set(Notice::None);
            focus_content();
        }
    };
    Effect::new(move || {
        ends_at.set_value(Date::now() + 1000.0 * f64::from(seconds_left));
        let look = move || ask_server(GetCurrentUser::PATH, Notice::of);
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
        set_interval(
            move || {
                let due = match notice.get_untracked() {
                    Notice::None | Notice::GoesOn => time_left() <= WARNED_BEFORE,
                    Notice::EndsSoon | Notice::EndsForGood | Notice::NoAnswer => time_left() <= 0.0,
                    Notice::Over | Notice::OtherAgent => false,
                };
                if due && !document().hidden() {
                    look();
                }
            },
            TICK,
        );
    });
    view! {
        <div
            role="status"
            class="app-session-watch"
            aria-busy=move || truth(asking.get())
        >
            <div class="fr-notice fr-notice--warning" hidden=move || notice.get() == Notice::None>
                <div class="fr-container">
                    <div class="fr-notice__body">
                        <p class="fr-notice__title">{move || notice.get().text()}</p>
                        <a
                            class="fr-notice__link"
                            href=""
                            hidden=move || notice.get().link().is_empty()
                        >
                            {move || notice.get().link()}
                        </a>
                        <button
                            class="fr-btn"
                            type="button"
                            hidden=move || notice.get().button().is_empty()
                            aria-disabled=move || truth(asking.get())
                            on:click=go_on
                        >
                            {move || notice.get().button()}
                        </button>
                    </div>
                </div>
            </div>
        </div>
    }
}

fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
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
