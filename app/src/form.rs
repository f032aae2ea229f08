//! The answer of a server function to a plain HTML form.
//!
//! Forms here are plain `<form method="post">` elements, which work without JavaScript, rather than
//! `ActionForm`: in the browser, `ActionForm` would send the form by `fetch`, which cannot follow a
//! login to the issuer's site.

use crate::refusal_slot::RefusalSlot;
use axum::response::{IntoResponse, Redirect, Response};
use http::header;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use proconnect::web::Refused;

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
