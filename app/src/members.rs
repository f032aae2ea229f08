//! « Membres de l’organisation »: the members and the invitations of an organisation, for its administrators.

/// The fields of the forms.
pub mod fields;
/// The server functions.
pub mod functions;
/// The members and the invitations of the page.
pub mod listed;
/// The result of a form, in the address of the page.
pub mod outcome;
/// The page.
pub mod page;

/// The administrator who acts, and the changes.
mod acting;
/// The invitations that can be used, and the form for another one.
mod invitations;
/// A member, and the forms that change the membership.
mod item;
