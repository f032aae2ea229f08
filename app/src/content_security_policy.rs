use http::{HeaderValue, header::CONTENT_SECURITY_POLICY};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;

/// What a document may connect to: in development also the two addresses of cargo-leptos' reload.
const CONNECT_SOURCES: &str = if cfg!(debug_assertions) {
    "'self' ws://127.0.0.1:3001 ws://localhost:3001"
} else {
    "'self'"
};

/// Gives the document being rendered its policy (Content Security Policy Level 3), with this
/// response's nonce.
pub fn set_content_security_policy() {
    let (Some(response), Some(nonce)) = (use_context::<ResponseOptions>(), use_nonce()) else {
        return;
    };
    // A nonce is base64url, so the value is always a valid header.
    if let Ok(policy) = HeaderValue::from_str(&policy(&nonce)) {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}

fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; \
         script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data:; \
         font-src 'self'; \
         connect-src {CONNECT_SOURCES}; \
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
        let policy = policy("AbC-_1");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'nonce-AbC-_1' "),
            "{policy}"
        );
        for forbidden in ["unsafe-inline", "'unsafe-eval'", "*", "https:", "http:"] {
            assert!(!policy.contains(forbidden), "{forbidden} in {policy}");
        }
        assert!(HeaderValue::from_str(&policy).is_ok());
    }
}
