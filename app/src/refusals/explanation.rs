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
    /// The step that the page offers.
    pub next_step: NextStep,
}

/// The next step that the page of a refusal offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// The same login once more.
    StartAgain,
    /// A login with another account. Starting again would find ProConnect's session of the same
    /// account.
    ChangeAccount,
    /// A logout, here and at ProConnect, after which another account can be chosen.
    LogOut,
    /// A link to the home page: no login would help.
    BackHome,
}
