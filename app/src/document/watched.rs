use super::{kept::kept, written::written};
use crate::{
    access::Access,
    agent::Agent,
    page::Page,
    request,
    session::{log_in::ProConnectButton, watch::SessionWatch},
};
use leptos::{prelude::*, tachys::html::InertElement};
use proconnect::AcrLevel;

/// The island that watches the session of the agent, with the login that it offers once the session
/// is over.
pub fn watched(agent: &Agent) -> InertElement {
    let number = |value| u32::try_from(value).unwrap_or(u32::MAX);
    written(view! {
        <SessionWatch
            agent=agent.digest.clone()
            seconds_left=number(agent.session_seconds_left)
            idle_minutes=number(agent.session_idle_minutes)
            next_login=kept("next login", || view! { <NextLogin/> }).to_html()
        />
    })
}

/// A login that returns to this page, and asks for its level.
#[component]
fn NextLogin() -> impl IntoView {
    let level = match Page::current().map(|page| page.access) {
        Some(Access::SecondFactor) => AcrLevel::Mfa,
        _ => AcrLevel::Site,
    };
    let return_to = request::way_back().parse().ok();
    view! { <ProConnectButton return_to level/> }
}
