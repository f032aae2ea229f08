/// The mistakes of a form, with links to the fields.
pub mod error_summary;
/// The message about a field.
pub mod field_message;
