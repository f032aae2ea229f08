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
    let legend = legend(pages.iter().map(|page| page.access));
    let legend = legend.into_iter().map(|(name, meaning)| {
        view! {
            <div>
                <dt><Badge severity=Severity::Info>{name}</Badge></dt>
                <dd>{meaning}</dd>
            </div>
        }
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

/// The restrictions of pages with their meanings, each pair once.
fn legend(accesses: impl Iterator<Item = Access>) -> Vec<(&'static str, &'static str)> {
    let mut entries = Vec::new();
    for access in accesses {
        let entry = access.restriction().map(|name| (name, access.meaning()));
        if let Some(entry) = entry.filter(|entry| !entries.contains(entry)) {
            entries.push(entry);
        }
    }
    entries
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::membership_role::MembershipRole;

    #[test]
    fn two_meanings_of_one_restriction_are_both_explained_and_the_same_one_once() {
        let accesses = [
            Access::Public,
            Access::SignedIn,
            Access::Membership(MembershipRole::Member),
            Access::Role("a role of the team"),
            Access::Entry(proconnect::web::RuleKind::Organisation),
        ];
        let entries = legend(accesses.into_iter());
        let names: Vec<_> = entries.iter().map(|(name, _)| *name).collect();
        assert_eq!(
            names,
            ["avec connexion", "accès restreint", "accès restreint"]
        );
        assert_ne!(entries[1].1, entries[2].1);
    }
}
