//! The two ends of the journey, as plain HTML forms post them.

use leptos::prelude::*;

/// Begins a login: sends the browser to `ProConnect` and, later, back to `return_to`, a path of
/// this site (`/` if it is none).
///
/// # Errors
/// Only when called outside a request. A refusal is told by the response itself: its status, and
/// its code in a header, from which the server makes a page.
#[server(prefix = "/auth", endpoint = "proconnect")]
pub async fn log_in(
    #[server(default)] return_to: Option<String>,
    #[server(default)] login_hint: Option<String>,
) -> Result<(), ServerFnError> {
    use proconnect::web::{self, LogInForm, ProConnect};

    let headers = leptos_axum::extract().await?;
    let proconnect = expect_context::<ProConnect>();
    answer(
        web::log_in(
            &proconnect,
            &headers,
            LogInForm {
                return_to,
                login_hint,
            },
        )
        .await,
    );
    Ok(())
}

/// Ends the session here, then at `ProConnect`, which sends the browser back.
///
/// # Errors
/// As [`log_in`].
#[server(prefix = "/auth", endpoint = "proconnect/logout")]
pub async fn log_out() -> Result<(), ServerFnError> {
    use proconnect::web::{self, ProConnect};

    let headers = leptos_axum::extract().await?;
    let session = leptos_axum::extract().await?;
    let proconnect = expect_context::<ProConnect>();
    answer(web::log_out(&proconnect, &session, &headers).await);
    Ok(())
}

/// Makes the head of an Axum response the server function's own. Its location is set whatever
/// the outcome: left to itself, Leptos would send a form back to its `Referer`.
#[cfg(feature = "ssr")]
fn answer(response: axum::response::Response) {
    use leptos_axum::ResponseOptions;

    let options = expect_context::<ResponseOptions>();
    let (head, _) = response.into_parts();
    options.set_status(head.status);
    for (name, value) in &head.headers {
        options.append_header(name.clone(), value.clone());
    }
}
