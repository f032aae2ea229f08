//! Requests by route and class of status. The counter is around all layers, where the status is final, and the
//! route is known inside: the two meet in the extensions of the request.

use super::{FAMILIES, families::Answered};
use axum::{
    extract::{MatchedPath, Request},
    http::StatusCode,
    middleware::Next,
    response::Response,
};
use std::sync::{Arc, OnceLock};

/// The route of a request that matches none: a file of the site, or an address that does not exist.
const NO_ROUTE: &str = "other";

/// The route, once the router has matched it.
#[derive(Clone, Default)]
struct Route(Arc<OnceLock<MatchedPath>>);

/// The layer that counts a request.
pub async fn count_request(mut request: Request, next: Next) -> Response {
    let Some(families) = FAMILIES.get() else {
        return next.run(request).await;
    };
    let route = Route::default();
    request.extensions_mut().insert(route.clone());
    let response = next.run(request).await;
    let path = route.0.get().map_or(NO_ROUTE, MatchedPath::as_str);
    let labels = Answered {
        route: path.to_owned(),
        status: class(response.status()),
    };
    families.requests.get_or_create(&labels).inc();
    response
}

/// Notes the route that the router has matched.
pub async fn note_route(request: Request) -> Request {
    let extensions = request.extensions();
    if let (Some(route), Some(path)) = (extensions.get::<Route>(), extensions.get::<MatchedPath>())
    {
        // A request has one route.
        let _ = route.0.set(path.clone());
    }
    request
}

fn class(status: StatusCode) -> &'static str {
    match status.as_u16() {
        ..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        500.. => "5xx",
    }
}
