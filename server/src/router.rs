//! Every route, and every layer around it, in order.

use crate::{
    health,
    layers::{
        agent::{Replaced, do_not_prolong, provide_agent},
        error_page::render_errors,
        leave_site::leave_site,
        one_name::{self, OneName},
        refusal_page::render_refusals,
        request_id::assign_request_id,
        request_target,
        security_headers::set_security_headers,
        session_cookie::{self, complete_removal},
        token_calls::{self, TokenCalls},
        whole_body,
    },
    server_functions::{self, BODY_LIMIT, NotPosted},
    state::AppState,
    static_files,
};
use app::{
    access::Access,
    agent::GetCurrentUser,
    document::theme,
    error_document,
    functions::FUNCTIONS,
    pages::{self, PAGES},
    session::log_out::LogOut,
};
use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header::CACHE_CONTROL},
    middleware::{from_fn, from_fn_with_state, map_request_with_state},
    response::IntoResponse,
    routing::get,
};
use leptos::{
    config::LeptosOptions,
    context::provide_context,
    server_fn::{ServerFn, axum::server_fn_paths},
};
use proconnect::web::{self, Guard, OwnCookies, ProConnect, Requirement};
use std::{sync::Arc, time::Duration};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer, limit::RequestBodyLimitLayer, timeout::TimeoutLayer,
};

/// RFC 9116 3.
const SECURITY_TXT: &str = "/.well-known/security.txt";

/// RFC 9309 2.3.
const ROBOTS_TXT: &str = "/robots.txt";

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
    // Read from top to bottom: a request passes the first layer first, a response the last.
    let around_the_site = ServiceBuilder::new()
        .layer(from_fn_with_state(LogOut::PATH, complete_removal))
        // The session of everything that may render a document. The store is asked by inner layers only.
        .layer(session_cookie::layer(state.sessions.clone()))
        .layer(from_fn_with_state(state.clone(), render_errors))
        // Here so that a panic and a time that ran out become pages.
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            HANDLER_TIMEOUT,
        ))
        .layer(from_fn(request_target::check))
        .layer(from_fn_with_state(origin.clone(), leave_site))
        .layer(from_fn_with_state(state.clone(), render_refusals))
        .layer(from_fn(web::audit_refusals))
        .layer(from_fn_with_state(OneName::of(&origin), one_name::lead))
        .layer(from_fn_with_state(origin, web::same_origin));
    let around_all = ServiceBuilder::new()
        .layer(from_fn(assign_request_id))
        .layer(from_fn_with_state(https, set_security_headers))
        // In front of everything that reads a cookie.
        .layer(from_fn_with_state(own_cookies, web::keep_own_cookies))
        .layer(CatchPanicLayer::new());
    // A layer is cloned at each request, with all that it is around. A router, within, is cloned as one.
    let site = around_the_site.service(site(state)?);
    let router = outside_the_site(state)
        .fallback_service(site)
        .layer(around_all);
    // Else axum would wrap each route in its layers anew at every request.
    Ok(router.with_state(()))
}

/// The pages, the server functions, the two returns from the issuer, and the files.
fn site(state: &AppState) -> Result<Router, NotPosted> {
    let proconnect = &state.proconnect;
    let functions = |chosen| server_functions::routes(server_fn_paths(), proconnect, chosen);
    let guarded = ServiceBuilder::new()
        .layer(from_fn_with_state(proconnect.clone(), web::read_session))
        .layer(map_request_with_state(proconnect.clone(), provide_agent))
        .layer(from_fn_with_state(
            state.options.clone(),
            server_functions::show_session_over,
        ));
    let guard = from_fn_with_state(guard(proconnect.clone()), web::require_sign_in);
    let pages = pages(proconnect, &state.options)
        .merge(functions(|path| path != GetCurrentUser::PATH)?)
        .route_layer(guard)
        .layer(guarded);

    // A page that asks who is signed in, by itself, must not keep the session from ending.
    let do_not_prolong = map_request_with_state(state.sessions.clone(), do_not_prolong);
    let watch = ServiceBuilder::new()
        .layer(do_not_prolong.clone())
        .layer(from_fn_with_state(proconnect.clone(), web::read_session))
        .layer(map_request_with_state(proconnect.clone(), provide_agent));
    let watch = functions(|path| path == GetCurrentUser::PATH)?.layer(watch);

    let token_calls = from_fn_with_state(TokenCalls::default(), token_calls::limit);
    let returns = web::routes(proconnect.clone()).layer(token_calls);
    let site = pages.merge(watch).merge(returns);
    let not_found = not_found(state.clone()).layer(do_not_prolong);
    // Two calls of `layer`, of which the last comes first: the limit changes the type of the body, which
    // a `ServiceBuilder` does not change back.
    Ok(static_files::serve(site, &state.options, not_found)
        .layer(from_fn_with_state(BODY_LIMIT, whole_body::read))
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT)))
}

/// Routes of the platform, of security researchers and of search engines: no session belongs to them.
fn outside_the_site(state: &AppState) -> Router {
    let security_txt = state.security_txt.clone();
    Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .with_state(state.clone())
        .route(
            SECURITY_TXT,
            get(move || async move { security_txt.text() }),
        )
        .route(ROBOTS_TXT, get(robots_txt))
}

/// A route for each row of the table of pages.
fn pages(proconnect: &ProConnect, options: &LeptosOptions) -> Router {
    PAGES.iter().fold(Router::new(), |router, page| {
        let (proconnect, options) = (proconnect.clone(), options.clone());
        let show = async move |request: Request| {
            let context = move || provide_context(proconnect);
            app::render(context, || app::page_document(options, page), request)
        };
        router.route(page.path, get(show))
    })
}

/// The table of pages, as search engines read it.
async fn robots_txt() -> impl IntoResponse {
    let kept = [(CACHE_CONTROL, "public, max-age=3600")];
    (kept, pages::robots_txt())
}

/// The tables of the pages and of the server functions. What is in neither needs a login.
fn guard(proconnect: ProConnect) -> Guard {
    let pages = PAGES.iter().map(|page| (page.path, page.access));
    let functions = FUNCTIONS
        .iter()
        .map(|function| (function.path, function.access));
    let rows = pages.chain(functions);
    Guard {
        proconnect,
        requirements: rows
            .map(|(path, access)| (path, requirement(access)))
            .collect(),
        login_page: pages::log_in::PATH,
    }
}

fn requirement(access: Access) -> Requirement {
    match access {
        Access::Public => Requirement::Public,
        Access::SignedIn => Requirement::SignedIn,
        Access::Role(role) => Requirement::Role(role),
        Access::SecondFactor => Requirement::SecondFactor,
    }
}

/// The answer where no route and no file matches: no page of the site is shown under an address that
/// only resembles its own.
fn not_found(state: AppState) -> Router {
    let page = move |request: Request| {
        let state = state.clone();
        async move {
            let options = state.options.clone();
            let document = move || error_document(options, StatusCode::NOT_FOUND);
            let replaced = Replaced::of(&request);
            let mut response = replaced.render(&state.proconnect, document).await;
            *response.status_mut() = StatusCode::NOT_FOUND;
            response
        }
    };
    Router::new().fallback(page)
}
