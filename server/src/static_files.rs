//! Files of the site: what cargo-leptos built, under names that bear a hash, and `public/`.

use axum::{
    Router,
    http::{
        HeaderValue, Response,
        header::{CACHE_CONTROL, VARY},
    },
};
use leptos::config::LeptosOptions;
use std::path::Path;
use tower::ServiceBuilder;
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

/// Under a name that changes with its content, a file never goes stale.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// The built files lie there compressed, too.
const BY_ENCODING: HeaderValue = HeaderValue::from_static("accept-encoding");

/// Icons and the like, an hour.
const AN_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// Adds the files of the site: `/pkg/…`, then any other file that exists; else `not_found`.
pub fn serve(router: Router, options: &LeptosOptions, not_found: Router) -> Router {
    let root = Path::new(options.site_root.as_ref());
    let package = options.site_pkg_dir.as_ref();
    let by_encoding = SetResponseHeaderLayer::if_not_present(VARY, BY_ENCODING);
    let built = ServiceBuilder::new()
        .layer(cached(FOREVER))
        .layer(by_encoding)
        .service(
            ServeDir::new(root.join(package))
                .precompressed_br()
                .precompressed_gzip(),
        );
    let public = ServiceBuilder::new().layer(cached(AN_HOUR)).service(
        ServeDir::new(root)
            .append_index_html_on_directories(false)
            .fallback(not_found),
    );
    router
        .nest_service(&format!("/{package}"), built)
        .fallback_service(public)
}

/// Lets a file be kept by caches; an answer that is no file, or that a page gave, says itself.
fn cached<B>(
    value: HeaderValue,
) -> SetResponseHeaderLayer<impl Fn(&Response<B>) -> Option<HeaderValue> + Clone> {
    SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, move |response: &Response<B>| {
        let is_file = response.status().is_success() || response.status() == 304;
        is_file.then(|| value.clone())
    })
}
