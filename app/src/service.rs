//! The team's own words, each in one place. No test depends on them: change them freely, within the glossary
//! (`docs/glossaire.md`). The words of an agent's home page are in `pages/home.rs`.

/// The name in the header, the footer and every title.
pub const NAME: &str = "Service de démonstration";

/// The purpose of the service, in a line under its name.
pub const TAGLINE: &str = "Un modèle de service public avec ProConnect";

/// The line above the first heading of a visitor's home page.
pub const WELCOME: &str = "Bienvenue";

/// The first heading of a visitor's home page.
pub const WELCOME_TITLE: &str = "Un service public, prêt pour ses agents";

/// The purpose of the service, in a sentence or two under that heading.
pub const WELCOME_TEXT: &str = "Cette application est un modèle\u{a0}: une équipe la reprend, y \
    ajoute ses pages et l’ouvre à ses agents, connexion et déconnexion comprises.";

/// The text above the login button: with which address, and where it leads.
pub const LOG_IN_TEXT: &str = "Votre adresse électronique professionnelle suffit\u{a0}: \
    ProConnect vous dirige vers le compte de votre organisation.";

/// The text under the login button: who may come in. `ProConnect` asks for it before the login, so that
/// nobody logs in for nothing. Pages with a rule of their own add it on the login page.
pub const ELIGIBILITY: Eligibility = Eligibility {
    who: "Ce service est ouvert aux personnes qui travaillent pour une administration, une \
          collectivité ou une entreprise.",
    conditions: "Certaines pages sont réservées aux agents publics, ou demandent une double \
                 authentification.",
    who_not: "Les particuliers ne peuvent pas se connecter.",
};

/// Another way in for those whom `ProConnect` does not cover (students, foreign companies, some
/// associations…): the text of a link under the login button, and its address. `None` without one.
pub const OTHER_WAY_IN: Option<(&str, &str)> = None;

/// The heading of the promises on a visitor's home page.
pub const PROMISES_TITLE: &str = "Ce que vous pouvez en attendre";

/// The promises, each a heading and a sentence.
pub const PROMISES: [(&str, &str); 3] = [
    (
        "Pas de mot de passe de plus",
        "Vous vous identifiez auprès de votre organisation. Ce service ne connaît jamais votre mot \
         de passe.",
    ),
    (
        "Une vraie déconnexion",
        "Le bouton de déconnexion ferme aussi votre session ProConnect, même sur un poste partagé.",
    ),
    (
        "Pour tous les postes",
        "Les pages fonctionnent sans JavaScript, au clavier et sur un petit écran.",
    ),
];

/// The band under the header of every page; `None` for no band.
pub const NOTICE: Option<(&str, &str)> = Some((
    "Site de démonstration.",
    "Les textes de ce modèle, et ce bandeau, sont à adapter dans app/src/service.rs.",
));

/// The lines of the State's mark, shown with the DSFR only: the name of the ministry, or the mark's
/// own words.
pub const MINISTRY: [&str; 2] = ["République", "Française"];

/// The address at which agents ask for help. This one is a placeholder.
pub const CONTACT_EMAIL: &str = "equipe@service.example";

/// Days within which the team answers.
pub const ANSWER_DAYS: u8 = 5;

/// The administration that publishes the site.
pub const PUBLISHER: &str = "Administration d’exemple";

/// The publisher's postal address, a line each.
pub const PUBLISHER_ADDRESS: [&str; 2] = ["1 place de l’Exemple", "75000 Paris"];

/// The publisher's telephone number, which the law asks for. Numbers that begin with 01 99 00 are for fiction.
pub const PUBLISHER_PHONE: &str = "01\u{a0}99\u{a0}00\u{a0}00\u{a0}00";

/// The person responsible for the publication.
pub const PUBLICATION_DIRECTOR: &str =
    "la directrice ou le directeur de l’administration d’exemple";

/// The company or administration that runs the servers.
pub const HOST: &str = "Hébergeur d’exemple";

/// The host's postal address, a line each.
pub const HOST_ADDRESS: [&str; 2] = ["2 rue de l’Exemple", "59000 Lille"];

/// The host's telephone number, which the law asks for. Numbers that begin with 03 53 01 are for fiction.
pub const HOST_PHONE: &str = "03\u{a0}53\u{a0}01\u{a0}00\u{a0}00";

/// The address for questions about personal data.
pub const DATA_PROTECTION_EMAIL: &str = "dpo@service.example";

/// The mission that a law or a statute gives to the service, and that allows it to process personal data.
pub const MISSION: &str = "donner aux agents accès aux outils de ce service";

/// The accessibility statement: <https://accessibilite.numerique.gouv.fr> explains each part.
pub const ACCESSIBILITY: AccessibilityStatement = AccessibilityStatement {
    status: AccessibilityStatus::None,
    date: "24\u{a0}novembre\u{a0}2026",
    multi_year_plan: None,
    done: None,
    yearly_plan: None,
    audit: None,
    failures: &[],
    disproportionate: &[],
    exempt: &[],
    technologies: &[
        "HTML",
        "CSS",
        "JavaScript et WebAssembly, sans lesquels le site fonctionne aussi",
    ],
    environments: &[],
    tools: &[
        "axe-core, sur chaque page, dans les deux thèmes et deux largeurs",
        "Chromium, au clavier seul, sans JavaScript, agrandi à 400\u{a0}%",
    ],
    pages: &[],
};

/// A document of the publisher: its title and its address.
pub type Document = (&'static str, &'static str);

/// The statement that the law asks for (law of 11 February 2005, article 47), as an audit found it. Without
/// an audit the status is [`AccessibilityStatus::None`], whatever the tests find.
#[derive(Debug, Clone, Copy)]
pub struct AccessibilityStatement {
    /// The site's conformity with the RGAA.
    pub status: AccessibilityStatus,
    /// The day of the statement, in French, with spaces that do not break.
    pub date: &'static str,
    /// The publisher's plan for several years (« schéma pluriannuel »), which the law asks for.
    pub multi_year_plan: Option<Document>,
    /// The report of the past years (« actions réalisées »).
    pub done: Option<Document>,
    /// The plan of the year (« plan d’action »), which the law asks for.
    pub yearly_plan: Option<Document>,
    /// The audit.
    pub audit: Option<Audit>,
    /// The contents that fail a criterion.
    pub failures: &'static [&'static str],
    /// The contents that would cost too much to correct, each with the reason.
    pub disproportionate: &'static [&'static str],
    /// The contents that the law exempts.
    pub exempt: &'static [&'static str],
    /// The technologies on which the site depends.
    pub technologies: &'static [&'static str],
    /// The browsers and screen readers of the audit, with their versions.
    pub environments: &'static [&'static str],
    /// The tools with which the pages were checked.
    pub tools: &'static [&'static str],
    /// The pages of the audit.
    pub pages: &'static [&'static str],
}

/// The audit of conformity with the RGAA.
#[derive(Debug, Clone, Copy)]
pub struct Audit {
    /// The company or the service that made it.
    pub by: &'static str,
    /// The share of the criteria that are met, in per cent.
    pub criteria_met: u8,
    /// The grid of the audit, where it is published.
    pub grid: Option<Document>,
}

/// Who may come in, each in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Eligibility {
    /// Those who may.
    pub who: &'static str,
    /// The conditions.
    pub conditions: &'static str,
    /// Those who may not.
    pub who_not: &'static str,
}

/// Conformity with the RGAA (decree of 2019), as an audit found it.
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
    /// The label that the footer of every page must show.
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "non conforme",
            Self::Partial => "partiellement conforme",
            Self::Full => "totalement conforme",
        }
    }
}
