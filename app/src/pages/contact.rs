use super::page_head::PageHead;
use crate::{
    components::{
        accordion::{Accordion, AccordionsGroup},
        heading::HeadingLevel,
        link::{ExternalLink, MailLink},
    },
    service,
};
use leptos::prelude::*;

/// The team's address, and the most frequent questions.
#[component]
pub fn ContactPage() -> impl IntoView {
    view! {
        <PageHead/>
        <div class="app-prose">
            <p class="fr-text--lead">
                "Écrivez à " <MailLink/>
                {format!("\u{a0}: l’équipe répond sous {}\u{a0}jours ouvrés.", service::ANSWER_DAYS)}
            </p>
            <p>
                "Si une page affiche une référence, citez-la\u{a0}: elle permet de retrouver ce qui \
                s’est passé. N’envoyez jamais de mot de passe, à personne."
            </p>

            <h2>"Avant d’écrire"</h2>
            <AccordionsGroup>
                <Accordion title="Je n’arrive pas à me connecter" level=HeadingLevel::H3>
                    <p>
                        "Vérifiez que vous utilisez votre adresse professionnelle, et le même navigateur \
                        du début à la fin, cookies acceptés. Si ProConnect affiche une erreur, le \
                        service informatique de votre organisation connaît l’état de votre compte."
                    </p>
                </Accordion>
                <Accordion title="Mon nom ou mon organisation est faux" level=HeadingLevel::H3>
                    <p>
                        "Ce service affiche ce que votre organisation transmet à ProConnect. La \
                        correction se fait auprès d’elle, puis arrive ici à la connexion suivante."
                    </p>
                </Accordion>
                <Accordion title="Je veux me connecter avec un autre compte" level=HeadingLevel::H3>
                    <p>
                        "Déconnectez-vous d’abord\u{a0}: le bouton ferme aussi la session ProConnect. \
                        À la connexion suivante, choisissez l’autre adresse."
                    </p>
                </Accordion>
                <Accordion title="Qu’est-ce que ProConnect\u{a0}?" level=HeadingLevel::H3>
                    <p>
                        "ProConnect identifie les professionnels auprès des services de l’État, avec le \
                        compte de leur organisation. Ce service ne voit jamais votre mot de passe. "
                        <ExternalLink
                            href="https://www.proconnect.gouv.fr/"
                            text="En savoir plus sur ProConnect"
                        />
                    </p>
                </Accordion>
            </AccordionsGroup>
        </div>
    }
}
