//! Every route and every layer, in order.

use crate::{
    health::{self, Dependencies},
    layers::{
        agent::{self, Documents, Replaced},
        error_page,
        one_name::{self, OneName},
        refusal_page, request_id, request_target, security_headers, session_cookie,
        token_calls::{self, TokenCalls},
        whole_body,
    },
    security_txt::SecurityTxt,
    server_functions::{self, BODY_LIMIT, NotPosted},
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
use tower_http::{
    catch_panic::CatchPanicLayer, limit::RequestBodyLimitLayer, timeout::TimeoutLayer,
};

/// Where RFC 9116 wants it.
const SECURITY_TXT: &str = "/.well-known/security.txt";

/// Where RFC 9309 wants it.
const ROBOTS_TXT: &str = "/robots.txt";

/// Time for a request, its body included: more than the store, a body and the calls to the issuer may
/// take together.
const HANDLER_TIMEOUT: Duration = Duration::from_secs(30);

/// The whole application as a service.
///
/// # Errors
/// When a server function is not called by POST.
pub fn router(
    dependencies: Dependencies,
    security_txt: SecurityTxt,
    options: &LeptosOptions,
) -> Result<Router, NotPosted> {
    let proconnect = dependencies.proconnect.clone();
    let origin: Arc<str> = proconnect.relying_party.config().origin().into();
    let https = origin.starts_with("https://");
    let own_cookies = OwnCookies {
        https,
        names: &[session_cookie::NAME, theme::COOKIE],
    };
    let sessions = session_cookie::layer(dependencies.session_store.clone());
    let do_not_prolong =
        map_request_with_state(dependencies.session_store.clone(), agent::do_not_prolong);
    let read_session = from_fn_with_state(proconnect.clone(), web::read_session);
    let provide_agent = map_request_with_state(proconnect.clone(), agent::provide_agent);
    let documents = Documents {
        options: options.clone(),
        proconnect: proconnect.clone(),
    };
    let functions = |chosen| server_functions::routes(server_fn_paths(), &proconnect, chosen);
    let pages = pages(&proconnect, options).merge(functions(|path| path != GetCurrentUser::PATH)?);
    // A page that asks who is signed in, by itself, must not keep the session from ending.
    let watch = functions(|path| path == GetCurrentUser::PATH)?
        .layer(provide_agent.clone())
        .layer(read_session.clone())
        .layer(do_not_prolong.clone());
    let not_found = not_found(documents.clone()).layer(do_not_prolong);
    let site = pages
        .route_layer(from_fn_with_state(
            guard(proconnect.clone()),
            web::require_sign_in,
        ))
        .layer(from_fn_with_state(
            options.clone(),
            server_functions::show_session_over,
        ))
        .layer(provide_agent)
        .layer(read_session)
        .merge(web::routes(proconnect).layer(from_fn_with_state(
            TokenCalls::default(),
            token_calls::limit,
        )))
        .merge(watch);
    let health = Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .with_state(dependencies)
        .route(
            SECURITY_TXT,
            get(move || async move { security_txt.text() }),
        )
        .route(ROBOTS_TXT, get(robots_txt));
    // The last layer is the first that a request meets.
    let site = static_files::serve(site, options, not_found)
        .layer(from_fn_with_state(BODY_LIMIT, whole_body::read))
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT))
        .layer(from_fn_with_state(origin.clone(), web::same_origin))
        .layer(from_fn_with_state(OneName::of(&origin), one_name::lead))
        .layer(from_fn_with_state(
            documents.clone(),
            refusal_page::render_refusals,
        ))
        .layer(from_fn_with_state(origin, web::hand_over))
        .layer(from_fn(request_target::check))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            HANDLER_TIMEOUT,
        ))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(documents, error_page::render_errors))
        // In front of all that may render a document. The store is asked by what is behind it.
        .layer(sessions)
        .layer(from_fn_with_state(
            LogOut::PATH,
            session_cookie::remove_at_logout,
        ))
        .merge(health)
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(own_cookies, web::keep_own_cookies))
        .layer(from_fn_with_state(https, security_headers::add))
        .layer(from_fn(request_id::identify));
    Ok(site)
}

/// A route for each row of the table of pages.
fn pages(proconnect: &ProConnect, options: &LeptosOptions) -> Router {
    PAGES.iter().fold(Router::new(), |router, page| {
        let (proconnect, options) = (proconnect.clone(), options.clone());
        let show = async move |request: Request| {
            let context = move || provide_context(proconnect);
            app::render(context, || app::page_document(options, page), request).await
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

/// Whatever no route and no file answers: no page of the site is shown under an address that only
/// resembles its own.
fn not_found(documents: Documents) -> Router {
    let page = move |request: Request| {
        let documents = documents.clone();
        async move {
            let options = documents.options.clone();
            let document = move || error_document(options, StatusCode::NOT_FOUND);
            let mut response = Replaced::of(&request).render(&documents, document).await;
            *response.status_mut() = StatusCode::NOT_FOUND;
            response
        }
    };
    Router::new().fallback(page)
}
