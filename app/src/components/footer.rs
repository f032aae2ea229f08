use crate::service;
use leptos::prelude::*;

/// The foot of every page. It links to nothing that does not exist: a team adds its legal pages
/// here as it writes them, and changes the accessibility statement after an audit.
#[component]
pub fn Footer() -> impl IntoView {
    view! {
        <footer id="footer" class="fr-footer" role="contentinfo" tabindex="-1">
            <div class="fr-container">
                <div class="fr-footer__body">
                    <p class="fr-footer__brand">{service::NAME}</p>
                    <p class="fr-footer__content-desc">
                        "Pour toute question, écrivez à "
                        <a href=format!("mailto:{}", service::CONTACT_EMAIL)>
                            {service::CONTACT_EMAIL}
                        </a>
                        "."
                    </p>
                </div>
                <ul class="fr-footer__bottom-list">
                    <li class="fr-footer__bottom-item">"Accessibilité\u{a0}: non conforme"</li>
                    <li class="fr-footer__bottom-item">
                        <a
                            class="fr-footer__bottom-link"
                            href="https://www.proconnect.gouv.fr/"
                            target="_blank"
                            rel="noopener noreferrer"
                            title="proconnect.gouv.fr - nouvelle fenêtre"
                        >
                            "proconnect.gouv.fr"
                        </a>
                    </li>
                </ul>
            </div>
        </footer>
    }
}
