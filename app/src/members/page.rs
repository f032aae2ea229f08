use super::{
    invitations::Invitations,
    item::MemberItem,
    listed::{AFTER, Listed},
    outcome::Outcome,
};
use crate::{
    accounts::scope::Scope,
    components::breadcrumb::Breadcrumb,
    document::{title::Title, written::written},
    page::{Loading, Page},
    siret::grouped,
};
use leptos::prelude::*;

pub use super::outcome::PATH;

/// Reads the members, and writes the page.
pub fn load(scope: Scope) -> Loading {
    Box::pin(async move {
        let listed = Listed::read(&scope).await?;
        Ok(written(view! { <MembersPage listed/> }))
    })
}

/// The members, a form for each change, and the invitations.
#[component]
pub fn MembersPage(listed: Listed) -> impl IntoView {
    let heading = Page::current().map_or("", |page| page.title);
    let outcome = listed.outcome.clone();
    let title = outcome.as_ref().map_or(heading, Outcome::title);
    let told = outcome.as_ref().map(|outcome| {
        let (severity, sentence) = (
            outcome.severity(),
            outcome.sentence(listed.changed.as_ref()),
        );
        let class = format!("fr-alert fr-alert--sm fr-alert--{}", severity.name());
        view! {
            <div class=class role="status">
                <p class="fr-sr-only">{severity.word()} "\u{a0}:"</p>
                <p><bdi>{sentence}</bdi></p>
            </div>
        }
    });
    let organisation = &listed.organisation;
    let siret = grouped(&organisation.siret);
    let organisation = organisation
        .label
        .clone()
        .unwrap_or_else(|| "votre organisation".to_owned());
    let next = listed.members.last().filter(|_| listed.has_more);
    let next = next.map(|last| format!("{PATH}?{AFTER}={}", last.id));
    let own = listed.own;
    let members = listed.members.into_iter();
    let members = members.map(|member| view! { <MemberItem is_own=member.id == own member/> });
    let invitations = listed.is_first.then(|| {
        view! {
            <Invitations listed=listed.invitations has_more=listed.has_more_invitations outcome/>
        }
    });
    view! {
        <Title text=title/>
        <Breadcrumb/>
        <div class="app-narrow">
            <h1>{heading}</h1>
            {told}
            <p class="fr-text--lead">
                "Voici les personnes qui se connectent à ce service pour " <bdi>{organisation}</bdi>
                {format!(" (SIRET {siret}).")}
            </p>
            <p>
                "Fermer l’accès d’une personne ferme aussitôt ses sessions, et l’empêche de revenir. Ses sessions \
                se ferment toutes, aussi celles qu’elle a ouvertes pour une autre organisation. Ce que la personne \
                a enregistré reste."
            </p>
            <h2>"Membres"</h2>
            <ul class="app-members">{members.collect_view()}</ul>
            <Others next is_first=listed.is_first/>
            {invitations}
        </div>
    }
}

/// The links to the other members.
#[component]
fn Others(next: Option<String>, is_first: bool) -> impl IntoView {
    let first = (!is_first).then(|| {
        view! { <li><a class="fr-link" href=PATH>"Revenir au début de la liste"</a></li> }
    });
    let is_alone = is_first && next.is_none();
    let next =
        next.map(|next| view! { <li><a class="fr-link" href=next>"Membres suivants"</a></li> });
    (!is_alone).then(|| view! { <ul class="app-ways-on">{first} {next}</ul> })
}
