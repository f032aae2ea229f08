use crate::request;
use http::{HeaderValue, header::CONTENT_SECURITY_POLICY};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;

/// Gives the document being rendered its policy (Content Security Policy Level 3), with this
/// response's nonce.
pub fn set_content_security_policy(options: &LeptosOptions) {
    let (Some(response), Some(nonce)) = (use_context::<ResponseOptions>(), use_nonce()) else {
        return;
    };
    // A nonce is base64url, so the value is always a valid header.
    if let Ok(policy) = HeaderValue::from_str(&policy(&nonce, &connect_sources(options))) {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}

/// The addresses that a document may connect to: in development also cargo-leptos' reload, at its port of the host
/// that the browser knows this one by.
fn connect_sources(options: &LeptosOptions) -> String {
    if !cfg!(debug_assertions) {
        return "'self'".to_owned();
    }
    let host = request::host_name().unwrap_or_else(|| "localhost".to_owned());
    let port = options.reload_external_port.unwrap_or(options.reload_port);
    // A page that came by https connects by wss, whatever is set.
    format!("'self' ws://{host}:{port} wss://{host}:{port}")
}

fn policy(nonce: &str, connect_sources: &str) -> String {
    format!(
        "default-src 'none'; \
         script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data:; \
         font-src 'self'; \
         connect-src {connect_sources}; \
         manifest-src 'self'; \
         form-action 'self'; \
         base-uri 'none'; \
         object-src 'none'; \
         frame-ancestors 'none'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_inline_and_nothing_foreign_is_allowed() {
        let options = LeptosOptions::builder().output_name("site").build();
        let policy = policy("AbC-_1", &connect_sources(&options));
        assert!(
            policy.starts_with("default-src 'none'; script-src 'nonce-AbC-_1' "),
            "{policy}"
        );
        for forbidden in ["unsafe-inline", "'unsafe-eval'", "*", "https:", "http:"] {
            assert!(!policy.contains(forbidden), "{forbidden} in {policy}");
        }
        assert!(HeaderValue::from_str(&policy).is_ok());
    }

    #[test]
    fn r07_the_reload_of_a_development_build_is_allowed_at_the_port_that_is_set() {
        let options = LeptosOptions::builder().output_name("site");
        let options = options.reload_port(4001u32).build();
        let sources = connect_sources(&options);
        assert!(sources.contains(" ws://localhost:4001"), "{sources}");
        assert!(!sources.contains("3001"), "{sources}");
    }
}
