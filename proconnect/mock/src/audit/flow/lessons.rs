//! Why each flow matters, and how to mend a service that it catches.

pub mod callback;
pub mod login;
pub mod logout;
pub mod page;
pub mod request;
pub mod return_path;
pub mod session;
