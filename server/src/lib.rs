//! Assembles the application: what is set, what is kept, what every request passes through.

#![cfg_attr(
    test,
    allow(
        clippy::disallowed_methods,
        reason = "a test begins at the present moment"
    )
)]
// A document is one type, as deep as its elements are nested.
#![recursion_limit = "256"]

/// Variables of the environment into `Settings`; all mistakes reported together.
pub mod settings;

/// Logs: structured, with the request's id.
pub mod telemetry;

/// The application, as `main` and the tests start it.
pub mod application;

/// Everything that handlers and layers share.
pub mod state;

/// Every route and every layer, in order.
pub mod router;

/// Sessions at rest: found by the hash of their id, sealed, never revived.
pub mod session_store;

/// `/healthz` and `/readyz`.
pub mod health;

/// The contact for vulnerabilities.
pub mod security_txt;

/// From the acceptance of a connection to its end.
pub mod connections;

/// Where a request comes from.
pub mod client_address;

/// The server functions as routes.
pub mod server_functions;

mod layers;
mod static_files;

/// The mock issuer and the `.env` file of a development build.
#[cfg(feature = "development")]
pub mod development;
