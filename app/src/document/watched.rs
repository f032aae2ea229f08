use super::written::written;
use crate::{
    access::Access,
    agent::Agent,
    page::Page,
    session::{log_in::LogIn, watch::SessionWatch},
};
use leptos::{prelude::*, server_fn::ServerFn, tachys::html::InertElement};
use proconnect::AcrLevel;

/// The island that watches the session of the agent, and offers the next login once the session is over.
pub fn watched(agent: &Agent) -> InertElement {
    let number = |value| u32::try_from(value).unwrap_or(u32::MAX);
    let level = match Page::current().map(|page| page.access) {
        Some(Access::SecondFactor) => AcrLevel::Mfa,
        _ => AcrLevel::Site,
    };
    written(view! {
        <SessionWatch
            agent=agent.digest.clone()
            seconds_left=number(agent.session_seconds_left)
            idle_minutes=number(agent.session_idle_minutes)
            log_in=LogIn::url().to_owned()
            level=level.as_field().map(str::to_owned)
        />
    })
}
