//! The application that agents see.
//!
//! The server renders whole documents, which work without JavaScript. Parts that also run in the
//! browser are islands. A page without an island ships no script.

// A document is one type, which nests as deep as its elements: the compiler's default limit is too
// low.
#![recursion_limit = "256"]

/// The team's words: the name of the service, its home page, its addresses.
pub mod service;

/// The members of an organisation, and the forms that change them.
#[cfg(feature = "ssr")]
pub mod members;
/// The agent's open sessions, and the forms that end them.
#[cfg(feature = "ssr")]
pub mod open_sessions;
/// The table of pages, and the pages, one file each.
#[cfg(feature = "ssr")]
pub mod pages;
/// The worked feature in one folder, to copy: requests that agents file for their organisation.
pub mod service_requests;

/// The agents, their organisations, and their role in each.
#[cfg(feature = "ssr")]
pub mod accounts;

/// Access to pages and server functions.
#[cfg(feature = "ssr")]
pub mod access;
/// The signed-in agent.
pub mod agent;
/// The hidden field that names the agent of a form.
pub mod agent_field;
/// An island that copies a text.
pub mod clipboard;
/// The DSFR's components, one file each.
#[cfg(feature = "ssr")]
pub mod components;
/// A file for spreadsheets.
#[cfg(feature = "ssr")]
pub mod csv;
/// The database.
#[cfg(feature = "ssr")]
pub mod database;
/// The place of a development build's tools.
#[cfg(feature = "ssr")]
pub mod development;
/// The frame of a document, and its rendering.
#[cfg(feature = "ssr")]
pub mod document;
/// The whole documents that the server answers with.
#[cfg(feature = "ssr")]
mod documents;
/// The parts of a form that also run in the browser: the summary of its mistakes, the message of a field.
pub mod fields;
/// The answer of a server function to a form.
#[cfg(feature = "ssr")]
pub mod form;
/// The form of a server function, for the page that shows again the typed text.
#[cfg(feature = "ssr")]
mod form_fields;
/// The table of server functions: their access and their forms.
#[cfg(feature = "ssr")]
pub mod functions;
/// A list that is read page by page.
#[cfg(feature = "ssr")]
pub mod keyset;
/// A name, as a sentence writes it.
mod name_case;
/// A row of the table of pages.
#[cfg(feature = "ssr")]
pub mod page;
/// A moment, as pages write it.
#[cfg(feature = "ssr")]
pub mod paris_time;
/// Carries a refusal from a server function to the server.
#[cfg(feature = "ssr")]
pub mod refusal_slot;
/// The texts and the page of a refusal.
#[cfg(feature = "ssr")]
pub mod refusals;
/// The request that the document being rendered answers.
#[cfg(feature = "ssr")]
pub mod request;
/// The roles of ProConnect, in words.
#[cfg(feature = "ssr")]
pub mod role;
/// The key by which a text is found.
#[cfg(feature = "ssr")]
pub mod search_key;
/// Login, logout, and the island that watches the session.
pub mod session;
/// The number of an establishment.
pub mod siret;
/// The files that programs read: robots.txt, sitemap.xml, the manifest.
#[cfg(feature = "ssr")]
pub mod site_files;
/// The neutral look or the DSFR's.
#[cfg(feature = "ssr")]
pub mod skin;
/// Marks before the title of the tab, for islands.
pub mod tab_title;

#[cfg(feature = "ssr")]
pub use document::render::render;
#[cfg(feature = "ssr")]
pub use documents::{
    error_document, hand_over_document, refusal_document, render_page, session_over_document,
};
#[cfg(feature = "ssr")]
pub use request::AnsweredAt;

/// Hydrates the islands of the page.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
