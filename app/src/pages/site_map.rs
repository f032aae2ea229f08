use super::page_head::PageHead;
use crate::{
    access::Access,
    components::{badge::Badge, severity::Severity},
    members, open_sessions,
    page::{ACCOUNT, LOG_IN, Page, Pages, Place},
};
use leptos::prelude::*;

/// A section of the site map.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Service,
    Account,
    Information,
}

impl Section {
    const ALL: [Self; 3] = [Self::Service, Self::Account, Self::Information];

    fn of(page: &Page) -> Self {
        match (page.path, page.place) {
            (LOG_IN | ACCOUNT | open_sessions::page::PATH | members::page::PATH, _) => {
                Self::Account
            }
            (_, Place::Footer) => Self::Information,
            _ => Self::Service,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Service => "Le service",
            Self::Account => "Votre compte",
            Self::Information => "Informations sur le site",
        }
    }
}

/// Every page that can be linked to, and who may open it.
#[component]
pub fn SiteMapPage() -> impl IntoView {
    let own_path = Page::current().map(|page| page.path);
    let pages = Pages::current().linked();
    let pages: Vec<_> = pages.filter(|page| Some(page.path) != own_path).collect();
    let sections = Section::ALL.map(|section| {
        let pages = pages.iter().filter(|page| Section::of(page) == section);
        let entries = pages.map(|page| view! { <Entry page/> }).collect_view();
        view! {
            <h2>{section.title()}</h2>
            <ul class="app-site-map">{entries}</ul>
        }
    });
    let mut restrictions: Vec<Access> = Vec::new();
    for page in &pages {
        let legend = |access: Access| (access.restriction(), access.meaning());
        let is_known = |known: &Access| legend(*known) == legend(page.access);
        if page.access != Access::Public && !restrictions.iter().any(is_known) {
            restrictions.push(page.access);
        }
    }
    let legend = restrictions.into_iter().filter_map(|access| {
        let (name, meaning) = (access.restriction()?, access.meaning());
        Some(view! {
            <div>
                <dt><Badge severity=Severity::Info>{name}</Badge></dt>
                <dd>{meaning}</dd>
            </div>
        })
    });
    view! {
        <PageHead/>
        <div class="app-prose">
            {sections.collect_view()}
            <h2>"Qui peut ouvrir ces pages"</h2>
            <p>"Sans mention, une page est ouverte à tout le monde."</p>
            <dl class="app-legend">{legend.collect_view()}</dl>
        </div>
    }
}

#[component]
fn Entry(page: &'static Page) -> impl IntoView {
    let restriction = page.access.restriction().map(|text| {
        view! { " " <Badge severity=Severity::Info>{text}</Badge> }
    });
    view! {
        <li>
            <a class="fr-link" href=page.path>{page.title}</a>
            {restriction}
        </li>
    }
}
