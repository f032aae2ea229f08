//! The middlewares, one per file. `router` applies them in order.

pub mod agent;
pub mod error_page;
pub mod leave_site;
pub mod membership;
pub mod one_name;
pub mod refusal_page;
pub mod request_id;
pub mod request_target;
pub mod security_headers;
pub mod session_cookie;
pub mod token_calls;
pub mod whole_body;
