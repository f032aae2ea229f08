//! Every word that is a team's own. The pages say nothing of it twice: change it here.

/// Shown in the header, the footer and every title.
pub const NAME: &str = "Service de démonstration";

/// What the service is for, in a line under its name.
pub const TAGLINE: &str = "Un modèle de service public avec ProConnect";

/// In a band under the header of every page; `None` for no band.
pub const NOTICE: Option<(&str, &str)> = Some((
    "Site de démonstration.",
    "Les textes de ce modèle sont à adapter par l’équipe qui le reprend.",
));

/// The lines of the State's mark, shown with the DSFR only: the ministry, or the mark's own words.
pub const MINISTRY: [&str; 2] = ["République", "Française"];

/// Where agents ask for help: a placeholder, until a team writes its own address here.
pub const CONTACT_EMAIL: &str = "equipe@service.example";

/// Days within which the team answers.
pub const ANSWER_DAYS: u8 = 5;

/// The administration that publishes the site.
pub const PUBLISHER: &str = "Administration d’exemple";

/// Its postal address, a line each.
pub const PUBLISHER_ADDRESS: [&str; 2] = ["1 place de l’Exemple", "75000 Paris"];

/// Who answers for what is published.
pub const PUBLICATION_DIRECTOR: &str =
    "la directrice ou le directeur de l’administration d’exemple";

/// Who runs the servers, and where they are.
pub const HOST: &str = "Hébergeur d’exemple";

/// The host's postal address, a line each.
pub const HOST_ADDRESS: [&str; 2] = ["2 rue de l’Exemple", "59000 Lille"];

/// Whom to write to about personal data.
pub const DATA_PROTECTION_EMAIL: &str = "dpo@service.example";

/// What the law or the statute gives the service to do, which is why it may process personal data.
pub const MISSION: &str = "donner aux agents accès aux outils de ce service";

/// How far the site follows the RGAA. Without an audit, it does not, whatever the tests say.
pub const ACCESSIBILITY: AccessibilityStatus = AccessibilityStatus::None;

/// The day the accessibility statement was written, as it is read.
pub const ACCESSIBILITY_STATEMENT_DATE: &str = "24 novembre 2026";

/// How far a site follows the RGAA (2019 decree): by an audit of its criteria, not by opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessibilityStatus {
    /// No audit, or fewer than half of the criteria met.
    None,
    /// Half of the criteria or more.
    Partial,
    /// All of the criteria.
    Full,
}

impl AccessibilityStatus {
    /// As the footer of every page must say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "non conforme",
            Self::Partial => "partiellement conforme",
            Self::Full => "totalement conforme",
        }
    }
}
