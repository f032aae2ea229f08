use super::{
    fields::{EMAIL, ROLE},
    functions::{InviteMember, WithdrawInvitation},
    outcome::Outcome,
};
use crate::{
    accounts::{
        invitations::{Invitation, MOST_LISTED, VALID_DAYS},
        membership_role::MembershipRole,
    },
    agent_field::AgentField,
    fields::field_message::FieldMessage,
    paris_time,
};
use leptos::{either::Either, prelude::*, server_fn::ServerFn};

const FIELD: &str = "email";
const MESSAGE: &str = "email-message";

/// The invitations that can be used, and the form for another one.
#[component]
pub fn Invitations(
    listed: Vec<Invitation>,
    has_more: bool,
    outcome: Option<Outcome>,
) -> impl IntoView {
    let list = if listed.is_empty() {
        Either::Left(view! { <p>"Aucune invitation n’est en attente."</p> })
    } else {
        let items = listed
            .into_iter()
            .map(|invitation| view! { <Item invitation/> });
        Either::Right(view! { <ul class="app-members">{items.collect_view()}</ul> })
    };
    let more = has_more.then(|| {
        let more = format!("Seules les {MOST_LISTED}\u{a0}dernières invitations sont affichées.");
        view! { <p>{more}</p> }
    });
    view! {
        <h2>"Invitations en attente"</h2>
        {list}
        {more}
        <h2>"Inviter une personne"</h2>
        <p>
            {format!("L’invitation vaut {VALID_DAYS}\u{a0}jours. ")}
            "La personne n’a qu’à se connecter à ce service, avec cette adresse et pour cette organisation. Aucun \
            courriel ne lui est envoyé\u{a0}: prévenez-la."
        </p>
        <InviteForm is_mistaken=outcome == Some(Outcome::NoAddress)/>
    }
}

#[component]
fn InviteForm(is_mistaken: bool) -> impl IntoView {
    let verdict = move || {
        is_mistaken.then_some(Err(
            "Saisissez une adresse complète, comme nom@organisation.fr.",
        ))
    };
    let role = |role: MembershipRole| {
        let id = format!("role-{}", role.name());
        view! {
            <div class="fr-fieldset__element">
                <div class="fr-radio-group">
                    <input
                        type="radio"
                        id=id.clone()
                        name=ROLE
                        value=role.name()
                        checked=role == MembershipRole::Member
                    />
                    <label class="fr-label" for=id>{role.label()}</label>
                </div>
            </div>
        }
    };
    view! {
        <form method="post" action=InviteMember::url()>
            <AgentField/>
            <div class="fr-input-group" class=("fr-input-group--error", is_mistaken)>
                <label class="fr-label" for=FIELD>
                    "Adresse électronique professionnelle (obligatoire)"
                    <span class="fr-hint-text">
                        "Celle que ProConnect nous transmet. Exemple\u{a0}: nom@organisation.fr"
                    </span>
                </label>
                <input
                    class="fr-input"
                    id=FIELD
                    name=EMAIL
                    type="email"
                    autocomplete="off"
                    required
                    autofocus=is_mistaken
                    aria-describedby=MESSAGE
                    aria-invalid=is_mistaken.then_some("true")
                />
                <FieldMessage id=MESSAGE verdict/>
            </div>
            <fieldset class="fr-fieldset">
                <legend class="fr-fieldset__legend">"Rôle dans ce service"</legend>
                {MembershipRole::ALL.map(role).collect_view()}
            </fieldset>
            <button class="fr-btn" type="submit">"Inviter"</button>
        </form>
    }
}

#[component]
fn Item(invitation: Invitation) -> impl IntoView {
    let until = paris_time::in_words(invitation.expires_at);
    let whom = format!("\u{a0}: {}", invitation.address);
    let role = invitation.role.label();
    view! {
        <li>
            <h3><bdi>{invitation.address.clone()}</bdi></h3>
            <p>{format!("Rôle\u{a0}: {role}. Valable jusqu’au {until}.")}</p>
            <div class="app-buttons">
                <form method="post" action=WithdrawInvitation::url()>
                    <AgentField/>
                    <input type="hidden" name=EMAIL value=invitation.address/>
                    <button class="fr-btn fr-btn--secondary" type="submit">
                        "Retirer l’invitation" <span class="fr-sr-only">{whom}</span>
                    </button>
                </form>
            </div>
        </li>
    }
}
