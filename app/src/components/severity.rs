/// How grave a message is. Colour alone never says it: the text does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// To be known.
    Info,
    /// It went well.
    Success,
    /// Take care.
    Warning,
    /// It did not go.
    Error,
}

impl Severity {
    /// The end of the class name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}
