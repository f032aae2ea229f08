//! Why a reaction is expected, and how to mend a service that reacts otherwise.

use super::text::Text;

/// The explanation that several cases share.
#[derive(Debug)]
pub struct Lesson {
    pub why: Text,
    /// A section of a specification, a rule of ProConnect, or a CVE.
    pub source: &'static str,
    /// In general terms, for any language.
    pub mend: Text,
}
