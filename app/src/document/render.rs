use axum::{
    body::Body,
    response::{Html, IntoResponse, Response},
};
use http::Request;
use hydration_context::SsrSharedContext;
use leptos::{nonce::provide_nonce, prelude::*, tachys::view::Position};
use leptos_axum::ResponseOptions;
use std::sync::{Arc, PoisonError};

/// Bytes that most documents fit in.
const CAPACITY: usize = 16 * 1024;

/// Renders a whole document, with its status and the headers that the page set.
///
/// Nothing in a document is asynchronous: a page is given what it needs. So the view is written to a
/// string at once, without the dry run that looks for pending resources. No hydration data follow the
/// document: islands get theirs as attributes.
pub fn render<View: IntoView + 'static>(
    additional_context: impl FnOnce(),
    document: impl FnOnce() -> View,
    request: Request<Body>,
) -> Response {
    let (parts, _) = request.into_parts();
    let options = ResponseOptions::default();
    // Only islands are hydrated.
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| {
        provide_nonce();
        provide_context(parts);
        provide_context(options.clone());
        additional_context();
        let mut html = String::with_capacity(CAPACITY);
        let document = document().into_view();
        document.to_html_with_buf(
            &mut html,
            &mut Position::FirstChild,
            true,
            false,
            Vec::new(),
        );
        html
    });
    owner.unset_with_forced_cleanup();
    let mut response = Html(html).into_response();
    let mut set = options.0.write().unwrap_or_else(PoisonError::into_inner);
    if let Some(status) = set.status {
        *response.status_mut() = status;
    }
    response
        .headers_mut()
        .extend(std::mem::take(&mut set.headers));
    response
}
