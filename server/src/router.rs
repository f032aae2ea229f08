//! Every route and every layer, in order.

use crate::{
    error_page,
    health::{self, Dependencies},
    layers::{
        one_name::{self, OneName},
        request_id, request_target, security_headers,
        token_calls::{self, TokenCalls},
        whole_body,
    },
    refusal_page,
    security_txt::SecurityTxt,
    session_cookie, static_files,
};
use app::{
    App,
    current_user::{ContinueSession, GetCurrentUser},
    error_document,
    server_functions::{ChooseTheme, LogIn, LogOut},
    site_map::{self, Access},
    theme,
};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::{Method, StatusCode, header},
    middleware::{from_fn, from_fn_with_state},
    response::IntoResponse,
    routing::{get, post},
};
use leptos::{
    config::LeptosOptions,
    context::provide_context,
    server_fn::{ServerFn, axum::server_fn_paths},
};
use leptos_axum::{LeptosRoutes, generate_route_list, handle_server_fns_with_context};
use proconnect::web::{self, Guard, OwnCookies, ProConnect};
use std::{sync::Arc, time::Duration};
use tower_http::{
    catch_panic::CatchPanicLayer, limit::RequestBodyLimitLayer, timeout::TimeoutLayer,
};

/// Where RFC 9116 wants it.
const SECURITY_TXT: &str = "/.well-known/security.txt";

/// No form of this application is longer, in bytes.
const BODY_LIMIT: usize = 64 * 1024;

/// Time for a request, its body included: more than the store, a body and the calls to the issuer may
/// take together.
const HANDLER_TIMEOUT: Duration = Duration::from_secs(30);

/// The whole application as a service.
pub fn router(
    dependencies: Dependencies,
    security_txt: SecurityTxt,
    options: &LeptosOptions,
) -> Router {
    let proconnect = dependencies.proconnect.clone();
    let origin: Arc<str> = proconnect.relying_party.config().origin().into();
    let https = origin.starts_with("https://");
    let own_cookies = OwnCookies {
        https,
        names: &[session_cookie::NAME, theme::COOKIE],
    };
    let sessions = session_cookie::layer(dependencies.session_store.clone());
    let watched = session_cookie::layer(dependencies.session_store.without_renewal());

    let pages = pages(&proconnect, options).merge(server_functions(&proconnect, |path| {
        path != GetCurrentUser::PATH
    }));
    // A page that asks who is signed in, by itself, must not keep the session from ending.
    let watch = server_functions(&proconnect, |path| path == GetCurrentUser::PATH).layer(watched);
    let site = pages
        .route_layer(from_fn_with_state(
            guard(proconnect.clone()),
            web::require_sign_in,
        ))
        .merge(web::routes(proconnect).layer(from_fn_with_state(
            TokenCalls::default(),
            token_calls::limit,
        )))
        .layer(sessions)
        .merge(watch)
        .layer(from_fn_with_state(
            LogOut::PATH,
            session_cookie::remove_at_logout,
        ));
    let health = Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .with_state(dependencies)
        .route(
            SECURITY_TXT,
            get(move || async move { security_txt.text() }),
        );
    // The last layer is the first that a request meets.
    static_files::serve(site, options, not_found(options.clone()))
        .layer(from_fn_with_state(BODY_LIMIT, whole_body::read))
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT))
        .layer(from_fn_with_state(origin.clone(), web::same_origin))
        .layer(from_fn_with_state(OneName::of(&origin), one_name::lead))
        .layer(from_fn_with_state(options.clone(), refusal_page::show))
        .layer(from_fn_with_state(origin, web::hand_over))
        .layer(from_fn(request_target::check))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            HANDLER_TIMEOUT,
        ))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(options.clone(), error_page::show))
        .merge(health)
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(own_cookies, web::keep_own_cookies))
        .layer(from_fn_with_state(https, security_headers::add))
        .layer(from_fn(request_id::identify))
}

/// The pages of the Leptos router.
fn pages(proconnect: &ProConnect, options: &LeptosOptions) -> Router {
    let (context, shell_options) = (context(proconnect), options.clone());
    let page = move |request: Request| {
        let options = shell_options.clone();
        app::render(context.clone(), move || app::shell(options), request)
    };
    Router::new()
        .leptos_routes_with_handler(generate_route_list(App), get(page))
        .with_state(options.clone())
}

/// The server functions whose path is `chosen`.
fn server_functions(proconnect: &ProConnect, chosen: fn(&str) -> bool) -> Router {
    let mut router = Router::new();
    for (path, method) in server_fn_paths() {
        // A GET would run without the same-origin check.
        if method == Method::POST && chosen(path) {
            let context = context(proconnect);
            let run = move |request: Request<Body>| async {
                let (mut head, body) = request.into_parts();
                // Read here: of a form that it cannot read to the end, Leptos makes a redirect.
                let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
                    return StatusCode::PAYLOAD_TOO_LARGE.into_response();
                };
                // To a form whose function does not say where to go, Leptos answers with the way
                // to whatever page this names.
                head.headers.remove(header::REFERER);
                let request = Request::from_parts(head, Body::from(body));
                let answer = handle_server_fns_with_context(context, request);
                answer.await.into_response()
            };
            router = router.route(path, post(run));
        }
    }
    router
}

/// What pages and server functions find in their context.
fn context(proconnect: &ProConnect) -> impl Fn() + Clone + Send + 'static {
    let proconnect = proconnect.clone();
    move || provide_context(proconnect.clone())
}

/// What needs no login: the public pages, the way in and out, the choice of a theme, and the wish to
/// go on, which a visitor is told about rather than refused. What needs a second factor: the
/// sensitive pages; a server function that does is added by its `PATH`. The question who is signed
/// in stands outside: it has an answer for a visitor too.
fn guard(proconnect: ProConnect) -> Guard {
    let functions = [
        LogIn::PATH,
        LogOut::PATH,
        ContinueSession::PATH,
        ChooseTheme::PATH,
    ];
    let public = site_map::paths(Access::Public).chain(functions).collect();
    Guard {
        proconnect,
        public,
        mfa: site_map::paths(Access::SecondFactor).collect(),
        login_page: site_map::LOG_IN.path,
    }
}

/// Whatever no route and no file answers. It goes by no session, and shows no page of the site
/// under an address that only resembles one.
fn not_found(options: LeptosOptions) -> Router {
    let document = |options| move || error_document(options, StatusCode::NOT_FOUND);
    let page = move |request: Request| async move {
        let mut response = app::render(|| {}, document(options), request).await;
        *response.status_mut() = StatusCode::NOT_FOUND;
        response
    };
    Router::new().fallback(page)
}
