use axum::{
    body::Body,
    response::{Html, IntoResponse, Response},
};
use http::Request;
use hydration_context::SsrSharedContext;
use leptos::{
    nonce::provide_nonce, prelude::*, reactive::computed::ScopedFuture, tachys::view::Position,
};
use leptos_axum::ResponseOptions;
use std::sync::{Arc, PoisonError};

/// Bytes that most documents fit in.
const CAPACITY: usize = 16 * 1024;

/// A document that is being rendered.
///
/// No view of a document is asynchronous: the data of a page are read before. The document is then written
/// to a string at once, without the dry run that looks for pending resources. No hydration data follow
/// the document: islands get theirs as attributes.
pub struct Rendering {
    /// Holds the contexts.
    owner: Owner,
    set: ResponseOptions,
}

impl Rendering {
    /// Provides the contexts: the head of `request`, the nonce, the [`ResponseOptions`], and those that
    /// `additional_context` provides.
    pub fn new(request: Request<Body>, additional_context: impl FnOnce()) -> Self {
        let (parts, _) = request.into_parts();
        let set = ResponseOptions::default();
        // Only islands are hydrated.
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        owner.with(|| {
            provide_nonce();
            provide_context(parts);
            provide_context(set.clone());
            additional_context();
        });
        Self { owner, set }
    }

    /// Runs `read` with the contexts.
    pub async fn read<Data: Future>(&self, read: impl FnOnce() -> Data) -> Data::Output {
        self.owner.with(|| ScopedFuture::new(read())).await
    }

    /// Writes the document. The response has the status and the headers that the page set.
    pub fn finish<View: IntoView>(self, document: impl FnOnce() -> View) -> Response {
        let html = self.owner.with(|| {
            let mut html = String::with_capacity(CAPACITY);
            let document = document().into_view();
            let mut position = Position::FirstChild;
            document.to_html_with_buf(&mut html, &mut position, true, false, Vec::new());
            html
        });
        self.owner.unset_with_forced_cleanup();
        let mut response = Html(html).into_response();
        let mut set = self.set.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(status) = set.status {
            *response.status_mut() = status;
        }
        let headers = std::mem::take(&mut set.headers);
        response.headers_mut().extend(headers);
        response
    }
}

/// Renders a whole document that needs no data.
pub fn render<View: IntoView>(document: impl FnOnce() -> View, request: Request<Body>) -> Response {
    Rendering::new(request, || {}).finish(document)
}
