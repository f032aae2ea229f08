//! The guard in front of the routes: whatever is not declared public needs a login, and what is
//! declared to need a second factor needs a login that had one.

use super::{ProConnect, SignedIn, silent_login};
use crate::{
    acr_policy::AcrLevel,
    error::{Refusal, RequestError},
};
use axum::{
    extract::{MatchedPath, Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use std::sync::Arc;
use tower_sessions::Session;
use url::form_urlencoded;

/// Which routes are open, which need more than a login, and where to log in. The routes are the
/// patterns that the router has, server functions' among them.
#[derive(Clone)]
pub struct Guard {
    /// Says what a session's `acr` is worth.
    pub proconnect: ProConnect,
    /// The routes that need no login.
    pub public: Arc<[&'static str]>,
    /// The routes that need a second factor, even if they are listed as public too.
    pub mfa: Arc<[&'static str]>,
    /// The page with the login button. It reads `return_to` and `level` from its query, and tells
    /// a visitor from a signed-in agent who needs a second factor.
    pub login_page: &'static str,
}

/// Lets a signed-in agent pass whose session is enough for the route. Sends any other to the login
/// page with the way back; where there is no page to come back to, answers 401 to a visitor and
/// 403 to an agent. It goes by the matched route, not by the address, so that no spelling of an
/// address slips by.
pub async fn require_sign_in(
    State(guard): State<Guard>,
    route: MatchedPath,
    session: Session,
    request: Request,
    next: Next,
) -> Response {
    let level = guard.level_of(route.as_str());
    if level == AcrLevel::Site && guard.public.contains(&route.as_str()) {
        return next.run(request).await;
    }
    match SignedIn::of(&session).await {
        Ok(Some(agent)) if guard.proconnect.admits(level, &agent) => next.run(request).await,
        Ok(None) if request.method() == Method::GET => {
            let way_back = request.uri().path_and_query();
            let way_back = way_back.and_then(|path| path.as_str().parse().ok());
            let silent = silent_login::begin(&guard.proconnect, request.headers(), way_back).await;
            silent.unwrap_or_else(|| guard.send_to_log_in(level, &request))
        }
        Ok(Some(_)) if request.method() == Method::GET => guard.send_to_log_in(level, &request),
        Ok(Some(_)) => Refusal::from(RequestError::InsufficientAcr).into_response(),
        Ok(None) => StatusCode::UNAUTHORIZED.into_response(),
        Err(error) => Refusal::from(error).into_response(),
    }
}

impl Guard {
    fn level_of(&self, route: &str) -> AcrLevel {
        if self.mfa.contains(&route) {
            AcrLevel::Mfa
        } else {
            AcrLevel::Site
        }
    }

    fn send_to_log_in(&self, level: AcrLevel, request: &Request) -> Response {
        let path = request.uri().path_and_query();
        let way_back = path.map_or("/", |path| path.as_str());
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("return_to", way_back);
        if let Some(level) = level.as_field() {
            query.append_pair("level", level);
        }
        Redirect::to(&format!("{}?{}", self.login_page, query.finish())).into_response()
    }
}

#[cfg(test)]
mod tests;
