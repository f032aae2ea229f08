//! The application as its agents see it.
//!
//! Pages are documents that the server renders whole; they work without JavaScript. The parts that run
//! in the browser as well are islands, and a page without one ships no script.

// A document is one type, as deep as its elements are nested.
#![recursion_limit = "256"]

/// The team's words: the name of the service, its home page, its addresses.
pub mod service;

/// The table of pages, and the pages, one file each.
#[cfg(feature = "ssr")]
pub mod pages;
/// A feature in one folder, to copy: a form that checks a SIRET.
pub mod siret_check;

/// Who may open a page or call a server function.
#[cfg(feature = "ssr")]
pub mod access;
/// The signed-in agent.
pub mod agent;
/// The hidden field that names the agent of a form.
pub mod agent_field;
/// The DSFR's components, one file each.
#[cfg(feature = "ssr")]
pub mod components;
/// The frame of a document, and its rendering.
#[cfg(feature = "ssr")]
pub mod document;
/// The whole documents that the server answers with.
#[cfg(feature = "ssr")]
mod documents;
/// The answer of a server function to a plain form.
#[cfg(feature = "ssr")]
pub mod form;
/// The table of server functions: who may call each, and what becomes of its form.
#[cfg(feature = "ssr")]
pub mod functions;
/// A row of the table of pages.
#[cfg(feature = "ssr")]
pub mod page;
/// The way of a refusal from a server function to the server.
#[cfg(feature = "ssr")]
pub mod refusal_slot;
/// The texts and the page of a refusal.
#[cfg(feature = "ssr")]
pub mod refusals;
/// The request that the document being rendered answers.
#[cfg(feature = "ssr")]
mod request;
/// Login, logout, and the island that watches over the session.
pub mod session;
/// The number of an establishment, as pages show it.
#[cfg(feature = "ssr")]
pub mod siret;

#[cfg(feature = "ssr")]
pub use document::render::render;
#[cfg(feature = "ssr")]
pub use documents::{error_document, page_document, refusal_document, session_over_document};

/// Brings the islands of the page to life.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
