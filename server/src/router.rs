//! Every layer around the routes, in order. A request passes:
//!
//! 1. `around_all`: the request's id and its log line, the headers of every response, foreign cookies;
//! 2. the routes of the platform and of the issuer's server, else `around_the_site`: redirects to the page of a refusal, the session
//!    cookie, errors and refusals as pages, the time limit, the checks of the target, of the host and of the origin;
//! 3. the limit of the body;
//! 4. for pages and server functions, `guarded`: the session, the agent, a form that comes too late;
//! 5. the guard, which compares the route with the table of access;
//! 6. `provide_scope`, which reads the membership where the table requires one.

use crate::{
    guard, kept_refusal,
    layers::{
        agent::{do_not_prolong, provide_agent},
        error_page::render_errors,
        leave_site::leave_site,
        membership::provide_scope,
        one_name::{self, OneName},
        refusal_page::{lead_to_refusals, render_refusals},
        request_id::assign_request_id,
        request_target,
        security_headers::set_security_headers,
        session_cookie::{self, complete_removal},
        token_calls::{self, TokenCalls},
        whole_body,
    },
    metrics, routes,
    server_functions::{self, BODY_LIMIT, NotPosted},
    state::AppState,
    static_files,
};
use app::{agent::GetCurrentUser, document::theme, session::log_out::LogOut};
use axum::{
    Router,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state, map_request, map_request_with_state},
};
use leptos::server_fn::{ServerFn, axum::server_fn_paths};
use proconnect::web::{self, OwnCookies};
use std::{sync::Arc, time::Duration};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer, limit::RequestBodyLimitLayer, timeout::TimeoutLayer,
};

/// Time for a request, its body included: more than the store, a body and the calls to the issuer may
/// take together.
const HANDLER_TIMEOUT: Duration = Duration::from_secs(30);

/// The whole application as a service.
///
/// # Errors
/// When a server function is not called by POST.
pub fn router(state: &AppState) -> Result<Router, NotPosted> {
    let origin: Arc<str> = state.proconnect.relying_party.config().origin().into();
    let https = origin.starts_with("https://");
    let own_cookies = OwnCookies {
        https,
        names: &[session_cookie::NAME, theme::COOKIE],
    };
    // Read from top to bottom: a request passes the first layer first, a response passes it last.
    let around_all = ServiceBuilder::new()
        .layer(from_fn(assign_request_id))
        .layer(from_fn(metrics::count_request))
        .layer(from_fn_with_state(https, set_security_headers))
        // In front of every reader of a cookie.
        .layer(from_fn_with_state(own_cookies, web::keep_own_cookies))
        .layer(CatchPanicLayer::new());
    let around_the_site = ServiceBuilder::new()
        .layer(from_fn_with_state(LogOut::PATH, complete_removal))
        .layer(from_fn(lead_to_refusals))
        // For every document: an error page shows who is signed in. Inner layers alone read the store.
        .layer(session_cookie::layer(state.sessions.clone()))
        .layer(from_fn_with_state(state.clone(), render_errors))
        // Inside `render_errors`, so that a panic and a timeout become pages.
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            HANDLER_TIMEOUT,
        ))
        .layer(from_fn(request_target::check))
        .layer(from_fn_with_state(state.clone(), leave_site))
        .layer(from_fn_with_state(state.clone(), render_refusals))
        .layer(from_fn_with_state(state.clone(), web::audit_refusals))
        .layer(from_fn_with_state(OneName::of(&origin), one_name::lead))
        .layer(from_fn_with_state(origin, web::same_origin));
    // At each request a layer is cloned, with every layer inside it. The clone of a router copies nothing.
    let site = around_the_site.service(site(state)?);
    let router = routes::outside_the_site(state)
        .merge(of_the_issuers_server(state))
        .layer(map_request(metrics::note_route))
        .fallback_service(site)
        .layer(around_all);
    // Without this, axum would wrap each route in its layers again at every request.
    Ok(router.with_state(()))
}

/// The back-channel logout. The issuer's server calls it, and no browser: it needs no session and no cookie,
/// and cannot meet the check of the origin. Its answers are no pages.
fn of_the_issuers_server(state: &AppState) -> Router {
    let layers = ServiceBuilder::new()
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            HANDLER_TIMEOUT,
        ))
        .layer(from_fn_with_state(
            state.proconnect.clone(),
            web::audit_refusals,
        ))
        .layer(from_fn_with_state(BODY_LIMIT, whole_body::read));
    web::back_channel_routes(state.proconnect.clone()).layer(layers)
}

/// The pages, the server functions, the two returns from the issuer, and the files.
fn site(state: &AppState) -> Result<Router, NotPosted> {
    let functions = |chosen| server_functions::routes(server_fn_paths(), state, chosen);
    let guarded = ServiceBuilder::new()
        .layer(from_fn_with_state(state.clone(), web::read_session))
        .layer(map_request_with_state(state.clone(), provide_agent))
        .layer(from_fn_with_state(
            state.clone(),
            server_functions::show_session_over,
        ));
    let guard = from_fn_with_state(guard::guard(state.proconnect.clone()), web::require_sign_in);
    let pages = routes::pages(state)
        .merge(functions(|path| path != GetCurrentUser::PATH)?)
        .route_layer(from_fn_with_state(state.clone(), provide_scope))
        .route_layer(guard)
        .layer(guarded);

    // The question of an open page, which a timer asks, must not extend the session.
    let do_not_prolong = map_request_with_state(state.clone(), do_not_prolong);
    let watch = ServiceBuilder::new()
        .layer(do_not_prolong.clone())
        .layer(from_fn_with_state(state.clone(), web::read_session))
        .layer(map_request_with_state(state.clone(), provide_agent));
    let watch = functions(|path| path == GetCurrentUser::PATH)?.layer(watch);

    let token_calls = from_fn_with_state(TokenCalls::default(), token_calls::limit);
    let returns = web::routes(state.proconnect.clone()).layer(token_calls);
    let site = pages.merge(watch).merge(returns);
    let site = site.merge(kept_refusal::route(state));
    #[cfg(feature = "development")]
    let site = site.merge(crate::gallery::routes(state));
    let site = site.layer(map_request(metrics::note_route));
    let not_found = routes::not_found(state.clone()).layer(do_not_prolong);
    // Two calls of `layer`, whose last is the outer one: the limit changes the type of the body, which a
    // `ServiceBuilder` does not change back.
    Ok(static_files::serve(site, &state.options, not_found)
        .layer(from_fn_with_state(BODY_LIMIT, whole_body::read))
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT)))
}
