//! The markup of each component, compared with the structure that the DSFR's documentation prescribes (version
//! 1.15, the « Code » tab of each page). This is our own reading of it, as selectors. The accordions, the menu and
//! the breadcrumb differ where the DSFR needs its script, which this site does not load: see
//! `docs/decisions/0009-two-skins-on-one-markup.md`.

use super::{agent, markup::Document, page_of_site, skins::site_with_dsfr};
use app::{agent::Agent, service::NOTICE};
use leptos::prelude::*;
use std::fs;

/// The address of the documentation, without the name of the component.
const DOCUMENTATION: &str = "https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/";

/// A component that a team may remove: `NOTICE` of `service.rs`.
const BAND: &str = "bandeau-d-information-importante";

struct Component {
    name: &'static str,
    /// A page that shows it.
    page: &'static str,
    /// For a signed-in agent.
    signed_in: bool,
    /// Each must match an element.
    selectors: &'static [&'static str],
}

const fn of(
    name: &'static str,
    page: &'static str,
    selectors: &'static [&'static str],
) -> Component {
    Component {
        name,
        page,
        signed_in: false,
        selectors,
    }
}

const fn signed_in(
    name: &'static str,
    page: &'static str,
    selectors: &'static [&'static str],
) -> Component {
    Component {
        signed_in: true,
        ..of(name, page, selectors)
    }
}

static COMPONENTS: &[Component] = &[
    of(
        "en-tete",
        "/contact",
        &[
            "header.fr-header[role=banner] > div.fr-header__body > div.fr-container > div.fr-header__body-row",
            "div.fr-header__body-row > div.fr-header__brand.fr-enlarge-link > div.fr-header__brand-top > div.fr-header__logo > p.fr-logo",
            "div.fr-header__brand > div.fr-header__service > a[href=/][title] > p.fr-header__service-title",
            "div.fr-header__service > p.fr-header__service-tagline",
            "header.fr-header > div.fr-header__menu > div.fr-container",
        ],
    ),
    signed_in(
        "en-tete",
        "/contact",
        &["div.fr-header__tools > div.fr-header__tools-links > ul.fr-btns-group > li > a.fr-btn"],
    ),
    of(
        "navigation-principale",
        "/",
        &[
            "nav.fr-nav[role=navigation][aria-label] > ul.fr-nav__list > li.fr-nav__item > a.fr-nav__link[href]",
            "li.fr-nav__item > a.fr-nav__link[aria-current=page]",
        ],
    ),
    of(
        "liens-d-evitement",
        "/contact",
        &[
            "body > div.fr-skiplinks > nav.fr-container[role=navigation][aria-label=Accès rapide] > ul.fr-skiplinks__list > li > a.fr-link[href=#content]",
            "main[id=content]",
            "footer[id=footer]",
        ],
    ),
    of(
        "fil-d-ariane",
        "/contact",
        &[
            "nav.fr-breadcrumb[role=navigation][aria-label] > ol.fr-breadcrumb__list > li > a.fr-breadcrumb__link[href]",
            "ol.fr-breadcrumb__list > li > a.fr-breadcrumb__link[aria-current=page]",
        ],
    ),
    of(
        "pied-de-page",
        "/contact",
        &[
            "footer.fr-footer[role=contentinfo] > div.fr-container > div.fr-footer__body > div.fr-footer__brand.fr-enlarge-link > a[href=/][title] > p.fr-logo",
            "div.fr-footer__body > div.fr-footer__content > p.fr-footer__content-desc",
            "div.fr-footer__content > ul.fr-footer__content-list > li.fr-footer__content-item > a.fr-footer__content-link[target=_blank][title]",
            "div.fr-container > div.fr-footer__bottom > ul.fr-footer__bottom-list > li.fr-footer__bottom-item > a.fr-footer__bottom-link",
            "div.fr-footer__bottom > div.fr-footer__bottom-copy > p > a[target=_blank]",
        ],
    ),
    of(
        "boutons-franceconnect-et-proconnect",
        "/",
        &[
            "div.fr-connect-group > form > button.fr-connect.fr-connect--pro > span.fr-connect__login",
            "button.fr-connect > span.fr-connect__brand",
            "div.fr-connect-group > p > a[target=_blank][title]",
        ],
    ),
    of(
        BAND,
        "/",
        &[
            "section.fr-notice.fr-notice--info > div.fr-container > div.fr-notice__body > p > span.fr-notice__title",
            "div.fr-notice__body > p > span.fr-notice__desc",
        ],
    ),
    of(
        "tableau",
        "/cookies",
        &[
            "div.fr-table > div.fr-table__wrapper > div.fr-table__container > div.fr-table__content > table > caption",
            "table > thead > tr > th[scope=col]",
            "table > tbody > tr > th[scope=row]",
            "table > tbody > tr > td",
        ],
    ),
    of(
        "badge",
        "/accessibilite",
        &["span.fr-badge.fr-badge--no-icon"],
    ),
    of(
        "lien",
        "/accessibilite",
        &["a.fr-link[target=_blank][title]"],
    ),
    signed_in(
        "tuile",
        "/",
        &[
            "li.fr-tile.fr-enlarge-link > div.fr-tile__body > div.fr-tile__content > h3.fr-tile__title > a[href]",
            "div.fr-tile__content > p.fr-tile__desc",
        ],
    ),
    signed_in(
        "alerte",
        "/espace-agents-publics",
        &["div.fr-alert.fr-alert--success.fr-alert--sm > p"],
    ),
    signed_in(
        "accordeon",
        "/mon-compte",
        &["details.fr-accordion > summary.fr-accordion__btn > h3.fr-accordion__title"],
    ),
    signed_in(
        "champ-de-saisie",
        "/mon-compte",
        &[
            "div.fr-input-group > label.fr-label[for] > span.fr-hint-text",
            "div.fr-input-group > input.fr-input[id]",
        ],
    ),
    signed_in(
        "bouton",
        "/mon-compte",
        &["form > button.fr-btn[type=submit]"],
    ),
];

#[tokio::test]
async fn the_markup_of_each_component_is_that_of_the_dsfrs_documentation() {
    let site = site_with_dsfr("markup");
    let is_shown = |component: &&Component| component.name != BAND || NOTICE.is_some();
    for component in COMPONENTS.iter().filter(is_shown) {
        let options = LeptosOptions::builder()
            .output_name("app")
            .site_root(site.to_str().unwrap())
            .build();
        let user: Option<Agent> = component.signed_in.then(agent);
        let html = page_of_site(options, component.page, "", user).await.html;
        let document = Document::parse(&html);
        for selector in component.selectors {
            let name = component.name;
            assert!(
                document.has(selector),
                "{selector}, after {DOCUMENTATION}{name}, in {html}"
            );
        }
    }
    fs::remove_dir_all(site).unwrap();
}

#[tokio::test]
async fn the_licence_and_the_way_home_are_worded_as_the_dsfr_prescribes() {
    let site = site_with_dsfr("wording");
    let options = LeptosOptions::builder()
        .output_name("app")
        .site_root(site.to_str().unwrap())
        .build();
    let html = page_of_site(options, "/", "", None).await.html;
    fs::remove_dir_all(site).unwrap();
    for words in [
        "Sauf mention explicite de propriété intellectuelle détenue par des tiers, les contenus de ce site sont proposés sous ",
        "title=\"Retour à l’accueil du site - ",
        "title=\"Accueil - ",
        "title=\"Qu’est-ce que ProConnect\u{a0}? - nouvelle fenêtre\"",
    ] {
        assert!(html.contains(words), "{words} in {html}");
    }
}
