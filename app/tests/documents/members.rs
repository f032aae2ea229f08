//! « Membres de l’organisation », with members that a test gives.

use super::{agent, options, read, request};
use app::{
    accounts::{
        invitations::Invitation, members::Member, membership_role::MembershipRole,
        scope::Organisation,
    },
    agent::Agent,
    document::written::written,
    members::{
        listed::Listed,
        outcome::{Outcome, PATH},
        page::MembersPage,
    },
    page::{Loading, Page, View},
    pages::PAGES,
    render_page,
};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use std::sync::LazyLock;
use uuid::Uuid;

/// The page of the table, with members in context instead of those of a database.
static PAGE: LazyLock<Page> = LazyLock::new(|| {
    let row = PAGES.iter().find(|page| page.path == PATH).unwrap();
    Page {
        view: View::Loaded(load),
        ..*row
    }
});

fn load(_: Agent) -> Loading {
    Box::pin(async {
        let listed: Listed = expect_context();
        Ok(written(view! { <MembersPage listed/> }))
    })
}

fn now() -> DateTime<Utc> {
    "2026-11-27T11:41:00Z".parse().unwrap()
}

fn member(id: u128, name: &str, role: MembershipRole) -> Member {
    Member {
        id: Uuid::from_u128(id),
        sub: format!("sub-{id}"),
        name: name.to_owned(),
        email: Some(format!("membre{id}@ministere.example.fr")),
        role,
        blocked_at: None,
        last_login_at: now(),
    }
}

fn listed() -> Listed {
    Listed {
        organisation: Organisation {
            id: Uuid::from_u128(9),
            siret: "13002526500013".to_owned(),
            label: Some("Direction <b>du</b> numérique".to_owned()),
        },
        own: Uuid::from_u128(1),
        members: vec![
            member(1, "Angèle Dubois", MembershipRole::Administrator),
            member(2, "Olivier Postel", MembershipRole::Member),
        ],
        is_first: true,
        has_more: false,
        invitations: Vec::new(),
        has_more_invitations: false,
        outcome: None,
        changed: None,
    }
}

async fn show(listed: Listed) -> String {
    let context = move || provide_context(listed);
    let request = request(PATH, "", Some(agent()));
    read(render_page(context, options(), LazyLock::force(&PAGE), request).await)
        .await
        .html
}

/// The page of an organisation with two members and an invitation.
pub async fn example() -> String {
    let invitation = Invitation {
        address: "recrue@ministere.example.fr".to_owned(),
        role: MembershipRole::Administrator,
        expires_at: now(),
    };
    show(Listed {
        invitations: vec![invitation],
        has_more: true,
        ..listed()
    })
    .await
}

/// The list items of the members.
fn items(html: &str) -> Vec<&str> {
    let list = html.split("<ul class=\"app-members\">").nth(1).unwrap();
    let list = list.split("</ul>").next().unwrap();
    list.split("<li>").skip(1).collect()
}

#[tokio::test]
async fn each_member_but_oneself_has_a_form_for_each_change() {
    let mut blocked = member(
        3,
        "<script>alert(1)</script>",
        MembershipRole::Administrator,
    );
    blocked.blocked_at = Some(now());
    blocked.email = None;
    let mut listed = listed();
    listed.members.push(blocked);
    let html = show(listed).await;
    assert!(
        !html.contains("alert(1)</script>") && !html.contains("<b>du</b>"),
        "{html}"
    );
    assert!(
        !html.contains("sub-"),
        "no page shows an identifier of ProConnect"
    );
    let items = items(&html);
    assert_eq!(items.len(), 3);
    assert!(
        items[0].contains("C’est vous.") && !items[0].contains("<form"),
        "{}",
        items[0]
    );
    for part in [
        "name=\"agent\" value=\"d1g3st\"",
        "name=\"member\" value=\"00000000-0000-0000-0000-000000000002\"",
        "name=\"change\" value=\"administrator\"",
        "name=\"change\" value=\"close\"",
        "name=\"change\" value=\"end_sessions\"",
        "Fermer l’accès<span class=\"fr-sr-only\">\u{a0}: Olivier Postel</span>",
    ] {
        assert!(items[1].contains(part), "{part} in {}", items[1]);
    }
    for part in [
        "Administration</span>",
        "Accès fermé</span>",
        "value=\"reopen\"",
        "value=\"member\"",
        "adresse non communiquée",
    ] {
        assert!(items[2].contains(part), "{part} in {}", items[2]);
    }
}

#[tokio::test]
async fn invitations_are_on_the_first_page_and_the_others_are_a_link_away() {
    let html = example().await;
    for part in [
        "recrue@ministere.example.fr",
        "Rôle\u{a0}: Administration. Valable jusqu’au 27\u{a0}novembre\u{a0}2026",
        "action=\"/api/withdraw_invitation\"",
        "/organisation/membres?apres=00000000-0000-0000-0000-000000000002",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let html = show(Listed {
        is_first: false,
        ..listed()
    })
    .await;
    assert!(
        html.contains("Revenir au début de la liste") && !html.contains("/api/invite_member"),
        "{html}"
    );
}

#[tokio::test]
async fn a_result_is_told_by_the_title_and_a_mistake_at_its_field() {
    let changed = member(2, "Olivier Postel", MembershipRole::Administrator);
    let html = show(Listed {
        outcome: Some(Outcome::RoleChanged(changed.id)),
        changed: Some(changed),
        ..listed()
    })
    .await;
    assert!(
        html.contains("<title>Rôle modifié\u{a0}: Membres de l’organisation — "),
        "{html}"
    );
    assert!(
        html.contains("Olivier Postel fait désormais partie de l’administration."),
        "{html}"
    );
    let html = show(Listed {
        outcome: Some(Outcome::NoAddress),
        ..listed()
    })
    .await;
    assert!(html.contains("<title>Erreur\u{a0}: "), "{html}");
    assert!(
        html.contains("aria-invalid=\"true\"") && html.contains("Saisissez une adresse complète"),
        "{html}"
    );
}
