//! The pages of the site, as the guard, the navigation, the footer, the breadcrumb and the site map
//! know them. A test holds the list to the routes.

/// A page that has an address of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Where it is.
    pub path: &'static str,
    /// What it is called, in its title and wherever a link leads to it.
    pub title: &'static str,
    /// Who may see it.
    pub access: Access,
}

/// Who may see a page, or call a server function. The server's guard enforces it before the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Whoever comes.
    Public,
    /// Any signed-in agent.
    SignedIn,
    /// Agents to whom `ProConnect` gives this role.
    Role(&'static str),
    /// Agents whose login had a second factor.
    SecondFactor,
}

/// The role of whoever works for the public sector, among those of `ProConnect`.
pub const PUBLIC_AGENT: &str = "agent_public";

impl Page {
    const fn public(path: &'static str, title: &'static str) -> Self {
        let access = Access::Public;
        Self {
            path,
            title,
            access,
        }
    }
}

pub const HOME: Page = Page::public("/", "Accueil");
pub const LOG_IN: Page = Page::public("/connexion", "Connexion");
pub const MY_ACCOUNT: Page = Page {
    path: "/mon-compte",
    title: "Mon compte",
    access: Access::SignedIn,
};
pub const PUBLIC_AGENTS_AREA: Page = Page {
    path: "/espace-agents-publics",
    title: "Espace des agents publics",
    access: Access::Role(PUBLIC_AGENT),
};
pub const SENSITIVE_AREA: Page = Page {
    path: "/espace-sensible",
    title: "Espace sensible",
    access: Access::SecondFactor,
};
pub const SIRET_CHECK: Page = Page {
    path: "/verifier-un-siret",
    title: "Vérifier un SIRET",
    access: Access::SignedIn,
};
pub const SITE_MAP: Page = Page::public("/plan-du-site", "Plan du site");
pub const CONTACT: Page = Page::public("/contact", "Contact et aide");
pub const ACCESSIBILITY: Page = Page::public("/accessibilite", "Déclaration d’accessibilité");
pub const LEGAL_NOTICE: Page = Page::public("/mentions-legales", "Mentions légales");
pub const PERSONAL_DATA: Page = Page::public("/donnees-personnelles", "Données personnelles");
pub const COOKIES: Page = Page::public("/cookies", "Gestion des cookies");

/// Every page, in the order of the site map. The server sends whom a page is not open to, to
/// [`LOG_IN`].
pub const PAGES: [Page; 12] = [
    HOME,
    LOG_IN,
    MY_ACCOUNT,
    PUBLIC_AGENTS_AREA,
    SENSITIVE_AREA,
    SIRET_CHECK,
    CONTACT,
    SITE_MAP,
    ACCESSIBILITY,
    LEGAL_NOTICE,
    PERSONAL_DATA,
    COOKIES,
];
