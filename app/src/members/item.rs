use super::{
    fields::{CHANGE, CLOSE, END_SESSIONS, MEMBER, REOPEN},
    functions::ChangeMember,
};
use crate::{
    accounts::{members::Member, membership_role::MembershipRole},
    agent_field::AgentField,
    components::{badge::Badge, severity::Severity},
    paris_time,
};
use leptos::{either::Either, prelude::*, server_fn::ServerFn};

/// A member, and the forms that change the membership. An administrator changes their own nowhere.
#[component]
pub fn MemberItem(member: Member, is_own: bool) -> impl IntoView {
    let is_administrator = member.role == MembershipRole::Administrator;
    let is_blocked = member.blocked_at.is_some();
    let email = member.email.clone();
    let last_login = paris_time::in_words(member.last_login_at);
    let badges = (is_administrator || is_blocked).then(|| {
        let administrator = is_administrator
            .then(|| view! { <Badge severity=Severity::Info>"Administration"</Badge> " " });
        let blocked =
            is_blocked.then(|| view! { <Badge severity=Severity::Warning>"Accès fermé"</Badge> });
        view! { <p>{administrator} {blocked}</p> }
    });
    let forms = if is_own {
        Either::Left(view! {
            <p>
                "C’est vous. Votre rôle et votre accès ne peuvent être modifiés que par une autre personne de \
                l’administration."
            </p>
        })
    } else {
        Either::Right(view! { <Forms member=member.clone()/> })
    };
    view! {
        <li>
            <h3><bdi>{member.name}</bdi></h3>
            {badges}
            <p>{email.map_or_else(
                || Either::Left(view! { <span class="app-absent">"adresse non communiquée"</span> }),
                |email| Either::Right(view! { <bdi>{email}</bdi> }),
            )}</p>
            <p>{format!("Dernière connexion\u{a0}: le {last_login}.")}</p>
            {forms}
        </li>
    }
}

#[component]
fn Forms(member: Member) -> impl IntoView {
    let (role, role_text) = match member.role {
        MembershipRole::Member => (MembershipRole::Administrator, "Confier l’administration"),
        MembershipRole::Administrator => (MembershipRole::Member, "Retirer l’administration"),
    };
    let (access, access_text) = match member.blocked_at {
        None => (CLOSE, "Fermer l’accès"),
        Some(_) => (REOPEN, "Rouvrir l’accès"),
    };
    let form = |change: &'static str, text: &'static str| {
        // Buttons of one name must lead to one result: the member's name distinguishes them.
        let whom = format!("\u{a0}: {}", member.name);
        view! {
            <form method="post" action=ChangeMember::url()>
                <AgentField/>
                <input type="hidden" name=MEMBER value=member.id.to_string()/>
                <input type="hidden" name=CHANGE value=change/>
                <button class="fr-btn fr-btn--secondary" type="submit">
                    {text} <span class="fr-sr-only">{whom}</span>
                </button>
            </form>
        }
    };
    view! {
        <div class="app-buttons">
            {form(role.name(), role_text)}
            {form(access, access_text)}
            {form(END_SESSIONS, "Fermer les sessions")}
        </div>
    }
}
