//! The kinds of events.

use crate::error::{LoginAttemptError, LogoutTokenError, Refusal};
use crate::web::Verdict;

/// The kind of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditAction {
    /// An agent logged in: a session began.
    Login,
    /// An agent logged out here, before the redirect to the issuer.
    Logout,
    /// A login, a logout or a request was refused.
    Refusal(Refusal),
    /// A logout token of the issuer, or of a stranger, was refused.
    LogoutTokenRefusal(LogoutTokenError),
    /// A browser brought an authorization response that it had not asked for. A visitor was refused; a
    /// signed-in agent stayed signed in.
    ForeignResponse,
    /// A session was found to be over by its lifetime.
    SessionExpired(Lapse),
    /// A session was ended, and not by the logout button of its browser.
    SessionEnded(EndedBy),
    /// The application decided on an authenticated agent ([`Admission`](crate::web::Admission)).
    Admission(Verdict),
    /// An administrator or an operator changed the rights of an account, or read or erased its data. The text is the
    /// application's stable name of the change.
    AccountManaged(&'static str),
    /// So many events are lost: the trail had no room for them.
    EventsLost(u64),
}

/// The lifetime that a session has reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lapse {
    /// No request for too long.
    Idle,
    /// The longest time in all.
    Absolute,
}

/// The cause of a session's end, other than its lifetimes and its logout button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndedBy {
    /// A command of an operator.
    Operator,
    /// An administrator, in the application.
    Administrator,
    /// Its agent, from another session.
    AgentElsewhere,
    /// The issuer (OpenID Connect Back-Channel Logout 1.0).
    Issuer,
    /// Too many sessions of one agent: the oldest gave way.
    Cap,
    /// Another login in the same browser.
    NewLogin,
}

impl AuditAction {
    /// The stable name of the kind of event.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Logout => "logout",
            Self::Refusal(_) | Self::LogoutTokenRefusal(_) => "refusal",
            Self::ForeignResponse => "foreign_response",
            Self::SessionExpired(_) => "session_expired",
            Self::SessionEnded(_) => "session_ended_by_other",
            Self::Admission(_) => "admission",
            Self::AccountManaged(_) => "account_managed",
            Self::EventsLost(_) => "events_lost",
        }
    }

    /// The stable code of the reason; `None` for a login, for a logout and for lost events. For a refusal and a foreign
    /// response, the code of the error.
    #[must_use]
    pub fn reason(self) -> Option<String> {
        Some(match self {
            Self::Login | Self::Logout | Self::EventsLost(_) => return None,
            Self::Refusal(refusal) => refusal.code(),
            Self::LogoutTokenRefusal(error) => error.code(),
            Self::ForeignResponse => Refusal::from(LoginAttemptError::Unknown).code(),
            Self::SessionExpired(lapse) => lapse.name().to_owned(),
            Self::SessionEnded(by) => by.name().to_owned(),
            Self::Admission(verdict) => verdict.name.to_owned(),
            Self::AccountManaged(change) => change.to_owned(),
        })
    }

    /// Whether something was refused, or failed.
    #[must_use]
    pub fn is_failure(self) -> bool {
        match self {
            Self::Refusal(_)
            | Self::LogoutTokenRefusal(_)
            | Self::ForeignResponse
            | Self::EventsLost(_) => true,
            Self::Admission(verdict) => verdict.refusal.is_some(),
            Self::Login
            | Self::Logout
            | Self::SessionExpired(_)
            | Self::SessionEnded(_)
            | Self::AccountManaged(_) => false,
        }
    }
}

impl Lapse {
    /// `idle` or `absolute`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Absolute => "absolute",
        }
    }
}

impl EndedBy {
    /// `operator`, `administrator`, `agent_elsewhere`, `issuer`, `cap` or `new_login`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Administrator => "administrator",
            Self::AgentElsewhere => "agent_elsewhere",
            Self::Issuer => "issuer",
            Self::Cap => "cap",
            Self::NewLogin => "new_login",
        }
    }
}
