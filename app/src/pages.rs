//! The table of pages. A new page is a file in `pages/`, its `mod` and `use` here, and a row of the table:
//! routes, guard, menu, tiles, breadcrumb, site map, robots.txt and sitemap.xml come from the rows. A page whose
//! path has a parameter is linked from no menu, no tile and no site map.

pub mod accessibility;
pub mod contact;
pub mod cookies;
pub mod error;
pub mod hand_over;
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

use crate::service_requests;
use crate::{
    access::{Access, PUBLIC_AGENT},
    accounts::membership_role::MembershipRole,
    document::written::written,
    members, open_sessions,
    page::{ACCOUNT, LOG_IN, Page, Pages, Place, View},
    service,
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
        summary: service::TAGLINE,
        view: View::Anyone(|agent| written(view! { <HomePage agent/> })),
    },
    Page {
        path: LOG_IN,
        title: "Connexion",
        access: Access::Public,
        place: Place::Elsewhere,
        summary: "La connexion à ce service, par ProConnect.",
        view: View::Anyone(|agent| written(view! { <LogInPage agent/> })),
    },
    Page {
        path: ACCOUNT,
        title: "Mon compte",
        access: Access::SignedIn,
        place: Place::Elsewhere,
        summary: "Ce que ProConnect a transmis à votre sujet.",
        view: View::Agent(|agent| written(view! { <MyAccountPage agent/> })),
    },
    Page {
        path: open_sessions::page::PATH,
        title: "Mes connexions",
        access: Access::SignedIn,
        place: Place::Elsewhere,
        summary: "Les navigateurs où votre session est ouverte, et comment en fermer une.",
        view: View::Loaded(open_sessions::page::load),
    },
    Page {
        path: members::page::PATH,
        title: "Membres de l’organisation",
        access: Access::Membership(MembershipRole::Administrator),
        place: Place::Elsewhere,
        summary: "Les personnes qui ont accès à ce service pour votre organisation, et les invitations.",
        view: View::Scoped(members::page::load),
    },
    Page {
        path: "/espace-agents-publics",
        title: "Espace des agents publics",
        access: Access::Role(PUBLIC_AGENT),
        place: Place::Menu,
        summary: "Une page que seuls les agents du secteur public peuvent ouvrir.",
        view: View::Agent(|agent| written(view! { <PublicAgentsAreaPage agent/> })),
    },
    Page {
        path: "/espace-sensible",
        title: "Opérations protégées",
        access: Access::SecondFactor,
        place: Place::Menu,
        summary: "Une page qui demande une double authentification.",
        view: View::Agent(|agent| written(view! { <SensitiveAreaPage agent/> })),
    },
    Page {
        path: service_requests::model::PATH,
        title: "Demandes",
        access: Access::Membership(MembershipRole::Member),
        place: Place::Menu,
        summary: "Les demandes de votre organisation, et où elles en sont.",
        view: View::Scoped(service_requests::list::load),
    },
    Page {
        path: service_requests::model::NEW,
        title: "Nouvelle demande",
        access: Access::Membership(MembershipRole::Member),
        place: Place::Elsewhere,
        summary: "Déposez une demande pour votre organisation.",
        view: View::Scoped(service_requests::form::load),
    },
    Page {
        path: service_requests::model::FILE,
        title: "Demandes (CSV)",
        access: Access::Membership(MembershipRole::Member),
        place: Place::Elsewhere,
        summary: "Les demandes de votre organisation, pour un tableur.",
        view: View::Download(service_requests::export::load),
    },
    Page {
        path: service_requests::detail::PAGE,
        title: "Demande",
        access: Access::Membership(MembershipRole::Member),
        place: Place::Elsewhere,
        summary: "Une demande, et son historique.",
        view: View::Scoped(service_requests::detail::load),
    },
    Page {
        path: "/plan-du-site",
        title: "Plan du site",
        access: Access::Public,
        place: Place::Footer,
        summary: "Toutes les pages de ce site, et qui peut les ouvrir.",
        view: View::Anyone(|_| written(view! { <SiteMapPage/> })),
    },
    Page {
        path: "/accessibilite",
        title: "Déclaration d’accessibilité",
        access: Access::Public,
        place: Place::Footer,
        summary: "L’état de conformité du site, et comment signaler une difficulté.",
        view: View::Anyone(|_| written(view! { <AccessibilityPage/> })),
    },
    Page {
        path: "/mentions-legales",
        title: "Mentions légales",
        access: Access::Public,
        place: Place::Footer,
        summary: "Qui publie ce site et qui l’héberge.",
        view: View::Anyone(|_| written(view! { <LegalNoticePage/> })),
    },
    Page {
        path: "/donnees-personnelles",
        title: "Données personnelles",
        access: Access::Public,
        place: Place::Footer,
        summary: "Les données que ce service traite, pourquoi, combien de temps, et vos droits.",
        view: View::Anyone(|_| written(view! { <PersonalDataPage/> })),
    },
    Page {
        path: "/cookies",
        title: "Gestion des cookies",
        access: Access::Public,
        place: Place::Footer,
        summary: "Les cookies que ce site dépose, tous nécessaires, et comment les effacer.",
        view: View::Anyone(|_| written(view! { <CookiesPage/> })),
    },
    Page {
        path: "/contact",
        title: "Contact et aide",
        access: Access::Public,
        place: Place::Menu,
        summary: "Les questions fréquentes, et comment nous écrire.",
        view: View::Anyone(|_| written(view! { <ContactPage/> })),
    },
];

/// The page whose address this path only resembles: written with capitals, or with slashes at its end.
pub fn resembling(path: &str) -> Option<&'static Page> {
    let path = path.trim_end_matches('/').to_ascii_lowercase();
    let page = Pages(PAGES).at(if path.is_empty() { "/" } else { &path })?;
    (!page.has_parameter()).then_some(page)
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
    fn an_address_resembles_a_page_in_its_case_and_its_last_slashes_only() {
        for (path, page) in [
            ("/contact/", Some("/contact")),
            ("/Contact", Some("/contact")),
            ("/MON-COMPTE//", Some("/mon-compte")),
            ("//", Some("/")),
            ("//contact", None),
            ("/contact/7", None),
            ("/contact.", None),
            ("//evil.example/", None),
            ("/inconnue/", None),
        ] {
            assert_eq!(resembling(path).map(|page| page.path), page, "{path}");
        }
    }
}
