//! Attacks, and honest gestures, that take more than one login.

mod callback;
mod lessons;
mod login;
mod logout;
mod logout_lies;
mod logout_tokens;
mod page;
mod play;
mod probe;
mod request;
mod return_path;
mod return_payloads;
mod session;
mod session_cookie;
mod values;

use std::fmt;
use strum::IntoEnumIterator;

use super::act::Act;
use super::browser::BrowserError;
use super::case::{Case, Expected, Family, Severity};
use super::lesson::Lesson;
use super::outcome::Observation;
use super::stage::Stage;
use super::text::Text;
use crate::fault::{Fault, Place};

use callback::CallbackFlow;
use login::LoginFlow;
use logout::LogoutFlow;
use page::PageFlow;
use play::Play;
use request::RequestFlow;
use return_payloads::ReturnFlow;
use session::SessionFlow;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    Request(RequestFlow),
    Login(LoginFlow),
    Callback(CallbackFlow),
    Session(SessionFlow),
    Return(ReturnFlow),
    Page(PageFlow),
    Logout(LogoutFlow),
    /// An honest logout token.
    LogoutToken,
}

/// The text of a case, the severity of a wrong reaction, and the reason.
struct Row(Text, Severity, &'static Lesson);

/// The cases of all flows, of the lies about the end of a logout, and of those about logout tokens.
pub fn cases() -> Vec<Case> {
    let flows = Flow::all().into_iter().map(|flow| {
        let Row(told, severity, lesson) = flow.row();
        Case {
            id: flow.to_string(),
            family: flow.family(),
            act: Act::Flow(flow),
            told,
            expected: Expected::Safe,
            severity,
            lesson,
        }
    });
    flows
        .chain(logout_lies::cases())
        .chain(logout_tokens::cases())
        .collect()
}

impl Flow {
    fn all() -> Vec<Self> {
        let browser = LoginFlow::iter()
            .map(Self::Login)
            .chain(CallbackFlow::iter().map(Self::Callback))
            .chain(SessionFlow::iter().map(Self::Session))
            .chain(ReturnFlow::iter().map(Self::Return))
            .chain(PageFlow::iter().map(Self::Page));
        RequestFlow::iter()
            .map(Self::Request)
            .chain(browser)
            .chain(LogoutFlow::iter().map(Self::Logout))
            .chain([Self::LogoutToken])
            .collect()
    }

    fn family(self) -> Family {
        match self {
            Self::Request(_) => Family::Request,
            Self::Logout(_) => Family::Logout,
            Self::LogoutToken => Family::LogoutToken,
            _ => Family::Browser,
        }
    }

    fn row(self) -> Row {
        match self {
            Self::Request(flow) => flow.row(),
            Self::Login(flow) => flow.row(),
            Self::Callback(flow) => flow.row(),
            Self::Session(flow) => flow.row(),
            Self::Return(flow) => flow.row(),
            Self::Page(flow) => flow.row(),
            Self::Logout(flow) => flow.row(),
            Self::LogoutToken => logout_tokens::honest_row(),
        }
    }

    /// Carries the flow out, and judges it.
    ///
    /// # Errors
    /// When the service did not take part: the flow judges nothing.
    pub async fn run(self, stage: &Stage, case: &Case) -> Result<Observation, BrowserError> {
        let mut play = Play::new(stage, case);
        let answer = match self {
            Self::Request(flow) => request::run(flow, &mut play).await,
            Self::Login(flow) => login::run(flow, &mut play).await,
            Self::Callback(flow) => callback::run(flow, &mut play).await,
            Self::Session(flow) => session::run(flow, &mut play).await,
            Self::Return(flow) => return_path::run(flow, &mut play).await,
            Self::Page(flow) => page::run(flow, &mut play).await,
            Self::Logout(flow) => logout::run(flow, &mut play).await,
            Self::LogoutToken => logout_tokens::run(None, &mut play).await,
        };
        Ok(play.observation(answer?))
    }
}

/// Whether `fault` is told when an agent logs out, rather than at a login.
pub fn is_of_a_logout(fault: Fault) -> bool {
    matches!(fault.place(), Place::Logout | Place::LogoutToken)
}

/// Carries out a lie that [`is_of_a_logout`] selects, and judges it.
///
/// # Errors
/// When the service did not take part.
pub async fn lie_about_logout(
    fault: Fault,
    stage: &Stage,
    case: &Case,
) -> Result<Observation, BrowserError> {
    let mut play = Play::new(stage, case);
    let answer = match fault.place() {
        Place::LogoutToken => logout_tokens::run(Some(fault), &mut play).await,
        _ => logout_lies::run(fault, &mut play).await,
    };
    Ok(play.observation(answer?))
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(flow) => flow.fmt(f),
            Self::Login(flow) => flow.fmt(f),
            Self::Callback(flow) => flow.fmt(f),
            Self::Session(flow) => flow.fmt(f),
            Self::Return(flow) => flow.fmt(f),
            Self::Page(flow) => flow.fmt(f),
            Self::Logout(flow) => flow.fmt(f),
            Self::LogoutToken => f.write_str("flow-logout-token"),
        }
    }
}
