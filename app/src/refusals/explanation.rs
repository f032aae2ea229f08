/// A refusal in words for the agent: nothing internal, nothing the issuer wrote.
#[derive(Debug, PartialEq, Eq)]
pub struct Explanation {
    /// A line.
    pub title: &'static str,
    /// In one or two sentences.
    pub what_happened: &'static str,
    /// In one or two sentences.
    pub what_to_do: &'static str,
    /// In a sentence; the page gives the team's address after it.
    pub contact: &'static str,
    /// The step that the page offers.
    pub next_step: NextStep,
}

/// The next step that the page of a refusal offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// The same login once more.
    StartAgain,
    /// A login with another account. Plainly starting again would find ProConnect's session of
    /// the same one.
    ChangeAccount,
    /// A logout, here and at ProConnect, after which another account can be chosen.
    LogOut,
    /// No login helps.
    BackHome,
}
