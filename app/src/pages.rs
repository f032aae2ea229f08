//! The table of pages. A new page is a file in `pages/`, its `mod` and `use` here, and a row of the table:
//! routes, guard, menu, tiles, breadcrumb, site map and robots.txt come from the rows. A page whose path
//! has a parameter is linked from no menu, no tile and no site map.

pub mod accessibility;
pub mod contact;
pub mod cookies;
pub mod error;
pub mod home;
pub mod legal_notice;
pub mod log_in;
pub mod my_account;
pub mod page_head;
pub mod personal_data;
pub mod public_agents_area;
pub mod sensitive_area;
pub mod session_over;
pub mod site_map;
pub mod step_up;

use crate::{
    access::{Access, PUBLIC_AGENT},
    document::written::written,
    page::{Page, Place, View},
    refusals,
    siret_check::{self, page::SiretCheckPage},
};
use accessibility::AccessibilityPage;
use contact::ContactPage;
use cookies::CookiesPage;
use home::HomePage;
use legal_notice::LegalNoticePage;
use leptos::prelude::*;
use log_in::LogInPage;
use my_account::MyAccountPage;
use personal_data::PersonalDataPage;
use public_agents_area::PublicAgentsAreaPage;
use sensitive_area::SensitiveAreaPage;
use site_map::SiteMapPage;

/// Every page, in the order of the menu, the tiles, the footer and the site map.
pub static PAGES: &[Page] = &[
    Page {
        path: "/",
        title: "Accueil",
        access: Access::Public,
        place: Place::Menu,
        summary: None,
        view: View::Anyone(|agent| written(view! { <HomePage agent/> })),
    },
    Page {
        path: log_in::PATH,
        title: "Connexion",
        access: Access::Public,
        place: Place::Elsewhere,
        summary: None,
        view: View::Anyone(|agent| written(view! { <LogInPage agent/> })),
    },
    Page {
        path: "/mon-compte",
        title: "Mon compte",
        access: Access::SignedIn,
        place: Place::Menu,
        summary: Some("Ce que ProConnect a transmis à votre sujet."),
        view: View::Agent(|agent| written(view! { <MyAccountPage agent/> })),
    },
    Page {
        path: "/espace-agents-publics",
        title: "Espace des agents publics",
        access: Access::Role(PUBLIC_AGENT),
        place: Place::Menu,
        summary: Some("Une page que seuls les agents du secteur public peuvent ouvrir."),
        view: View::Agent(|agent| written(view! { <PublicAgentsAreaPage agent/> })),
    },
    Page {
        path: "/espace-sensible",
        title: "Espace sensible",
        access: Access::SecondFactor,
        place: Place::Menu,
        summary: Some("Une page qui demande une double authentification."),
        view: View::Agent(|agent| written(view! { <SensitiveAreaPage agent/> })),
    },
    Page {
        path: siret_check::functions::PATH,
        title: "Vérifier un SIRET",
        access: Access::SignedIn,
        place: Place::Elsewhere,
        summary: Some("Un numéro mal recopié se reconnaît à sa clé de contrôle."),
        view: View::Agent(|agent| written(view! { <SiretCheckPage agent/> })),
    },
    Page {
        path: "/plan-du-site",
        title: "Plan du site",
        access: Access::Public,
        place: Place::Footer,
        summary: None,
        view: View::Anyone(|_| written(view! { <SiteMapPage/> })),
    },
    Page {
        path: "/accessibilite",
        title: "Déclaration d’accessibilité",
        access: Access::Public,
        place: Place::Footer,
        summary: None,
        view: View::Anyone(|_| written(view! { <AccessibilityPage/> })),
    },
    Page {
        path: "/mentions-legales",
        title: "Mentions légales",
        access: Access::Public,
        place: Place::Footer,
        summary: None,
        view: View::Anyone(|_| written(view! { <LegalNoticePage/> })),
    },
    Page {
        path: "/donnees-personnelles",
        title: "Données personnelles",
        access: Access::Public,
        place: Place::Footer,
        summary: None,
        view: View::Anyone(|_| written(view! { <PersonalDataPage/> })),
    },
    Page {
        path: "/cookies",
        title: "Gestion des cookies",
        access: Access::Public,
        place: Place::Footer,
        summary: None,
        view: View::Anyone(|_| written(view! { <CookiesPage/> })),
    },
    Page {
        path: "/contact",
        title: "Contact et aide",
        access: Access::Public,
        place: Place::Footer,
        summary: Some("Les questions fréquentes, et comment nous écrire."),
        view: View::Anyone(|_| written(view! { <ContactPage/> })),
    },
];

/// The text of `/robots.txt`. It excludes the steps of a login, the server functions and the pages
/// that require a login.
pub fn robots_txt() -> String {
    let guarded = PAGES.iter().filter(|page| page.access != Access::Public);
    // A path with parameters is left out from the first of them on.
    let guarded = guarded.map(|page| before_parameters(page.path));
    let guarded = guarded.filter(|path| *path != "/");
    let paths = ["/api/", "/auth/", "/preferences/", refusals::page::PATH]
        .into_iter()
        .chain(guarded);
    let lines = paths.map(|path| format!("Disallow: {path}\n"));
    std::iter::once("User-agent: *\n".to_owned())
        .chain(lines)
        .collect()
}

fn before_parameters(path: &str) -> &str {
    path.split('{').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_one_row_and_a_page_for_agents_is_never_public() {
        for page in PAGES {
            let same = PAGES.iter().filter(|other| other.path == page.path);
            assert_eq!(same.count(), 1, "{}", page.path);
            let is_public = page.access == Access::Public;
            assert_eq!(
                matches!(page.view, View::Anyone(_)),
                is_public,
                "{}",
                page.path
            );
        }
    }

    #[test]
    fn robots_are_kept_out_of_guarded_pages_and_of_no_other() {
        let text = robots_txt();
        for page in PAGES {
            let line = format!("Disallow: {}\n", before_parameters(page.path));
            assert_eq!(
                text.contains(&line),
                page.access != Access::Public,
                "{text}"
            );
        }
        assert!(text.starts_with("User-agent: *\nDisallow: /api/\nDisallow: /auth/\n"));
    }
}
