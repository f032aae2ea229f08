//! The guard in front of the routes, with one table of routes and requirements. A route without a
//! row requires a login. The guard runs before the handler: a page that checks nothing is closed.

use super::{
    CurrentSession, NoAgent, ProConnect, Refused, current_session::CHALLENGE,
    requirement::Requirement,
};
use crate::{
    acr_policy::AcrLevel,
    error::{AccessError, Refusal, RequestError},
    identity::Identity,
    return_to::ReturnTo,
};
use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, Method, StatusCode, header::WWW_AUTHENTICATE},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use std::sync::Arc;
use url::form_urlencoded;

/// The requirements of each route, and the login page. The routes are the router's patterns,
/// including those of server functions.
#[derive(Clone)]
pub struct Guard {
    /// Decides whether the `acr` of a session is enough for a level.
    pub proconnect: ProConnect,
    /// The table. A route without a row requires a signed-in agent. A route with several rows
    /// requires all of them.
    pub requirements: Arc<[(&'static str, Requirement)]>,
    /// The page with the login button. It reads `return_to` and `level` from its query. It must
    /// distinguish a visitor from a signed-in agent who needs a second factor.
    pub login_page: &'static str,
}

/// The challenge of a 401 response (RFC 9110 15.5.2): agents are recognised by a cookie, which they
/// get through the login page.
fn challenge(login_page: &str) -> HeaderValue {
    let challenge = format!("Cookie realm=\"agents\", form-action=\"{login_page}\"");
    HeaderValue::try_from(challenge).unwrap_or(CHALLENGE)
}

/// Lets a signed-in agent pass who meets the requirements of the route.
///
/// A visitor, or an agent without the second factor, is redirected to the login page, with the page
/// to return to. For a request that is no page to return to, the response is 401 to a visitor and
/// 403 to an agent. An agent without the role, or whom a rule does not admit, is refused: another login would
/// not change it.
///
/// The guard compares the matched route, not the address, so that no spelling of an address gets
/// past it. It must be behind [`read_session`](super::read_session).
pub async fn require_sign_in(
    State(guard): State<Guard>,
    route: MatchedPath,
    request: Request,
    next: Next,
) -> Response {
    let requirements = guard.requirements_of(route.as_str());
    if requirements.is_public() {
        return next.run(request).await;
    }
    let level = requirements.level();
    let is_page = matches!(*request.method(), Method::GET | Method::HEAD);
    let Some(current) = request.extensions().get::<CurrentSession>() else {
        return NoAgent::SessionNotRead.into_response();
    };
    let agent = current.signed_in();
    if let Some(unmet) = agent.and_then(|agent| guard.unmet_by(&agent.identity, &requirements)) {
        let error = match unmet {
            Requirement::Role(_) => AccessError::RoleMissing,
            _ => AccessError::RuleUnmet,
        };
        let refused = Refused {
            return_to: way_back(&request).filter(|_| is_page),
            requirement: Some(unmet),
            ..Refused::from(error)
        };
        return refused.into_response();
    }
    match agent {
        Some(agent) if guard.proconnect.allows(level, agent) => next.run(request).await,
        _ if is_page => guard.send_to_log_in(level, &request),
        Some(_) => Refusal::from(RequestError::InsufficientAcr).into_response(),
        None => {
            let challenge = [(WWW_AUTHENTICATE, challenge(guard.login_page))];
            (StatusCode::UNAUTHORIZED, challenge, "unauthenticated\n").into_response()
        }
    }
}

/// Roles are compared exactly. An agent whose roles are not known has none.
fn has_role(identity: &Identity, role: &str) -> bool {
    identity.roles.iter().flatten().any(|known| known == role)
}

/// The page that was asked for; `None` when its address is too long to return to.
fn way_back(request: &Request) -> Option<ReturnTo> {
    let path = request.uri().path_and_query();
    path.map_or("/", |path| path.as_str()).parse().ok()
}

/// The rows of the table for one route.
struct Requirements(Vec<Requirement>);

impl Requirements {
    fn is_public(&self) -> bool {
        let public = |requirement: &Requirement| *requirement == Requirement::Public;
        !self.0.is_empty() && self.0.iter().all(public)
    }

    fn level(&self) -> AcrLevel {
        if self.0.contains(&Requirement::SecondFactor) {
            AcrLevel::Mfa
        } else {
            AcrLevel::Site
        }
    }

    /// The first requirement that another login of the same agent would not meet.
    fn unmet_by(&self, identity: &Identity) -> Option<Requirement> {
        let is_unmet = |requirement: &&Requirement| match requirement {
            Requirement::Role(role) => !has_role(identity, role),
            Requirement::Rule(rule) => !rule.admits(identity),
            _ => false,
        };
        self.0.iter().find(is_unmet).copied()
    }
}

impl Guard {
    fn requirements_of(&self, route: &str) -> Requirements {
        let rows = self.requirements.iter().filter(|(path, _)| *path == route);
        Requirements(rows.map(|(_, requirement)| *requirement).collect())
    }

    /// The first requirement that the agent does not meet: a rule for the whole service, then one of the route.
    fn unmet_by(&self, identity: &Identity, requirements: &Requirements) -> Option<Requirement> {
        let entry = self.proconnect.unmet_entry_rule(identity);
        let entry = entry.map(Requirement::Entry);
        entry.or_else(|| requirements.unmet_by(identity))
    }

    fn send_to_log_in(&self, level: AcrLevel, request: &Request) -> Response {
        let path = request.uri().path_and_query();
        let as_asked = path.map_or("/", |path| path.as_str());
        let mut query = form_urlencoded::Serializer::new(String::new());
        // A longer address would be rejected later anyway, and could overflow the buffers of a
        // proxy before that.
        if way_back(request).is_some() {
            query.append_pair("return_to", as_asked);
        }
        if let Some(level) = level.as_field() {
            query.append_pair("level", level);
        }
        let address = match query.finish() {
            query if query.is_empty() => self.login_page.to_owned(),
            query => format!("{}?{query}", self.login_page),
        };
        Redirect::to(&address).into_response()
    }
}

#[cfg(test)]
mod tests;
