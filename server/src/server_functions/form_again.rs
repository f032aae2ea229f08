//! The page of a form whose function found mistakes: it shows the form again, with what was typed, under the
//! status 422.

use super::form;
use crate::state::AppState;
use app::{form::Posted, functions::Form, page::Pages, pages::PAGES};
use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{Method, StatusCode, request::Parts},
    response::{IntoResponse, Response},
};

/// The request of a form, as the page of the form is asked for.
pub struct Again {
    request: Request,
    body: Bytes,
    state: AppState,
}

impl Again {
    /// Keeps the head of the request, whose extensions hold the agent and the scope.
    pub fn new(form: Form, head: &Parts, body: &Bytes, state: &AppState) -> Self {
        let mut request = Request::from_parts(head.clone(), Body::empty());
        *request.method_mut() = Method::GET;
        *request.uri_mut() = form::address(form, body).parse().unwrap_or_default();
        let (body, state) = (body.clone(), state.clone());
        Self {
            request,
            body,
            state,
        }
    }

    /// Renders the page. An error of the page, for instance 404, keeps its status.
    pub async fn show(mut self, answer: &Bytes) -> Response {
        let Some(page) = Pages(PAGES).of(self.request.uri().path()) else {
            return StatusCode::UNPROCESSABLE_ENTITY.into_response();
        };
        let posted = Posted::new(&self.body, answer);
        self.request.extensions_mut().insert(posted);
        let (state, options) = (&self.state, self.state.options.clone());
        let contexts = || state.provide_contexts();
        let mut page = app::render_page(contexts, options, page, self.request).await;
        if page.status().is_success() {
            *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        }
        page
    }
}
