use super::kept::kept;
use crate::{
    access::Access,
    agent::Agent,
    page::Page,
    request,
    session::{log_in::LogIn, watch::SessionWatch},
};
use leptos::{prelude::*, server_fn::ServerFn, tachys::html::InertElement};
use proconnect::AcrLevel;

/// Stand in the island that is rendered once for the values of each agent, in this order.
const DIGEST: &str = "DIGEST";
const SECONDS_LEFT: u32 = u32::MAX;
const IDLE_MINUTES: u32 = u32::MAX - 1;

/// The island that watches the session of the agent, and offers the next login once the session is over. Its
/// rendering is the dearest of the frame, and three of its properties alone are not the same for everybody: they
/// are put into their places.
pub fn watched(agent: &Agent) -> InertElement {
    let html = kept("session watch", || view! { <Watch/> }).to_html();
    InertElement::new(fill_in(&html, agent).unwrap_or_default())
}

fn fill_in(html: &str, agent: &Agent) -> Option<String> {
    let (start, rest) = html.split_once(DIGEST)?;
    let (before_seconds, rest) = rest.split_once(&SECONDS_LEFT.to_string())?;
    let (before_minutes, end) = rest.split_once(&IDLE_MINUTES.to_string())?;
    let (seconds, minutes) = (agent.session_seconds_left, agent.session_idle_minutes);
    Some(format!(
        "{start}{}{before_seconds}{seconds}{before_minutes}{minutes}{end}",
        agent.digest
    ))
}

#[component]
fn Watch() -> impl IntoView {
    let level = match Page::current().map(|page| page.access) {
        Some(Access::SecondFactor) => AcrLevel::Mfa,
        _ => AcrLevel::Site,
    };
    view! {
        <SessionWatch
            agent=DIGEST.to_owned()
            seconds_left=SECONDS_LEFT
            idle_minutes=IDLE_MINUTES
            log_in=LogIn::url().to_owned()
            page=request::way_back()
            level=level.as_field().map(str::to_owned)
        />
    }
}
