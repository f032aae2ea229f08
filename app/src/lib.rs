//! What the agent sees.
//!
//! Pages are documents that the server renders whole; they work without JavaScript. What runs in
//! the browser as well is an island, and a page without one ships no script.

// A document is one type, as deep as its elements are nested.
#![recursion_limit = "256"]

/// Who is signed in.
pub mod agent;
/// The hidden field that names the agent of a form.
pub mod agent_field;
/// Which server function is open to whom, and what becomes of its form.
#[cfg(feature = "ssr")]
pub mod functions;
/// What runs in the browser.
pub mod islands;
/// Login and logout.
pub mod server_functions;
/// The name of the service, and whom to write to: what a team changes first.
pub mod service;
/// What a SIRET is, for the browser and the server.
pub mod siret;
/// Light or dark.
pub mod theme;

/// The files that cargo-leptos built, as the tags of a document.
#[cfg(feature = "ssr")]
pub mod built_files;
/// The parts that pages share.
#[cfg(feature = "ssr")]
pub mod components;
/// Which scripts, styles and connections a document may use.
#[cfg(feature = "ssr")]
pub mod content_security_policy;
/// The frame of every document, and how one is rendered.
#[cfg(feature = "ssr")]
pub mod document;
/// The pages, one file each.
#[cfg(feature = "ssr")]
pub mod pages;
/// What to tell the agent when something is refused.
#[cfg(feature = "ssr")]
pub mod refusals;
/// What a document goes by in the request it answers.
#[cfg(feature = "ssr")]
mod request;
/// Which path shows which page.
#[cfg(feature = "ssr")]
pub mod routes;
/// The pages, their addresses and their titles.
pub mod site_map;
/// The neutral look or the DSFR's.
#[cfg(feature = "ssr")]
pub mod skin;

#[cfg(feature = "ssr")]
pub use document::{render, shell};
#[cfg(feature = "ssr")]
pub use pages::{
    error::error_document, refusal::refusal_document, session_over::session_over_document,
};
#[cfg(feature = "ssr")]
pub use routes::App;

/// Brings the islands of the page to life.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
