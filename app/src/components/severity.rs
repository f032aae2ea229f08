/// The severity of a message. Colour alone does not show it: an icon and a word do too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Information.
    Info,
    /// Success.
    Success,
    /// Warning.
    Warning,
    /// Error.
    Error,
}

impl Severity {
    /// The suffix of the class name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The word that a screen reader reads before the message.
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "Information",
            Self::Success => "Succès",
            Self::Warning => "Attention",
            Self::Error => "Erreur",
        }
    }
}
