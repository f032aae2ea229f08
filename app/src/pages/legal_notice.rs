use super::page_head::PageHead;
use crate::{
    components::link::{ExternalLink, MailLink},
    service,
};
use leptos::prelude::*;

/// The publisher and the host (law of 21 June 2004, article 1-1).
#[component]
pub fn LegalNoticePage() -> impl IntoView {
    view! {
        <PageHead/>
        <div class="app-prose">
            <h2>"Éditeur"</h2>
            <p>
                {service::PUBLISHER} <br/>
                <Address lines=service::PUBLISHER_ADDRESS/>
                {format!("Téléphone\u{a0}: {}", service::PUBLISHER_PHONE)} <br/>
                <MailLink/>
            </p>

            <h2>"Direction de la publication"</h2>
            <p>"La publication est dirigée par " {service::PUBLICATION_DIRECTOR} "."</p>

            <h2>"Hébergement"</h2>
            <p>
                {service::HOST} <br/>
                <Address lines=service::HOST_ADDRESS/>
                {format!("Téléphone\u{a0}: {}", service::HOST_PHONE)}
            </p>

            <h2>"Réutilisation"</h2>
            <p>
                "Sauf mention explicite de propriété intellectuelle détenue par des tiers, les contenus \
                de ce site peuvent être réutilisés librement, à condition d’en citer la source et la \
                date, sous "
                <ExternalLink
                    href="https://github.com/etalab/licence-ouverte/blob/master/LO.md"
                    text="licence etalab-2.0"
                />
                ". Les marques et les logotypes en sont exclus."
            </p>

            <h2>"Sécurité"</h2>
            <p>
                "Vous avez découvert une faille\u{a0}? Écrivez à " <MailLink/>
                " avant de la rendre publique\u{a0}: nous vous répondrons."
            </p>
        </div>
    }
}

#[component]
fn Address(lines: [&'static str; 2]) -> impl IntoView {
    lines.map(|line| view! { {line} <br/> }).collect_view()
}
