//! The server: settings, session store, routes and middlewares.

#![cfg_attr(
    test,
    allow(
        clippy::disallowed_methods,
        reason = "a test begins at the present moment"
    )
)]
// A document is one type, which nests as deep as its elements: the compiler's default limit is too
// low.
#![recursion_limit = "256"]

/// The commands of the program: it serves, or it checks.
pub mod command;

/// Reads the environment variables into `Settings`. Reports all mistakes together.
pub mod settings;

/// Structured logs, with the request's id.
pub mod telemetry;

/// The standard output, which no request waits for.
pub mod output;

/// The audit trail, beside the logs.
pub mod audit;

/// Metrics, at an address of their own.
pub mod metrics;

/// The application, as `main` and the tests start it.
pub mod application;

/// The state that handlers and layers share.
pub mod state;

/// Every layer around the routes, in order.
pub mod router;

/// Sessions at rest: found by the hash of their id, sealed, never restored after deletion.
pub mod session_store;

/// The database and the session store, opened.
pub mod stores;

/// The migrations of the database.
mod migrations;

/// `/healthz` and `/readyz`.
pub mod health;

/// `/.well-known/security.txt`.
pub mod security_txt;

/// Connections from acceptance to end.
pub mod connections;

/// The client's address.
pub mod client_address;

/// The routes of the server functions.
pub mod server_functions;

mod common_headers;
mod guard;
mod kept_refusal;
mod layers;
mod routes;
mod static_files;
mod tasks;

/// The pages of every refusal and every error, in a development build.
#[cfg(feature = "development")]
mod gallery;

/// The mock issuer, the `.env` file and the panel of a development build.
#[cfg(feature = "development")]
pub mod development;
