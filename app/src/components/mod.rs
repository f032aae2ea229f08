/// Begins a login with another account.
pub mod account_change;
/// Accessibility statement, contact, ProConnect's site.
pub mod footer;
/// The service, the agent, and the way out.
pub mod header;
/// Ends the session.
pub mod log_out_button;
/// Begins a login.
pub mod proconnect_button;
/// Straight to the content, for keyboards.
pub mod skip_links;
