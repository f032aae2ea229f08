//! The texts about the session.

use super::notice::{Cause, Notice};

/// The mark before the title of the tab while the end is near.
pub const ENDS_SOON: &str = "(Session bientôt terminée) ";

impl Notice {
    /// The text of the status region; empty without a message. `hour` is the hour of the end.
    pub fn text(self, hour: impl FnOnce() -> String) -> String {
        match self {
            Self::None => String::new(),
            Self::EndsSoon => format!("Votre session se termine à\u{a0}{}.", hour()),
            Self::EndsForGood => format!(
                "Votre session se termine à\u{a0}{} et ne peut plus être prolongée\u{a0}: enregistrez \
                 votre travail.",
                hour()
            ),
            Self::GoesOn => format!("Votre session est prolongée jusqu’à\u{a0}{}.", hour()),
            Self::GivenBack => "Ce que vous aviez saisi a été remis.".to_owned(),
            Self::Over(_) => {
                "Votre session est terminée. Ce que cette page montrait est masqué.".to_owned()
            }
            Self::OtherAgent => {
                "Un autre compte est ouvert dans ce navigateur. Ce que cette page montrait est \
                 masqué."
                    .to_owned()
            }
            Self::NoAnswer => {
                "Le service ne répond pas. Votre session n’est pas prolongée.".to_owned()
            }
        }
    }

    /// The button's label; empty when there is no button.
    pub fn button(self) -> &'static str {
        match self {
            Self::EndsSoon => "Prolonger ma session",
            Self::NoAnswer => "Réessayer",
            Self::GoesOn | Self::GivenBack => "Masquer ce message",
            Self::None | Self::EndsForGood | Self::Over(_) | Self::OtherAgent => "",
        }
    }

    /// The heading of the part in place of the page.
    pub fn heading(self) -> &'static str {
        if self == Self::OtherAgent {
            "Un autre compte est ouvert"
        } else {
            "Votre session est terminée"
        }
    }

    /// The reason, under the heading.
    pub fn reason(self, idle_minutes: u32) -> String {
        match self {
            Self::Over(Cause::Idle) if idle_minutes > 1 => {
                format!("Elle s’est fermée après {idle_minutes}\u{a0}minutes sans action.")
            }
            Self::Over(Cause::Idle) => "Elle s’est fermée après une minute sans action.".to_owned(),
            Self::Over(Cause::Lifetime) => {
                "Elle a atteint sa durée maximale, au bout de laquelle il faut se connecter de nouveau."
                    .to_owned()
            }
            Self::Over(Cause::LogOut) => {
                "Elle a été fermée avant son terme, par exemple depuis un autre onglet ou un autre appareil."
                    .to_owned()
            }
            _ => "Une autre personne s’est connectée dans ce navigateur, ou vous y avez changé \
                  d’organisation. Ce que cette page vous montrait est masqué."
                .to_owned(),
        }
    }

    /// The promise of the next login. `has_typed` is true when the typed text is kept for the agent.
    pub fn next(self, has_typed: bool) -> &'static str {
        match (self, has_typed) {
            (Self::OtherAgent, _) => "",
            (_, true) => {
                "Connectez-vous avec le même compte\u{a0}: vous reviendrez à cette page, avec ce \
                 que vous y aviez saisi."
            }
            (_, false) => "Connectez-vous\u{a0}: vous reviendrez à cette page.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_warning_gives_the_hour() {
        for notice in [Notice::EndsSoon, Notice::EndsForGood, Notice::GoesOn] {
            let text = notice.text(|| "14\u{a0}h\u{a0}32".to_owned());
            assert!(text.contains("à\u{a0}14\u{a0}h\u{a0}32"), "{text}");
        }
    }

    #[test]
    fn the_typed_text_is_promised_to_its_agent_only_and_only_when_it_is_kept() {
        let over = Notice::Over(Cause::Idle);
        assert!(over.next(true).contains("avec ce que vous y aviez saisi"));
        assert!(!over.next(false).contains("saisi"));
        assert_eq!(Notice::OtherAgent.next(true), "");
    }

    #[test]
    fn each_cause_of_the_end_has_its_reason() {
        let reason = |cause| Notice::Over(cause).reason(30);
        assert!(reason(Cause::Idle).contains("30\u{a0}minutes sans action"));
        assert!(reason(Cause::Lifetime).contains("durée maximale"));
        assert!(reason(Cause::LogOut).contains("un autre onglet ou un autre appareil"));
        assert!(Notice::OtherAgent.reason(30).contains("Une autre personne"));
    }
}
