//! A whole document: its frame, and how it is rendered.

/// The files that cargo-leptos built, as the tags of a document.
pub mod built_files;
/// The choice between light and dark, in the footer.
pub mod display;
/// The State's sites, the legal row, the licence.
mod footer;
/// Head, skip links, header and footer around a page.
pub mod frame;
/// The service, the agent, and the logout button.
mod header;
/// Parts that are rendered once.
pub mod kept;
/// The description of a document, for search engines, link previews and browsers.
mod metadata;
/// Which scripts, styles and connections a document may use.
mod policy;
/// A document as an HTTP response.
pub mod render;
/// Light or dark.
pub mod theme;
/// The title of the document, which the page sets.
pub mod title;
/// The island that watches the session of the agent.
mod watched;
/// A view as HTML, inside another view.
pub mod written;
