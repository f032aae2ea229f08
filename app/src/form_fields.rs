//! The form of a server function, and the fields that an agent fills in.

/// The form of a server function, for an agent whose session ended before they sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// The path of the form's page.
    pub page: &'static str,
    /// The fields that agents type into.
    pub fields: &'static [Field],
}

/// A field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The name in the form.
    pub name: &'static str,
    /// The label that the agent sees.
    pub label: &'static str,
}
