//! A whole document: its frame, and how it is rendered.

/// The files that cargo-leptos built, as the tags of a document.
pub mod built_files;
/// Head, skip links, header and footer around a page.
pub mod frame;
/// Parts that are rendered once.
pub mod kept;
/// Which scripts, styles and connections a document may use.
mod policy;
/// A document as an HTTP response.
pub mod render;
/// The neutral look or the DSFR's.
pub mod skin;
/// Light or dark.
pub mod theme;
/// The title of the document, which the page sets.
pub mod title;
/// A view as HTML, inside another view.
pub mod written;
