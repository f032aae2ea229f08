//! « Mes connexions »: the agent's open sessions, and the forms that end them.

/// The browser and the system of a `User-Agent`, in words.
pub mod device;
/// The server functions.
pub mod functions;
/// The list.
pub mod listed;
/// The result of a form, in the address of the page.
mod outcome;
/// The page.
pub mod page;
