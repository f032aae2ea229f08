use super::{
    display::Display,
    header::Brand,
    link::{ExternalLink, MailLink},
};
use crate::{
    service,
    site_map::{ACCESSIBILITY, CONTACT, COOKIES, LEGAL_NOTICE, PERSONAL_DATA, Page, SITE_MAP},
};
use leptos::prelude::*;

/// The State's sites, in the order that is due.
const STATE_SITES: [(&str, &str); 4] = [
    ("info.gouv.fr", "https://www.info.gouv.fr/"),
    (
        "service-public.gouv.fr",
        "https://www.service-public.gouv.fr/",
    ),
    ("legifrance.gouv.fr", "https://www.legifrance.gouv.fr/"),
    ("data.gouv.fr", "https://www.data.gouv.fr/"),
];

/// The pages of the legal row, but the accessibility statement, whose link says more than its title.
const LEGAL_ROW: [Page; 4] = [LEGAL_NOTICE, PERSONAL_DATA, COOKIES, CONTACT];

/// [Pied de page](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/pied-de-page):
/// the State's sites, what the law wants on every page, the display settings and the licence.
#[component]
pub fn Footer() -> impl IntoView {
    let state_sites = STATE_SITES.map(|(text, href)| {
        view! {
            <li class="fr-footer__content-item">
                <ExternalLink href text class="fr-footer__content-link"/>
            </li>
        }
    });
    let accessibility = format!("Accessibilité\u{a0}: {}", service::ACCESSIBILITY.label());
    view! {
        <footer id="footer" class="fr-footer" role="contentinfo" tabindex="-1">
            <div class="fr-container">
                <div class="fr-footer__body">
                    <div class="fr-footer__brand">
                        <Brand/>
                        <p class="app-footer__service">{service::NAME}</p>
                    </div>
                    <div class="fr-footer__content">
                        <p class="fr-footer__content-desc">
                            "Publié par " {service::PUBLISHER} ". Pour toute question, écrivez à " <MailLink/> "."
                        </p>
                        <ul class="fr-footer__content-list">{state_sites.collect_view()}</ul>
                    </div>
                </div>
                <div class="fr-footer__bottom">
                    <ul class="fr-footer__bottom-list">
                        <BottomLink href=SITE_MAP.path text=SITE_MAP.title.to_owned()/>
                        <BottomLink href=ACCESSIBILITY.path text=accessibility/>
                        {LEGAL_ROW.map(|page| view! { <BottomLink href=page.path text=page.title.to_owned()/> }).collect_view()}
                    </ul>
                    <Display/>
                    <div class="fr-footer__bottom-copy">
                        <p>
                            "Sauf mention contraire, les textes de ce site peuvent être réutilisés sous "
                            <ExternalLink
                                href="https://github.com/etalab/licence-ouverte/blob/master/LO.md"
                                text="licence etalab-2.0"
                            />
                            "."
                        </p>
                    </div>
                </div>
            </div>
        </footer>
    }
}

#[component]
fn BottomLink(href: &'static str, text: String) -> impl IntoView {
    view! {
        <li class="fr-footer__bottom-item">
            <a class="fr-footer__bottom-link" href=href>{text}</a>
        </li>
    }
}
