use super::page_head::PageHead;
use crate::{
    components::badge::Badge,
    components::severity::Severity,
    site_map::{Access, LOG_IN, PAGES, PUBLIC_AGENT, SITE_MAP},
};
use leptos::prelude::*;

/// Every page, and who may see it.
#[component]
pub fn SiteMapPage() -> impl IntoView {
    let entries = PAGES
        .into_iter()
        .filter(|page| *page != SITE_MAP)
        .map(|page| {
            let restriction = match page.access {
                Access::Public => None,
                Access::SignedIn => Some("avec connexion"),
                Access::Role(PUBLIC_AGENT) => Some("agents publics"),
                Access::Role(_) => Some("accès restreint"),
                Access::SecondFactor => Some("double authentification"),
            };
            let restriction = restriction.map(|text| {
                view! { " " <Badge severity=Severity::Info>{text}</Badge> }
            });
            view! {
                <li>
                    <a class="fr-link" href=page.path>{page.title}</a>
                    {restriction}
                </li>
            }
        });
    view! {
        <PageHead page=SITE_MAP/>
        <div class="app-prose">
            <ul class="app-site-map">{entries.collect_view()}</ul>
            <p class="fr-hint-text">
                "Une page «\u{a0}avec connexion\u{a0}» mène d’abord à la page «\u{a0}" {LOG_IN.title} "\u{a0}»."
            </p>
        </div>
    }
}
