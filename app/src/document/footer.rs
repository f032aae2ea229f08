use super::{
    display::Display,
    header::{Mark, home_title},
};
use crate::{
    components::link::{ExternalLink, MailLink},
    page::{Page, Pages, Place},
    service,
};
use leptos::prelude::*;

/// The State's sites, in the order that the DSFR prescribes.
const STATE_SITES: [(&str, &str); 4] = [
    ("info.gouv.fr", "https://www.info.gouv.fr/"),
    (
        "service-public.gouv.fr",
        "https://www.service-public.gouv.fr/",
    ),
    ("legifrance.gouv.fr", "https://www.legifrance.gouv.fr/"),
    ("data.gouv.fr", "https://www.data.gouv.fr/"),
];

/// The accessibility statement. The law requires its link to state the site's conformity.
const ACCESSIBILITY: &str = "/accessibilite";

/// [Pied de
/// page](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/pied-de-page): the
/// State's sites, the links that the law requires on every page, the display settings and the
/// licence.
#[component]
pub fn Footer() -> impl IntoView {
    let state_sites = STATE_SITES.map(|(text, href)| {
        view! {
            <li class="fr-footer__content-item">
                <ExternalLink href text class="fr-footer__content-link"/>
            </li>
        }
    });
    let bottom_list = Pages::current().offered(Place::Footer, None);
    view! {
        <footer id="footer" class="fr-footer" role="contentinfo" tabindex="-1">
            <div class="fr-container">
                <div class="fr-footer__body">
                    <div class="fr-footer__brand fr-enlarge-link">
                        <a class="app-footer__home" href="/" title=home_title("Retour à l’accueil du site")>
                            <Mark/>
                            <p class="app-footer__service">{service::NAME}</p>
                        </a>
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
                        {bottom_list.map(|page| view! { <BottomLink page/> }).collect_view()}
                    </ul>
                    <Display/>
                    <div class="fr-footer__bottom-copy">
                        <p>
                            "Sauf mention explicite de propriété intellectuelle détenue par des tiers, \
                            les contenus de ce site sont proposés sous "
                            <ExternalLink
                                href="https://github.com/etalab/licence-ouverte/blob/master/LO.md"
                                text="licence etalab-2.0"
                            />
                        </p>
                    </div>
                </div>
            </div>
        </footer>
    }
}

#[component]
fn BottomLink(page: &'static Page) -> impl IntoView {
    let text = match page.path {
        ACCESSIBILITY => format!(
            "Accessibilité\u{a0}: {}",
            service::ACCESSIBILITY.status.label()
        ),
        _ => page.title.to_owned(),
    };
    view! {
        <li class="fr-footer__bottom-item">
            <a class="fr-footer__bottom-link" href=page.path>{text}</a>
        </li>
    }
}
