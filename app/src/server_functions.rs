//! What plain HTML forms post: the two ends of the journey, the choice of a theme, and a form of the
//! application's.

use leptos::prelude::*;

/// Begins a login: sends the browser to `ProConnect` and, later, back to `return_to`, a path of
/// this site (`/` if it is none). A `level` of `mfa` asks for a second factor;
/// the hints spare the agent a question.
///
/// # Errors
/// Only when called outside a request. A refusal is told by the response itself: its status, and
/// its code in a header, from which the server makes a page.
#[server(prefix = "/auth", endpoint = "proconnect")]
pub async fn log_in(
    #[server(default)] return_to: Option<String>,
    #[server(default)] level: Option<String>,
    #[server(default)] login_hint: Option<String>,
    #[server(default)] siret_hint: Option<String>,
    #[server(default)] idp_hint: Option<String>,
) -> Result<(), ServerFnError> {
    use proconnect::web::{self, LogInForm, ProConnect};

    let headers = leptos_axum::extract().await?;
    let proconnect = expect_context::<ProConnect>();
    let form = LogInForm {
        return_to,
        level,
        login_hint,
        siret_hint,
        idp_hint,
    };
    answer(web::log_in(&proconnect, &headers, form).await);
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
    let current = leptos_axum::extract().await?;
    let proconnect = expect_context::<ProConnect>();
    answer(web::log_out(&proconnect, &current, &headers).await);
    Ok(())
}

/// Sends the browser back to the page of the form, which judges what was typed.
///
/// # Errors
/// Only when called outside a request.
#[allow(clippy::unused_async, reason = "a server function is asynchronous")]
#[server(prefix = "/api", endpoint = "check_siret")]
pub async fn check_siret(#[server(default)] siret: String) -> Result<(), ServerFnError> {
    use axum::response::{IntoResponse, Redirect};
    use url::form_urlencoded::byte_serialize;

    let typed: String = siret.chars().take(MOST_TYPED).collect();
    let query: String = byte_serialize(typed.as_bytes()).collect();
    let page = format!("/verifier-un-siret?siret={query}");
    answer(Redirect::to(&page).into_response());
    Ok(())
}

/// Characters of a field that are shown again; no number is longer, however it is spaced.
#[cfg(feature = "ssr")]
const MOST_TYPED: usize = 64;

/// Keeps the theme of that name (see [`Theme::named`](crate::theme::Theme::named)) and leads back to
/// the footer of `page`, a path of this site. Any other name changes nothing.
///
/// # Errors
/// As [`log_in`].
#[allow(clippy::unused_async, reason = "a server function is asynchronous")]
#[server(prefix = "/preferences", endpoint = "theme")]
pub async fn choose_theme(
    #[server(default)] theme: String,
    #[server(default)] page: String,
) -> Result<(), ServerFnError> {
    use crate::theme::Theme;
    use axum::response::{IntoResponse, Redirect};
    use proconnect::return_to::ReturnTo;

    let page: ReturnTo = page.parse().unwrap_or_default();
    let back = Redirect::to(&format!("{}#footer", page.as_str()));
    let cookie = Theme::named(&theme).map(|theme| [(http::header::SET_COOKIE, theme.set_cookie())]);
    answer(match cookie {
        Some(cookie) => (cookie, back).into_response(),
        None => back.into_response(),
    });
    Ok(())
}

/// Makes the head of an Axum response the head of what Leptos answers.
#[cfg(feature = "ssr")]
pub(crate) fn answer(response: axum::response::Response) {
    use http::header;
    use leptos_axum::ResponseOptions;

    let Some(options) = use_context::<ResponseOptions>() else {
        return;
    };
    let (head, _) = response.into_parts();
    options.set_status(head.status);
    let of_the_body = [header::CONTENT_TYPE, header::CONTENT_LENGTH];
    for (name, value) in head
        .headers
        .iter()
        .filter(|(name, _)| !of_the_body.contains(name))
    {
        options.append_header(name.clone(), value.clone());
    }
}
