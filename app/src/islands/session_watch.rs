/// What the server says.
mod answer;
/// What the agent is told.
mod notice;

use crate::agent::{Agent, ContinueSession, GetCurrentUser};
use answer::{Answer, ask};
use leptos::{
    ev,
    html::Div,
    prelude::*,
    server_fn::ServerFn,
    task::spawn_local,
    wasm_bindgen::JsCast,
    web_sys::{HtmlElement, js_sys::Date},
};
use notice::{Notice, WARNED_BEFORE};
use std::time::Duration;

/// Time between two looks at the clock.
const TICK: Duration = Duration::from_secs(5);

/// At the moment the page was rendered.
const SECONDS_LEFT: &str = "data-seconds-left";

/// The digest of the agent whom the page was rendered for.
const AGENT: &str = "data-agent";

/// On the root element: the stylesheet hides what the page shows.
const PAGE_HIDDEN: &str = "data-page-hidden";

/// Watches over the session of a signed-in agent (RGAA 13.1): asks who is signed in when the tab
/// comes back and when the session is about to end, says what it learnt, and offers to go on.
///
/// Asking is not the agent's doing, and does not prolong the session; only the button does. The
/// status region is there, empty, from the beginning: assistive technologies announce only what
/// changes in a region they know.
///
/// On the server it needs the [`Agent`] in context. What it has to know it reads in its own
/// attributes: an island's properties come as JSON, whose reader would weigh a fifth of the whole.
#[island]
pub fn SessionWatch() -> impl IntoView {
    let user = use_context::<Agent>();
    let region = NodeRef::<Div>::new();
    let attribute = move |name: &str| {
        let region = region.get_untracked();
        region
            .and_then(|region| region.get_attribute(name))
            .unwrap_or_default()
    };
    let notice = RwSignal::new(Notice::None);
    let asking = RwSignal::new(false);
    // The wall clock, because timers stand still while the computer sleeps.
    let ends_at = StoredValue::new(0.0);
    let seconds_left = move || (ends_at.get_value() - Date::now()) / 1000.0;

    let ask_server = move |path: &'static str, judge: fn(&Answer, &str, f64) -> Notice| {
        if asking.get_untracked() {
            return;
        }
        asking.set(true);
        let agent = attribute(AGENT);
        spawn_local(async move {
            let answer = ask(path).await;
            if let Answer::Open { seconds_left, .. } = answer {
                ends_at.set_value(Date::now() + 1000.0 * seconds_left);
            }
            let learnt = judge(&answer, &agent, seconds_left());
            hide_page(learnt.hides_the_page());
            notice.set(learnt);
            asking.set(false);
            // The button that had the focus may be gone.
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
        let at_first: u32 = attribute(SECONDS_LEFT).parse().unwrap_or_default();
        ends_at.set_value(Date::now() + 1000.0 * f64::from(at_first));
        let look = move || ask_server(GetCurrentUser::PATH, Notice::of);
        window_event_listener_untyped("visibilitychange", move |_| {
            if !document().hidden() {
                look();
            }
        });
        // Back from the browser's own memory: nothing is shown before the server has answered.
        window_event_listener(ev::pageshow, move |event| {
            if event.persisted() {
                hide_page(true);
                look();
            }
        });
        set_interval(
            move || {
                let due = match notice.get_untracked() {
                    Notice::None | Notice::GoesOn => seconds_left() <= WARNED_BEFORE,
                    Notice::EndsSoon | Notice::EndsForGood | Notice::NoAnswer => {
                        seconds_left() <= 0.0
                    }
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
            data-seconds-left=user.as_ref().map(|user| user.session_seconds_left.to_string())
            data-agent=user.map(|user| user.digest)
            aria-busy=move || truth(asking.get())
            node_ref=region
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
