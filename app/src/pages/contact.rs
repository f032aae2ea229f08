use super::page_head::PageHead;
use crate::{
    components::{
        accordion::{Accordion, AccordionsGroup},
        heading::HeadingLevel,
        link::{ExternalLink, MailLink},
    },
    refusals::page::PROCONNECT_HELP,
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
                "Si une page affiche une référence, écrivez depuis cette page\u{a0}: le message reprend \
                la référence, le code et l’heure, qui permettent de retrouver ce qui s’est passé. \
                N’envoyez jamais de mot de passe, à personne."
            </p>

            <h2>"Avant d’écrire"</h2>
            <AccordionsGroup>
                <Accordion title="Je n’arrive pas à me connecter" level=HeadingLevel::H3>
                    <p>
                        "Vérifiez que vous utilisez votre adresse professionnelle, et le même navigateur \
                        du début à la fin, cookies acceptés. Le service informatique de votre \
                        organisation connaît l’état de votre compte."
                    </p>
                </Accordion>
                <Accordion title="ProConnect affiche une erreur" level=HeadingLevel::H3>
                    <p>
                        "Copiez le code et l’identifiant affichés sur la page de ProConnect, puis \
                        écrivez à son assistance, qui les connaît\u{a0}: "
                        <ExternalLink href=PROCONNECT_HELP text="Centre d’aide de ProConnect"/>
                    </p>
                </Accordion>
                <Accordion title="Une page m’est refusée" level=HeadingLevel::H3>
                    <p>
                        "La page du refus indique la règle, et ce que ProConnect a transmis sur votre \
                        compte\u{a0}: rôles, organisation, SIRET. Si l’un de vos autres comptes \
                        professionnels convient, elle permet d’en changer."
                    </p>
                </Accordion>
                <Accordion title="Une information me concernant est fausse" level=HeadingLevel::H3>
                    <p>
                        "Ce service affiche ce que votre organisation transmet à ProConnect. La \
                        correction se fait auprès d’elle, puis arrive ici à la connexion suivante."
                    </p>
                </Accordion>
                <Accordion title="Je veux me connecter avec un autre compte" level=HeadingLevel::H3>
                    <p>
                        "Sur la page «\u{a0}Mon compte\u{a0}», «\u{a0}Changer de compte\u{a0}» demande \
                        l’adresse de l’autre compte\u{a0}: sa session remplace la session actuelle. La page \
                        d’un refus propose le même changement, puis vous ramène à la page demandée."
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
