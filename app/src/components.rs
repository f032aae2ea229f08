//! The components of the DSFR (<https://www.systeme-de-design.gouv.fr>) that the pages use, one
//! file each. File names and class names are the DSFR's. The header, the footer and the display settings,
//! which frame every page, are in `document/`.

/// A group of questions that open.
pub mod accordion;
/// A message in a box.
pub mod alert;
/// A state or a category in a word.
pub mod badge;
/// The position of the page in the site.
pub mod breadcrumb;
/// The button of the login.
pub mod connect;
/// A value with its name.
pub mod detail;
/// Headings inside a page.
pub mod heading;
/// Links to other sites and to the team.
pub mod link;
/// The main pages.
pub mod navigation;
/// A band on every page.
pub mod notice;
/// A choice among options.
pub mod select;
/// The severity of a message.
pub mod severity;
/// A link to the content, for keyboards.
pub mod skip_links;
/// Rows and columns.
pub mod table;
/// A link to a page, with a line of description.
pub mod tile;
