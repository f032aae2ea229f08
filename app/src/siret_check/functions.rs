use leptos::prelude::*;

/// The path of the page, to which the form returns.
pub const PATH: &str = "/verifier-un-siret";

/// Longest text that is shown again, in characters. No SIRET is longer, however it is spaced.
#[cfg(feature = "ssr")]
const MAX_TYPED_CHARS: usize = 64;

/// Redirects the browser to the page of the form, which checks the typed number.
///
/// # Errors
/// Only outside a request.
#[allow(clippy::unused_async, reason = "a server function is asynchronous")]
#[server(prefix = "/api", endpoint = "check_siret")]
pub async fn check_siret(#[server(default)] siret: String) -> Result<(), ServerFnError> {
    use crate::form::see_other;
    use url::form_urlencoded::byte_serialize;

    let typed: String = siret.chars().take(MAX_TYPED_CHARS).collect();
    let query: String = byte_serialize(typed.as_bytes()).collect();
    see_other(&format!("{PATH}?siret={query}"));
    Ok(())
}
