//! The fields of the forms.

/// The name of the field that names the member.
pub const MEMBER: &str = "member";
/// The name of the field that names the change: `member` and `administrator` give a role; then [`CLOSE`], [`REOPEN`]
/// and [`END_SESSIONS`].
pub const CHANGE: &str = "change";
/// Closes the access.
pub const CLOSE: &str = "close";
/// Opens the access again.
pub const REOPEN: &str = "reopen";
/// Ends the sessions.
pub const END_SESSIONS: &str = "end_sessions";
/// The name of the field of an address.
pub const EMAIL: &str = "email";
/// The name of the field of a role.
pub const ROLE: &str = "role";
