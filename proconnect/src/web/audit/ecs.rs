//! The names of the Elastic Common Schema, for any tool that reads logs in that form.

use super::{AuditAction, AuditEvent, AuditedAgent, AuditedOperator, AuditedRequest, PlainText};
use crate::{
    error::Refusal,
    identity::Siret,
    web::{AgentHash, SessionReference},
};
use chrono::SecondsFormat;
use serde::{Serialize, Serializer};
use std::net::IpAddr;

/// The version of the schema whose names these are.
const ECS_VERSION: &str = "8.17.0";

/// An event as one flat object. A member whose value is not known is left out.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(rename = "@timestamp")]
    at: String,
    #[serde(rename = "log.level")]
    level: &'static str,
    message: &'static str,
    #[serde(rename = "ecs.version")]
    version: &'static str,
    #[serde(rename = "log.logger")]
    logger: &'static str,
    #[serde(rename = "event.kind")]
    kind: &'static str,
    #[serde(rename = "event.category")]
    category: [&'static str; 1],
    #[serde(rename = "event.type")]
    types: [&'static str; 1],
    #[serde(rename = "event.action")]
    action: &'static str,
    #[serde(rename = "event.outcome")]
    outcome: &'static str,
    #[serde(rename = "event.reason", skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(
        rename = "proconnect.lost_events",
        skip_serializing_if = "Option::is_none"
    )]
    lost: Option<u64>,
    #[serde(flatten)]
    who: Option<Who<'a>>,
    #[serde(rename = "user.target.hash", skip_serializing_if = "Option::is_none")]
    target: Option<&'a str>,
    #[serde(flatten)]
    from: Option<From<'a>>,
    #[serde(flatten)]
    by: Option<By<'a>>,
}

#[derive(Serialize)]
struct Who<'a> {
    #[serde(rename = "user.hash")]
    agent: &'a str,
    #[serde(rename = "proconnect.session", skip_serializing_if = "Option::is_none")]
    session: Option<&'a str>,
    #[serde(rename = "proconnect.idp", skip_serializing_if = "Option::is_none")]
    idp: Option<&'a PlainText>,
    #[serde(rename = "proconnect.acr", skip_serializing_if = "Option::is_none")]
    acr: Option<&'a PlainText>,
    #[serde(rename = "proconnect.amr", skip_serializing_if = "<[_]>::is_empty")]
    amr: &'a [PlainText],
    #[serde(rename = "proconnect.siret", skip_serializing_if = "Option::is_none")]
    siret: Option<&'a str>,
    #[serde(
        rename = "proconnect.second_factor",
        skip_serializing_if = "Option::is_none"
    )]
    second_factor: Option<bool>,
}

#[derive(Serialize)]
struct From<'a> {
    #[serde(rename = "client.ip", skip_serializing_if = "Option::is_none")]
    client: Option<IpAddr>,
    #[serde(rename = "http.request.id", skip_serializing_if = "Option::is_none")]
    id: Option<&'a PlainText>,
    #[serde(
        rename = "labels.platform_request_id",
        skip_serializing_if = "Option::is_none"
    )]
    platform_id: Option<&'a PlainText>,
    #[serde(
        rename = "user_agent.original",
        skip_serializing_if = "Option::is_none"
    )]
    user_agent: Option<&'a PlainText>,
}

/// The account of a command is that of its process. The account that logged in is that of the process at which
/// the session on the machine began.
#[derive(Serialize)]
struct By<'a> {
    #[serde(rename = "host.hostname", skip_serializing_if = "Option::is_none")]
    host: Option<&'a PlainText>,
    #[serde(rename = "process.user.id")]
    id: String,
    #[serde(rename = "process.user.name", skip_serializing_if = "Option::is_none")]
    name: Option<&'a PlainText>,
    #[serde(
        rename = "process.entry_leader.user.id",
        skip_serializing_if = "Option::is_none"
    )]
    login_id: Option<String>,
    #[serde(
        rename = "process.entry_leader.user.name",
        skip_serializing_if = "Option::is_none"
    )]
    login_name: Option<&'a PlainText>,
}

impl<'a> By<'a> {
    fn new(by: &'a AuditedOperator) -> Self {
        let login = by.login.as_ref();
        Self {
            host: by.host.as_ref(),
            id: by.account.id.to_string(),
            name: by.account.name.as_ref(),
            login_id: login.map(|login| login.id.to_string()),
            login_name: login.and_then(|login| login.name.as_ref()),
        }
    }
}

impl<'a> Who<'a> {
    fn new(who: &'a AuditedAgent) -> Self {
        Self {
            agent: who.agent.as_str(),
            session: who.session.as_ref().map(SessionReference::as_str),
            idp: who.idp.as_ref(),
            acr: who.acr.as_ref(),
            amr: &who.amr,
            siret: who.siret.as_ref().map(Siret::as_str),
            second_factor: who.second_factor,
        }
    }
}

impl<'a> From<'a> {
    fn new(from: &'a AuditedRequest) -> Self {
        Self {
            client: from.client,
            id: from.id.as_ref(),
            platform_id: from.platform_id.as_ref(),
            user_agent: from.user_agent.as_ref(),
        }
    }
}

/// `event.category` and `event.type`.
fn classes(action: AuditAction) -> (&'static str, &'static str) {
    match action {
        AuditAction::Login => ("authentication", "start"),
        AuditAction::Logout | AuditAction::LogoutTokenRefusal(_) => ("authentication", "end"),
        AuditAction::SessionExpired(_) | AuditAction::SessionEnded(_) => ("session", "end"),
        AuditAction::ForeignResponse => ("authentication", "info"),
        AuditAction::Admission(_) => ("iam", "info"),
        AuditAction::AccountManaged(_) => ("iam", "change"),
        AuditAction::EventsLost(_) => ("process", "error"),
        AuditAction::Refusal(refusal) => match refusal {
            Refusal::Provider(_)
            | Refusal::LoginAttempt(_)
            | Refusal::AuthorizationResponse(_)
            | Refusal::TokenResponse(_)
            | Refusal::IdToken(_)
            | Refusal::UserInfo(_) => ("authentication", "start"),
            Refusal::EndSession(_) => ("authentication", "end"),
            Refusal::Request(_) | Refusal::Session(_) | Refusal::Access(_) => ("web", "access"),
        },
    }
}

fn message(action: AuditAction) -> &'static str {
    match action {
        AuditAction::Login => "an agent logged in",
        AuditAction::Logout => "an agent logged out",
        AuditAction::Refusal(_) => "a request was refused",
        AuditAction::LogoutTokenRefusal(_) => "a logout token was refused",
        AuditAction::ForeignResponse => {
            "a browser brought an authorization response that it had not asked for"
        }
        AuditAction::SessionExpired(_) => "a session expired",
        AuditAction::SessionEnded(_) => "a session was ended from elsewhere",
        AuditAction::Admission(_) => "the application decided on an authenticated agent",
        AuditAction::AccountManaged(_) => "an account was managed",
        AuditAction::EventsLost(_) => "events are lost: the trail was not read in time",
    }
}

impl Serialize for AuditEvent {
    /// One flat object with the names of the Elastic Common Schema: `@timestamp`, `event.action`,
    /// `user.hash`, `client.ip` and so on. The members that the schema does not have begin with
    /// `proconnect.`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_failure = self.action.is_failure();
        let (category, of_type) = classes(self.action);
        let line = Line {
            at: self.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            level: if is_failure { "warn" } else { "info" },
            message: message(self.action),
            version: ECS_VERSION,
            logger: "audit",
            kind: "event",
            category: [category],
            types: [of_type],
            action: self.action.name(),
            outcome: if is_failure { "failure" } else { "success" },
            reason: self.action.reason(),
            lost: match self.action {
                AuditAction::EventsLost(count) => Some(count),
                _ => None,
            },
            who: self.who.as_ref().map(Who::new),
            target: self.target.as_ref().map(AgentHash::as_str),
            from: self.from.as_deref().map(From::new),
            by: self.by.as_ref().map(By::new),
        };
        line.serialize(serializer)
    }
}

#[cfg(test)]
mod tests;
