//! What a request passes through, one middleware a file; their order is in `router`.

pub mod one_name;
pub mod request_id;
pub mod request_target;
pub mod security_headers;
pub mod token_calls;
pub mod whole_body;
