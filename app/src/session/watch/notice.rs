use super::answer::Answer;

/// Seconds before the end of the session at which the warning appears.
pub const WARNED_BEFORE: f64 = 300.0;

/// The message about the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// No message.
    None,
    /// The session ends within five minutes, unless the agent extends it.
    EndsSoon,
    /// The session ends within five minutes, and cannot be extended.
    EndsForGood,
    /// The agent has extended the session.
    GoesOn,
    /// The session is over, by time or by a logout in another tab.
    Over,
    /// Another agent logged in, in another tab.
    OtherAgent,
    /// The server did not answer.
    NoAnswer,
}

impl Notice {
    /// The message after an answer, in a page rendered for the agent of digest `rendered_for`.
    /// Without an answer, the remaining time is `seconds_known`, which the page counts down.
    pub fn of(answer: &Answer, rendered_for: &str, seconds_known: f64) -> Self {
        let seconds_left = match answer {
            Answer::Open { agent, .. } if agent != rendered_for => return Self::OtherAgent,
            Answer::Over => return Self::Over,
            Answer::Open { seconds_left, .. } => *seconds_left,
            Answer::Silence if seconds_known <= 0.0 => return Self::Over,
            Answer::Silence => seconds_known,
        };
        if seconds_left > WARNED_BEFORE {
            Self::None
        } else {
            Self::EndsSoon
        }
    }

    /// The message after the answer to an agent who asked to extend the session.
    pub fn of_going_on(answer: &Answer, agent: &str, seconds_known: f64) -> Self {
        match (answer, Self::of(answer, agent, seconds_known)) {
            (Answer::Silence, Self::EndsSoon | Self::None) => Self::NoAnswer,
            (_, Self::None) => Self::GoesOn,
            (_, Self::EndsSoon) => Self::EndsForGood,
            (_, other) => other,
        }
    }

    /// The text; empty without a message.
    pub fn text(self) -> &'static str {
        match self {
            Self::None => "",
            Self::EndsSoon => "Votre session se termine dans moins de cinq minutes.",
            Self::EndsForGood => {
                "Votre session se termine dans moins de cinq minutes et ne peut plus être \
                 prolongée\u{a0}: enregistrez votre travail."
            }
            Self::GoesOn => "Votre session est prolongée.",
            Self::Over => {
                "Votre session est terminée. Ce que cette page montrait est masqué jusqu’à ce que \
                 vous vous connectiez de nouveau."
            }
            Self::OtherAgent => {
                "Une autre personne s’est connectée dans ce navigateur, ou vous y avez changé \
                 d’organisation. Ce que cette page vous montrait est masqué."
            }
            Self::NoAnswer => "Le service ne répond pas. Votre session n’est pas prolongée.",
        }
    }

    /// The button's label; empty when there is no button.
    pub fn button(self) -> &'static str {
        match self {
            Self::EndsSoon => "Prolonger ma session",
            Self::NoAnswer => "Réessayer",
            Self::GoesOn => "Masquer ce message",
            Self::None | Self::EndsForGood | Self::Over | Self::OtherAgent => "",
        }
    }

    /// True when the button extends the session; otherwise it closes the message.
    pub fn asks_to_go_on(self) -> bool {
        matches!(self, Self::EndsSoon | Self::NoAnswer)
    }

    /// The label of the link that reloads the page; empty when there is no link.
    pub fn link(self) -> &'static str {
        match self {
            Self::Over => "Se connecter de nouveau",
            Self::OtherAgent => "Recharger la page",
            _ => "",
        }
    }

    /// True when the content of the page must be hidden: the session is over, or belongs to another agent.
    pub fn hides_the_page(self) -> bool {
        matches!(self, Self::Over | Self::OtherAgent)
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

    #[test]
    fn the_end_is_announced_five_minutes_ahead() {
        for (seconds_left, notice) in [
            (1800.0, Notice::None),
            (301.0, Notice::None),
            (300.0, Notice::EndsSoon),
            (0.0, Notice::EndsSoon),
        ] {
            assert_eq!(Notice::of(&open(seconds_left), "Angela", 1.0), notice);
        }
    }

    #[test]
    fn without_an_answer_the_page_uses_its_own_countdown() {
        for (seconds_known, notice) in [
            (1800.0, Notice::None),
            (299.0, Notice::EndsSoon),
            (0.0, Notice::Over),
        ] {
            assert_eq!(
                Notice::of(&Answer::Silence, "Angela", seconds_known),
                notice
            );
        }
    }

    #[test]
    fn a_logout_or_another_agent_hides_the_page() {
        assert_eq!(Notice::of(&Answer::Over, "Angela", 1800.0), Notice::Over);
        assert_eq!(
            Notice::of(&open(1800.0), "Marie", 1800.0),
            Notice::OtherAgent
        );
        assert!(Notice::Over.hides_the_page() && Notice::OtherAgent.hides_the_page());
        assert!(!Notice::EndsSoon.hides_the_page());
    }

    #[test]
    fn an_agent_who_goes_on_reads_whether_it_worked() {
        for (answer, notice) in [
            (open(1800.0), Notice::GoesOn),
            (open(120.0), Notice::EndsForGood),
            (Answer::Silence, Notice::NoAnswer),
            (Answer::Over, Notice::Over),
        ] {
            assert_eq!(Notice::of_going_on(&answer, "Angela", 120.0), notice);
        }
    }
}
