//! Provides the scope of a member to the pages and the server functions whose row requires a membership.

use crate::state::AppState;
use app::{
    access::Access, accounts::scope::Scope, agent::Agent, functions::FUNCTIONS, pages::PAGES,
};
use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use proconnect::{
    error::{AccessError, SessionError},
    web::Refused,
};

/// Reads the membership where the route's row requires one, and puts the [`Scope`] into the request's extensions.
/// An agent without the role is refused. It must be behind the guard.
pub async fn provide_scope(
    State(state): State<AppState>,
    route: MatchedPath,
    mut request: Request,
    next: Next,
) -> Response {
    let pages = PAGES.iter().map(|page| (page.path, page.access));
    let functions = FUNCTIONS
        .iter()
        .map(|function| (function.path, function.access));
    let row = pages
        .chain(functions)
        .find(|(path, _)| *path == route.as_str());
    let Some((_, Access::Membership(role))) = row else {
        return next.run(request).await;
    };
    let Some(agent) = request.extensions().get::<Agent>().cloned() else {
        return Refused::from(SessionError::Unavailable).into_response();
    };
    match Scope::of(agent, state.database.clone()).await {
        Ok(scope) if scope.role() < role => {
            Refused::from(AccessError::MembershipRoleMissing).into_response()
        }
        Ok(scope) => {
            request.extensions_mut().insert(scope);
            next.run(request).await
        }
        Err(refusal) => Refused::from(refusal).into_response(),
    }
}
