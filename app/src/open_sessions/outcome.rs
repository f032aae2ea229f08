use super::listed::Listed;
use crate::{components::severity::Severity, request};
use proconnect::web::SessionReference;

/// The path of the page.
pub const PATH: &str = "/mes-connexions";

/// The result of a form. It is in the query of the page, which any link may forge: the page shows it only where
/// its list agrees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The session was ended.
    Ended(SessionReference),
    /// There was no such session of this agent.
    WasOver(SessionReference),
    /// The other sessions were ended.
    OthersEnded,
    /// There was no other session.
    OthersWereOver,
    /// The session is that of the form, which the logout ends.
    IsThisOne,
}

const RESULT: &str = "resultat";
const SESSION: &str = "connexion";

impl Outcome {
    fn name(&self) -> &'static str {
        match self {
            Self::Ended(_) => "fermee",
            Self::WasOver(_) => "deja-fermee",
            Self::OthersEnded => "autres-fermees",
            Self::OthersWereOver => "autres-deja-fermees",
            Self::IsThisOne => "celle-ci",
        }
    }

    /// The address of the page with this result.
    pub fn address(&self) -> String {
        let result = format!("{PATH}?{RESULT}={}", self.name());
        match self {
            Self::Ended(session) | Self::WasOver(session) => {
                format!("{result}&{SESSION}={session}")
            }
            _ => result,
        }
    }

    /// The result in the address of this request, where it agrees with the list.
    pub fn of_request(listed: &Listed) -> Option<Self> {
        let name = request::query(RESULT)?;
        let session = request::query(SESSION).and_then(|session| session.parse().ok());
        Self::read(&name, session).filter(|outcome| outcome.agrees_with(listed))
    }

    fn read(name: &str, session: Option<SessionReference>) -> Option<Self> {
        let of_one = [Self::Ended, Self::WasOver];
        let of_one = session.map(|session| of_one.map(|outcome| outcome(session.clone())));
        let others = [Self::OthersEnded, Self::OthersWereOver, Self::IsThisOne];
        let mut all = of_one.into_iter().flatten().chain(others);
        all.find(|outcome| outcome.name() == name)
    }

    fn agrees_with(&self, listed: &Listed) -> bool {
        match self {
            Self::Ended(session) | Self::WasOver(session) => !listed.holds(session),
            Self::OthersEnded | Self::OthersWereOver => listed.others.is_empty(),
            Self::IsThisOne => true,
        }
    }

    /// The sentence on the page.
    pub fn sentence(&self) -> &'static str {
        match self {
            Self::Ended(_) => "La connexion est fermée.",
            Self::WasOver(_) => "Cette connexion était déjà fermée.",
            Self::OthersEnded => "Vos autres connexions sont fermées.",
            Self::OthersWereOver => "Vos autres connexions étaient déjà fermées.",
            Self::IsThisOne => {
                "Cette connexion est celle que vous utilisez\u{a0}: pour la fermer, choisissez \
                 «\u{a0}Se déconnecter\u{a0}»."
            }
        }
    }

    /// The title of the page, which a screen reader reads first.
    pub fn title(&self) -> &'static str {
        match self {
            Self::Ended(_) => "Connexion fermée\u{a0}: Mes connexions",
            Self::WasOver(_) => "Connexion déjà fermée\u{a0}: Mes connexions",
            Self::OthersEnded => "Connexions fermées\u{a0}: Mes connexions",
            Self::OthersWereOver => "Connexions déjà fermées\u{a0}: Mes connexions",
            Self::IsThisOne => "Connexion non fermée\u{a0}: Mes connexions",
        }
    }

    /// The severity of the sentence.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Ended(_) | Self::OthersEnded => Severity::Success,
            Self::WasOver(_) | Self::OthersWereOver | Self::IsThisOne => Severity::Info,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f9_a_result_is_read_as_it_is_written_and_no_other_is() {
        let session: SessionReference = "0123456789abcdef0123456789abcdef".parse().unwrap();
        for outcome in [
            Outcome::Ended(session.clone()),
            Outcome::WasOver(session.clone()),
            Outcome::OthersEnded,
            Outcome::OthersWereOver,
            Outcome::IsThisOne,
        ] {
            let read = Outcome::read(outcome.name(), Some(session.clone()));
            assert_eq!(read.as_ref(), Some(&outcome));
            let names_one = outcome
                .address()
                .ends_with("=0123456789abcdef0123456789abcdef");
            let without = Outcome::read(outcome.name(), None);
            assert_eq!(without, (!names_one).then_some(outcome));
        }
        assert_eq!(Outcome::read("autre", Some(session)), None);
    }
}
