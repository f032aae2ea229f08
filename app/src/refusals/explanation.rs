use crate::components::severity::Severity;

/// A refusal explained to the agent, without internals and without text from the issuer.
#[derive(Debug, PartialEq, Eq)]
pub struct Explanation {
    /// One line.
    pub title: &'static str,
    /// In one or two sentences.
    pub what_happened: &'static str,
    /// In one or two sentences.
    pub what_to_do: &'static str,
    /// In a sentence, which the page completes with the team's address.
    pub contact: &'static str,
    /// An error, or a mere piece of information where the agent wanted it so.
    pub severity: Severity,
    /// Whether the cause is at `ProConnect` or at the identity provider: the page links ProConnect's own
    /// help.
    pub at_proconnect: bool,
    /// The steps that the page offers. The first is the page's main action.
    pub next_steps: &'static [NextStep],
}

/// A step that the page of a refusal offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// The same login once more.
    StartAgain,
    /// A login with another account. Starting again would find ProConnect's session of the same
    /// account.
    ChangeAccount,
    /// A link to the home page: no login would help.
    BackHome,
    /// A link to the page that was asked for: no other one would open.
    AskAgain,
}
