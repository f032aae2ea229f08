//! Static files: those built by cargo-leptos, whose names hold a hash, and those of `public/`.

use axum::{
    Router,
    extract::{Request, State},
    http::{
        HeaderMap, HeaderValue, Method, Response,
        header::{CACHE_CONTROL, CONTENT_TYPE, IF_RANGE, RANGE, VARY},
    },
    middleware::{Next, from_fn_with_state},
};
use leptos::config::LeptosOptions;
use percent_encoding::percent_decode_str;
use std::path::Path;
use tower::{ServiceBuilder, ServiceExt};
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

/// The name of a built file changes with its content, so that caches may keep it forever.
const BUILT_FILE_CACHE: HeaderValue =
    HeaderValue::from_static("public, max-age=31536000, immutable");

/// Built files are also stored compressed.
const BY_ENCODING: HeaderValue = HeaderValue::from_static("accept-encoding");

/// Files of `public/` keep their name when they change.
const PUBLIC_FILE_CACHE: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// Extensions of the files that a site links to or offers for download. A file of another kind
/// under the site root is there by accident: an environment, a database, a log.
const ASSETS: [&str; 34] = [
    "css",
    "js",
    "mjs",
    "wasm",
    "json",
    "map",
    "webmanifest",
    "html",
    "txt",
    "xml",
    "svg",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "webp",
    "avif",
    "ico",
    "woff",
    "woff2",
    "ttf",
    "otf",
    "mp4",
    "webm",
    "mp3",
    "vtt",
    "pdf",
    "odt",
    "ods",
    "odp",
    "csv",
    "docx",
    "xlsx",
    "zip",
];

/// The folder of well-known names (RFC 8615), which may have any extension or none.
const WELL_KNOWN: &str = ".well-known";

/// Serves the built files at `/pkg/…`, then any other file of the site root; else `not_found`.
pub fn serve(router: Router, options: &LeptosOptions, not_found: Router) -> Router {
    let root = Path::new(options.site_root.as_ref());
    let package = options.site_pkg_dir.as_ref();
    let by_encoding = SetResponseHeaderLayer::if_not_present(VARY, BY_ENCODING);
    let only_assets = from_fn_with_state(not_found.clone(), only_assets);
    let built = ServiceBuilder::new()
        .layer(only_assets.clone())
        .layer(cached(BUILT_FILE_CACHE))
        .layer(by_encoding)
        .map_response(name_encoding)
        .service(
            ServeDir::new(root.join(package))
                .precompressed_br()
                .precompressed_gzip(),
        );
    let public = ServiceBuilder::new()
        .layer(only_assets)
        .layer(cached(PUBLIC_FILE_CACHE))
        .map_response(name_encoding)
        .service(
            ServeDir::new(root)
                .append_index_html_on_directories(false)
                .fallback(not_found),
        );
    router
        .nest_service(&format!("/{package}"), built)
        .fallback_service(public)
}

/// Answers a path that is no asset with `not_found`, without looking at the disk.
async fn only_assets(
    State(not_found): State<Router>,
    mut request: Request,
    next: Next,
) -> axum::response::Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads && !is_asset(request.uri().path()) {
        let Ok(answer) = not_found.oneshot(request).await;
        return answer;
    }
    whole_where_unsure(request.headers_mut());
    next.run(request).await
}

/// True when the path has an asset's extension and no hidden part.
pub fn is_asset(path: &str) -> bool {
    let path = percent_decode_str(path).decode_utf8_lossy();
    // No file name may contain a NUL, and no asset's name holds a line break.
    if path.contains(char::is_control) {
        return false;
    }
    let parts = || path.split(['/', '\\']);
    let is_well_known = parts().find(|part| !part.is_empty()) == Some(WELL_KNOWN);
    let hidden = parts().filter(|part| part.starts_with('.')).count();
    let name = parts().next_back().unwrap_or_default();
    let end = name
        .rsplit_once('.')
        .map(|(_, end)| end.to_ascii_lowercase());
    let is_of_a_kind = end.as_deref().is_some_and(|end| ASSETS.contains(&end));
    if is_well_known {
        hidden == 1 && (end.is_none() || is_of_a_kind)
    } else {
        hidden == 0 && is_of_a_kind
    }
}

/// Drops `Range`, which a server may ignore (RFC 9110 14.2), in two cases: with `If-Range`, because
/// the file is not compared with the client's version, and when several ranges are asked for.
fn whole_where_unsure(headers: &mut HeaderMap) {
    let ranges = headers.get_all(RANGE).iter();
    let ranges = ranges
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
        .count();
    if ranges > 1 || headers.contains_key(IF_RANGE) {
        headers.remove(RANGE);
    }
}

/// Adds the encoding to the type of a text. The texts of a site are UTF-8; [`ServeDir`] names no encoding.
fn name_encoding<B>(mut response: Response<B>) -> Response<B> {
    let content_type = response.headers().get(CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let is_text = |value: &&str| value.starts_with("text/") || value.ends_with("xml");
    if let Some(text) = content_type.filter(is_text)
        && !text.contains(';')
        && let Ok(named) = HeaderValue::try_from(format!("{text}; charset=utf-8"))
    {
        response.headers_mut().insert(CONTENT_TYPE, named);
    }
    response
}

/// Adds `Cache-Control` to files. Other responses set their own.
fn cached<B>(
    value: HeaderValue,
) -> SetResponseHeaderLayer<impl Fn(&Response<B>) -> Option<HeaderValue> + Clone> {
    SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, move |response: &Response<B>| {
        let is_file = response.status().is_success() || response.status() == 304;
        is_file.then(|| value.clone())
    })
}

#[cfg(test)]
mod tests {
    use super::is_asset;

    #[test]
    fn f23_only_assets_are_looked_for() {
        for path in [
            "/favicon.svg",
            "/dsfr/dsfr.CSS",
            "/a.b.wasm",
            "/.well-known/dnt",
            "/a%20b.pdf",
        ] {
            assert!(is_asset(path), "{path}");
        }
        for path in [
            "/.env",
            "/%2eenv",
            "/.git/config.json",
            "/a/.hidden.css",
            "/sessions.sqlite",
            "/sessions.sqlite-wal",
            "/a.css.bak",
            "/server",
            "/hash.d.ts",
            "/.well-known/../.env",
            "/.well-known/s.sqlite",
            "/.well-known/s.sqlite-wal",
            "/.well-known/.env",
            "/a%2f.env.css",
            "/a%00.css",
            "/%0a.css",
            "/",
            "",
        ] {
            assert!(!is_asset(path), "{path}");
        }
    }
}
