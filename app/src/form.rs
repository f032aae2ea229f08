//! The answer of a server function to a form.
//!
//! A plain `<form method="post">` works without JavaScript, and can lead to another site, as a login does. An
//! `ActionForm` works without JavaScript too, and gets its mistakes without a reload with it: see
//! [`fields::sent`](crate::fields::sent). Both have the same server function. A form with mistakes is refused by
//! [`reject`](crate::form::reject): a script gets the mistakes, and a browser the page of the form, which finds what was
//! typed in [`Posted`](crate::form::Posted).

use crate::{database::DatabaseError, fields::sent::FormError, refusal_slot::RefusalSlot, request};
use axum::response::{IntoResponse, Redirect, Response};
use http::{StatusCode, header};
use leptos::{prelude::*, server_fn::error::ServerFnErrorErr};
use leptos_axum::ResponseOptions;
use proconnect::web::Refused;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use url::form_urlencoded;

/// Answers with the status and the headers of `response`, and drops its body. A refusal in its
/// extensions is passed to the server, whose layers render the page. Does nothing outside a
/// request.
pub fn respond(response: impl IntoResponse) {
    let Some(options) = use_context::<ResponseOptions>() else {
        return;
    };
    let (mut head, _) = Response::into_parts(response.into_response());
    let refused = head.extensions.remove::<Refused>();
    if let (Some(refused), Some(slot)) = (refused, use_context::<RefusalSlot>()) {
        slot.put(refused);
    }
    options.set_status(head.status);
    let of_the_body = [header::CONTENT_TYPE, header::CONTENT_LENGTH];
    for (name, value) in &head.headers {
        if !of_the_body.contains(name) {
            options.append_header(name.clone(), value.clone());
        }
    }
}

/// Redirects the browser to `path`, a path of this site, with a GET (303), so that reloading the
/// page does not send the form again.
pub fn see_other(path: &str) {
    respond(Redirect::to(path));
}

/// Refuses a form with mistakes (422, RFC 9110 15.5.21). Nothing may have been written.
pub fn reject<Mistakes>(mistakes: Mistakes) -> FormError<Mistakes> {
    respond(StatusCode::UNPROCESSABLE_ENTITY);
    FormError::Mistakes(mistakes)
}

/// Answers that there is no such thing: the same page as for an address without a page.
pub fn not_found<Mistakes>() -> FormError<Mistakes> {
    respond(StatusCode::NOT_FOUND);
    FormError::NotRun
}

/// The database does not answer (503).
impl<Mistakes> From<DatabaseError> for FormError<Mistakes> {
    fn from(error: DatabaseError) -> Self {
        tracing::error!(%error, "a form cannot be recorded");
        respond(StatusCode::SERVICE_UNAVAILABLE);
        Self::Failed
    }
}

/// An extractor has refused the request.
impl<Mistakes> From<ServerFnErrorErr> for FormError<Mistakes> {
    fn from(error: ServerFnErrorErr) -> Self {
        tracing::error!(%error, "a server function cannot read its request");
        Self::NotRun
    }
}

/// A form that its server function has refused. The server inserts it into the extensions of the request for which it
/// renders the page of the form again.
#[derive(Debug, Clone)]
pub struct Posted {
    fields: Arc<[u8]>,
    answer: Arc<[u8]>,
}

impl Posted {
    /// The fields of a form, URL-encoded, and the answer of its function.
    pub fn new(fields: &[u8], answer: &[u8]) -> Self {
        Self {
            fields: fields.into(),
            answer: answer.into(),
        }
    }

    /// The refused form, if the page is rendered in place of an answer.
    pub fn current() -> Option<Self> {
        request::extension()
    }

    /// The text of the first field of that name; empty where there is none.
    pub fn field(&self, name: &str) -> String {
        let mut pairs = form_urlencoded::parse(&self.fields);
        let value = pairs.find_map(|(found, value)| (found == name).then(|| value.into_owned()));
        value.unwrap_or_default()
    }

    /// The mistakes, as the function returned them.
    pub fn mistakes<Mistakes: DeserializeOwned>(&self) -> Option<Mistakes> {
        match serde_json::from_slice(&self.answer).ok()? {
            FormError::Mistakes(mistakes) => Some(mistakes),
            _ => None,
        }
    }
}
