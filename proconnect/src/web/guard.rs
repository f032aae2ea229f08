//! The guard in front of the routes: whatever is not declared public needs a login.

use super::SignedIn;
use crate::error::Refusal;
use axum::{
    extract::{MatchedPath, Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use std::sync::Arc;
use tower_sessions::Session;
use url::form_urlencoded;

/// Which routes are open, and where to log in.
#[derive(Debug, Clone)]
pub struct Guard {
    /// The patterns, as the router has them, of the routes that need no login.
    pub public: Arc<[&'static str]>,
    /// The page with the login button; it reads `return_to` from its query.
    pub login_page: &'static str,
}

/// Lets a signed-in agent pass; sends a visitor to the login page with the way back, and answers
/// 401 where there is no page to come back to. It goes by the matched route, not by the address,
/// so that no spelling of an address slips by.
pub async fn require_sign_in(
    State(guard): State<Guard>,
    route: MatchedPath,
    session: Session,
    request: Request,
    next: Next,
) -> Response {
    if guard.public.contains(&route.as_str()) {
        return next.run(request).await;
    }
    match SignedIn::of(&session).await {
        Ok(Some(_)) => next.run(request).await,
        Ok(None) if request.method() == Method::GET => {
            let way_back = request
                .uri()
                .path_and_query()
                .map_or("/", |path| path.as_str());
            let query: String = form_urlencoded::byte_serialize(way_back.as_bytes()).collect();
            Redirect::to(&format!("{}?return_to={query}", guard.login_page)).into_response()
        }
        Ok(None) => StatusCode::UNAUTHORIZED.into_response(),
        Err(error) => Refusal::from(error).into_response(),
    }
}
