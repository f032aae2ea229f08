use super::page_head::PageHead;
use crate::{
    components::badge::Badge,
    components::severity::Severity,
    page::{Page, Pages},
    pages::log_in,
};
use leptos::prelude::*;

/// Every page that can be linked to, and who may see it.
#[component]
pub fn SiteMapPage() -> impl IntoView {
    let pages = Pages::current();
    let own_path = Page::current().map(|page| page.path);
    let entries = pages
        .linked()
        .filter(|page| Some(page.path) != own_path)
        .map(|page| {
            let restriction = page.access.restriction().map(|text| {
                view! { " " <Badge severity=Severity::Info>{text}</Badge> }
            });
            view! {
                <li>
                    <a class="fr-link" href=page.path>{page.title}</a>
                    {restriction}
                </li>
            }
        });
    let login = pages.title(log_in::PATH);
    view! {
        <PageHead/>
        <div class="app-prose">
            <ul class="app-site-map">{entries.collect_view()}</ul>
            <p class="fr-hint-text">
                "Une page «\u{a0}avec connexion\u{a0}» mène d’abord à la page «\u{a0}" {login} "\u{a0}»."
            </p>
        </div>
    }
}
