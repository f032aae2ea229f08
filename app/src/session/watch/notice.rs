use super::{answer::Answer, end::End};

/// A session that is over this long before the end that the page knows was ended by a logout. A
/// shorter difference is that of the clocks and of the network.
const TOLERANCE: f64 = 30.0;

/// The message about the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// No message.
    None,
    /// The session ends soon, unless the agent extends it.
    EndsSoon,
    /// The session ends soon, and cannot be extended.
    EndsForGood,
    /// The agent has extended the session.
    GoesOn,
    /// The text that the agent had typed before the end of the last session is in its fields again.
    GivenBack,
    /// The session is over.
    Over(Cause),
    /// Another agent logged in, in another tab.
    OtherAgent,
    /// The server did not answer.
    NoAnswer,
}

/// Why the session is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// No request during the idle lifetime.
    Idle,
    /// The longest lifetime.
    Lifetime,
    /// A logout in another tab, or a decision of the service.
    LogOut,
}

impl Notice {
    /// The message after an answer that came at `now`, in a page rendered for the agent of digest
    /// `rendered_for`. Without an answer, the page uses the end that it knows.
    pub fn of(answer: &Answer, rendered_for: &str, known: End, now: f64) -> Self {
        let seconds_known = known.seconds_left(now);
        let seconds_left = match answer {
            Answer::Open { agent, .. } if agent != rendered_for => return Self::OtherAgent,
            Answer::Over if seconds_known > TOLERANCE => return Self::Over(Cause::LogOut),
            Answer::Over => return Self::Over(Cause::of_time(known)),
            Answer::Silence if seconds_known <= 0.0 => return Self::Over(Cause::of_time(known)),
            Answer::Open { seconds_left, .. } => *seconds_left,
            Answer::Silence => seconds_known,
        };
        match (seconds_left > known.warned_before, known.is_final) {
            (true, _) => Self::None,
            (false, true) => Self::EndsForGood,
            (false, false) => Self::EndsSoon,
        }
    }

    /// The message after the answer to an agent who asked to extend the session.
    pub fn of_going_on(answer: &Answer, agent: &str, known: End, now: f64) -> Self {
        match (answer, Self::of(answer, agent, known, now)) {
            (Answer::Silence, Self::EndsSoon | Self::EndsForGood | Self::None) => Self::NoAnswer,
            (_, Self::None) => Self::GoesOn,
            (_, Self::EndsSoon) => Self::EndsForGood,
            (_, other) => other,
        }
    }

    /// True while the end is near: the band is a warning, and the title of the tab has a mark.
    pub fn warns(self) -> bool {
        matches!(self, Self::EndsSoon | Self::EndsForGood | Self::NoAnswer)
    }

    /// True when the button extends the session; otherwise it closes the message.
    pub fn asks_to_go_on(self) -> bool {
        matches!(self, Self::EndsSoon | Self::NoAnswer)
    }

    /// True when the content of the page must be hidden: the session is over, or belongs to another agent.
    pub fn hides_the_page(self) -> bool {
        matches!(self, Self::Over(_) | Self::OtherAgent)
    }

    /// True when the page checks at `now` the end that it counts down.
    pub fn is_due(self, known: End, now: f64) -> bool {
        let seconds_left = known.seconds_left(now);
        match self {
            Self::None | Self::GoesOn | Self::GivenBack => seconds_left <= known.warned_before,
            Self::EndsSoon | Self::EndsForGood | Self::NoAnswer => seconds_left <= 0.0,
            Self::Over(_) | Self::OtherAgent => false,
        }
    }
}

impl Cause {
    /// The cause of an end that the clock reached.
    fn of_time(end: End) -> Self {
        if end.is_final {
            Self::Lifetime
        } else {
            Self::Idle
        }
    }

    /// True when the typed text is kept for the next login. A logout clears the storage of the tab, and may
    /// precede another person at the same computer: nothing is stored after it.
    pub fn keeps_typed(self) -> bool {
        self != Self::LogOut
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(seconds_left: f64) -> Answer {
        Answer::Open {
            agent: "Angela".to_owned(),
            seconds_left,
        }
    }

    /// The end of a session, as a page knows it at the time 0.
    fn known(seconds_left: f64) -> End {
        End::of_rendering(0.0, 1800.0, 30.0).moved(0.0, seconds_left)
    }

    fn known_as_final(seconds_left: f64) -> End {
        let mut end = known(seconds_left);
        end.is_final = true;
        end
    }

    fn of(answer: &Answer, known: End) -> Notice {
        Notice::of(answer, "Angela", known, 0.0)
    }

    #[test]
    fn the_end_is_announced_five_minutes_ahead() {
        for (seconds_left, notice) in [
            (1800.0, Notice::None),
            (301.0, Notice::None),
            (300.0, Notice::EndsSoon),
            (0.0, Notice::EndsSoon),
        ] {
            assert_eq!(of(&open(seconds_left), known(1.0)), notice);
        }
    }

    #[test]
    fn a_final_end_is_announced_without_a_button_that_cannot_postpone_it() {
        let notice = of(&open(299.0), known_as_final(299.0));
        assert_eq!(notice, Notice::EndsForGood);
        assert!(!notice.asks_to_go_on());
    }

    #[test]
    fn without_an_answer_the_page_uses_its_own_countdown() {
        for (seconds_known, notice) in [
            (1800.0, Notice::None),
            (299.0, Notice::EndsSoon),
            (0.0, Notice::Over(Cause::Idle)),
        ] {
            assert_eq!(of(&Answer::Silence, known(seconds_known)), notice);
        }
    }

    #[test]
    fn the_cause_of_the_end_is_the_clock_or_a_logout() {
        for (end, cause) in [
            (known(1800.0), Cause::LogOut),
            (known_as_final(1800.0), Cause::LogOut),
            (known(20.0), Cause::Idle),
            (known(-7200.0), Cause::Idle),
            (known_as_final(0.0), Cause::Lifetime),
        ] {
            assert_eq!(of(&Answer::Over, end), Notice::Over(cause), "{end:?}");
            assert_eq!(cause.keeps_typed(), cause != Cause::LogOut);
        }
    }

    #[test]
    fn a_logout_or_another_agent_hides_the_page() {
        let other = Notice::of(&open(1800.0), "Marie", known(1800.0), 0.0);
        assert_eq!(other, Notice::OtherAgent);
        assert!(other.hides_the_page() && of(&Answer::Over, known(1.0)).hides_the_page());
        assert!(!Notice::EndsSoon.hides_the_page());
    }

    #[test]
    fn an_agent_who_goes_on_reads_whether_it_worked() {
        for (answer, notice) in [
            (open(1800.0), Notice::GoesOn),
            (open(120.0), Notice::EndsForGood),
            (Answer::Silence, Notice::NoAnswer),
            (Answer::Over, Notice::Over(Cause::LogOut)),
        ] {
            let learnt = Notice::of_going_on(&answer, "Angela", known(120.0), 0.0);
            assert_eq!(learnt, notice);
        }
    }

    #[test]
    fn the_clock_is_checked_before_the_end_and_at_the_end() {
        for (notice, due_at) in [
            (Notice::None, 300.0),
            (Notice::GoesOn, 300.0),
            (Notice::GivenBack, 300.0),
            (Notice::EndsSoon, 0.0),
            (Notice::NoAnswer, 0.0),
        ] {
            let is_due = |seconds_left| notice.is_due(known(seconds_left), 0.0);
            assert!(is_due(due_at) && !is_due(due_at + 1.0), "{notice:?}");
        }
        assert!(!Notice::OtherAgent.is_due(known(-1.0), 0.0));
    }
}
