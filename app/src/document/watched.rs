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

/// Stand in the island that is rendered once for the values of each agent.
const DIGEST: &str = "DIGEST";
const SECONDS_LEFT: u32 = u32::MAX;
const IDLE_MINUTES: u32 = u32::MAX - 1;

/// The island that watches the session of the agent, and offers the next login once the session is over. Its
/// rendering is the dearest of the frame, and three of its properties alone are not the same for everybody: they
/// are put into their places.
pub fn watched(agent: &Agent) -> InertElement {
    let html = kept("session watch", || view! { <Watch/> }).to_html();
    let html = html
        .replace(DIGEST, &agent.digest)
        .replace(
            &SECONDS_LEFT.to_string(),
            &agent.session_seconds_left.to_string(),
        )
        .replace(
            &IDLE_MINUTES.to_string(),
            &agent.session_idle_minutes.to_string(),
        );
    InertElement::new(html)
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
