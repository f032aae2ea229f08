//! The layout of the help, in French.

/// The help of a command.
pub const TEMPLATE: &str = "{about}\n\nUsage\u{a0}: {usage}\n\n{all-args}";
