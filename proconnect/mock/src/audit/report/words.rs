//! The words of the report itself.

use crate::audit::act::Act;
use crate::audit::case::{Case, Expected, Family, Severity};
use crate::audit::text::{Language, Text};

pub const TITLE: Text = Text::new(
    "Audit d’un service par mock-proconnect",
    "Audit of a service by mock-proconnect",
);
pub const SERVICE: Text = Text::new("Service", "Service");
pub const BEGUN: Text = Text::new("Début", "Begun");
pub const DURATION: Text = Text::new("Durée", "Duration");
pub const VERSION: Text = Text::new("Version de mock-proconnect", "Version of mock-proconnect");
pub const SIGN: Text = Text::new("Signe d’une session", "Sign of a session");
pub const MEMORY: Text = Text::new("Mémoire la plus haute", "Highest memory");
pub const COUNTS: Text = Text::new("Nombres", "Counts");
pub const VERDICT: Text = Text::new("Résultat", "Verdict");

pub const BY_FAMILY: Text = Text::new("Cas par famille", "Cases by family");
pub const FAMILY: Text = Text::new("Famille", "Family");
pub const ALL: Text = Text::new("Toutes", "All");
pub const FINDINGS: Text = Text::new("Constats", "Findings");
pub const FAULTS: Text = Text::new("Fautes", "Faults");
pub const NO_FINDING: Text = Text::new("Aucun constat.", "No finding.");
pub const NOT_RUN: Text = Text::new("Cas non joués", "Cases that were not run");
pub const BASELINE: Text = Text::new("Fautes connues", "Known faults");
pub const CASES: Text = Text::new("Tous les cas", "All cases");
pub const ALL_CASES: Text = Text::new("Tous", "All");
pub const CASE: Text = Text::new("Cas", "Case");
pub const SHOW: Text = Text::new("Montrer", "Show");
pub const KNOWN: Text = Text::new("connu", "known");

pub const TOLD: Text = Text::new("Dit ou fait", "Told or done");
pub const EXPECTED: Text = Text::new("Attendu", "Expected");
pub const HAPPENED: Text = Text::new("Observé", "Happened");
pub const WHY: Text = Text::new("Pourquoi", "Why");
pub const SOURCE: Text = Text::new("Source", "Source");
pub const MEND: Text = Text::new("Comment corriger", "How to mend");

/// The heads of the columns of numbers, in the order of [`Tally::cells`](super::tally::Tally::cells).
pub const COLUMNS: [Text; 9] = [
    Text::new("Cas", "Cases"),
    Text::new("Conformes", "As expected"),
    Text::new("Fautes critiques", "Critical faults"),
    Text::new("Fautes hautes", "High faults"),
    Text::new("Fautes moyennes", "Medium faults"),
    Text::new("Fautes faibles", "Low faults"),
    Text::new("À revoir", "Unclean"),
    Text::new("Non transmis", "Not told"),
    Text::new("Non joués", "Not run"),
];

/// The note under the table, if a lie was not told.
pub const NOT_TOLD: Text = Text::new(
    "Un cas n’est pas transmis quand le service ne fait pas la requête qui porte le mensonge, ou quand il n’a pas \
     la partie que le cas vise\u{a0}; le rapport donne la raison de chacun. Un service qui \
     garde les clés et les métadonnées en mémoire ne les relit qu’à son démarrage\u{a0}: --command le relance.",
    "A case is not told when the service does not make the request that carries the lie, or has no part to \
     which the case applies; the report gives the reason of each. A service that keeps \
     the keys and the metadata in memory reads them only when it starts: --command starts it again.",
);

/// The colon between a label and its text.
pub const fn colon(language: Language) -> &'static str {
    Text::new("\u{a0}: ", ": ").of(language)
}

impl Severity {
    pub const fn word(self) -> Text {
        match self {
            Self::Low => Text::new("faible", "low"),
            Self::Medium => Text::new("moyenne", "medium"),
            Self::High => Text::new("haute", "high"),
            Self::Critical => Text::new("critique", "critical"),
        }
    }
}

impl Case {
    /// The reaction that the service must have, in words.
    pub fn expectation(&self) -> Text {
        let is_question = self.told.en.ends_with('?');
        match (self.expected, self.family, self.act) {
            (Expected::Safe, _, _) if is_question => Text::new(
                "la réponse à la question est oui",
                "the answer to the question is yes",
            ),
            (Expected::Safe, Family::Logout, Act::Fault(_)) => Text::new(
                "la session du service prend fin",
                "the session of the service ends",
            ),
            (Expected::Safe, Family::LogoutToken, _) => Text::new(
                "un jeton honnête met fin à sa session, un jeton faux est refusé sans effet",
                "an honest token ends its session, a false token is refused without effect",
            ),
            (expected, _, _) => expected.text(),
        }
    }
}

impl Expected {
    const fn text(self) -> Text {
        match self {
            Self::Refused => Text::new("personne n’a de session", "nobody is signed in"),
            Self::Admitted => Text::new("la personne est connectée", "the agent is signed in"),
            Self::Either => Text::new(
                "une session ou un refus, sans erreur du serveur",
                "a session or a refusal, without a server error",
            ),
            Self::Safe => Text::new(
                "une attaque échoue, un geste honnête aboutit",
                "an attack fails, an honest gesture succeeds",
            ),
        }
    }
}

impl Family {
    pub const fn title(self) -> Text {
        match self {
            Self::Request => Text::new("Demande d’autorisation", "Authorization request"),
            Self::Callback => Text::new("Retour de ProConnect", "Callback"),
            Self::Token => Text::new("Échange du code", "Token response"),
            Self::IdToken => Text::new("ID token", "ID token"),
            Self::Userinfo => Text::new("Userinfo", "Userinfo"),
            Self::Agents => Text::new("Agents", "Agents"),
            Self::Browser => Text::new("Navigateur", "Browser"),
            Self::Logout => Text::new("Déconnexion", "Logout"),
            Self::LogoutToken => Text::new("Jeton de déconnexion", "Logout token"),
            Self::Keys => Text::new("Clés de l’émetteur", "Keys of the issuer"),
            Self::Discovery => Text::new("Métadonnées", "Metadata"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::cases;

    #[test]
    fn a_question_expects_the_answer_yes_in_both_languages() {
        for case in cases::all() {
            let is_question = case.told.en.ends_with('?');
            assert_eq!(is_question, case.told.fr.ends_with('?'), "{}", case.id);
            let expects_yes = case.expectation().en == "the answer to the question is yes";
            assert_eq!(is_question, expects_yes, "{}", case.id);
        }
    }
}
