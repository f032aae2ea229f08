/// The server's answer.
mod answer;
/// The message in a band.
mod band;
/// The end of the session.
mod end;
/// A form that waits for an answer.
mod held_form;
/// Which message.
mod notice;
/// The part in place of the page.
mod over;
/// The page in the tab.
mod place;
/// The text that the agent typed.
mod typed;
/// The questions to the server, and the state that its answers change.
mod watcher;
/// The texts.
mod words;

use band::{Band, truth};
use leptos::prelude::*;
use over::Over;
use watcher::Watcher;

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
    /// The path of the login.
    log_in: String,
    /// The path to which the login returns.
    page: String,
    /// The level that the page requires, as the form of a login names it.
    level: Option<String>,
) -> impl IntoView {
    let watcher = Watcher::new(agent, page.clone());
    Effect::new(move || watcher.begin(seconds_left, idle_minutes));
    let Watcher {
        notice,
        asking,
        has_typed,
        ..
    } = watcher;
    let hour = move || watcher.hour();
    let press = move |_| watcher.press();
    view! {
        <div role="status" class="app-session-watch" aria-busy=move || truth(asking.get())>
            <Band notice asking hour press/>
        </div>
        <Over notice has_typed idle_minutes log_in page level/>
    }
}
