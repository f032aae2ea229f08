/// The mistakes of a form, with links to the fields.
pub mod error_summary;
/// The message about a field.
pub mod field_message;
/// The state of the fields of a form in an island.
pub mod form_state;
/// A form that a script sends, and its failures.
pub mod sent;
/// The rule of a text that an agent types.
pub mod text;
/// A field of text, with its label and its message.
pub mod text_field;
