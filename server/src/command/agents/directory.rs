//! The agents and their roles.

use super::{
    acting::{Acting, hash},
    printed::printed,
    values::{Address, Nothing, Who},
};
use app::accounts::{
    change::AccountChange,
    directory::{self, Attached, Listed},
    membership_role::MembershipRole,
};
use chrono::{DateTime, SecondsFormat, Utc};
use proconnect::{
    Siret, Subject,
    web::{AgentHash, PlainText},
};
use serde_json::{Value, json};
use std::{error::Error, fmt::Write};

/// The version of the JSON: a change that a program would notice increases it.
pub const VERSION: u32 = 1;

type Answer = Result<String, Box<dyn Error>>;

pub async fn list(acting: &Acting, siret: Option<&Siret>, json: bool) -> Answer {
    let listed = directory::list(&acting.database, siret.map(Siret::as_str)).await?;
    if json {
        let agents: Vec<_> = listed.iter().map(value).collect();
        return Ok(printed(&json!({ "version": VERSION, "agents": agents })));
    }
    if listed.is_empty() {
        return Ok("Aucun agent connu.\n".to_owned());
    }
    let mut text = format!(
        "{:14}  {:13}  {:5}  {:20}  {:36}  {}\n",
        "SIRET", "ROLE", "ACCES", "DERNIERE CONNEXION", "SUB", "ADRESSE"
    );
    for agent in &listed {
        let access = if agent.blocked_at.is_some() {
            "fermé"
        } else {
            ""
        };
        // An address is a text from outside: it must not change the terminal.
        let email = PlainText::new(agent.email.as_deref().unwrap_or("-"));
        // Writing into a string does not fail.
        let _ = writeln!(
            text,
            "{:14}  {:13}  {access:5}  {}  {:36}  {email}",
            agent.siret.as_deref().unwrap_or("-"),
            agent.role.as_deref().unwrap_or("-"),
            time(agent.last_login_at),
            agent.sub,
        );
    }
    Ok(text)
}

fn value(agent: &Listed) -> Value {
    json!({
        "sub": agent.sub,
        "email": agent.email,
        "siret": agent.siret,
        "role": agent.role,
        "blocked_at": agent.blocked_at.map(time),
        "last_login_at": time(agent.last_login_at),
    })
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

pub async fn invite(
    acting: &Acting,
    Address(address): &Address,
    siret: &Siret,
    role: MembershipRole,
) -> Answer {
    let now = acting.now();
    if !directory::invite(&acting.database, siret.as_str(), address, role, now).await? {
        return Err(Nothing(format!(
            "{address} est déjà membre de {siret}\u{a0}: «\u{a0}server agents role\u{a0}» change son rôle."
        ))
        .into());
    }
    acting.record(AccountChange::Invited(role), AgentHash::of_address(address));
    Ok(format!(
        "Invitation de {address} enregistrée dans {siret} ({}), pour 30 jours. Aucun courriel n’est envoyé\u{a0}: prévenez la \
         personne.\n",
        role.name()
    ))
}

pub async fn role(acting: &Acting, who: &Who, siret: &Siret, role: MembershipRole) -> Answer {
    let account = acting.find(who).await?;
    let alone = directory::administered_alone(&acting.database, account.id).await?;
    if !directory::set_role(&acting.database, account.id, siret.as_str(), role).await? {
        return Err(Nothing(format!(
            "Cet agent n’est pas membre de {siret}\u{a0}: «\u{a0}server agents invite\u{a0}» l’y invite."
        ))
        .into());
    }
    if let Some(target) = hash(&account.sub) {
        acting.record(AccountChange::Role(role), target);
    }
    let mut text = format!("Le rôle de l’agent dans {siret} est {}.\n", role.name());
    if role == MembershipRole::Member && alone.iter().any(|alone| alone == siret.as_str()) {
        text.push_str(&without_administrator(siret.as_str()));
    }
    Ok(text)
}

/// The warning about an organisation that nobody administers any more.
pub fn without_administrator(siret: &str) -> String {
    format!(
        "Attention\u{a0}: plus personne n’administre {siret}. «\u{a0}server agents invite --role \
         administrator\u{a0}» ou «\u{a0}server agents role\u{a0}» y pourvoit.\n"
    )
}

pub async fn attach(acting: &Acting, Address(address): &Address, sub: &Subject) -> Answer {
    let former = match directory::attach(&acting.database, address, sub.as_str()).await? {
        Attached::InPlaceOf(former) => former,
        Attached::NoAccount => {
            return Err(Nothing(format!("Aucun compte n’a l’adresse {address}.")).into());
        }
        Attached::IsTaken => {
            return Err(Nothing(
                "Un autre compte a ce «\u{a0}sub\u{a0}»\u{a0}: effacez-le d’abord (server agents forget --sub)."
                    .to_owned(),
            )
            .into());
        }
    };
    // Under both names: a reader of the trail finds the change from either.
    let targets = [hash(&former), Some(AgentHash::of(sub))];
    for target in targets.into_iter().flatten() {
        acting.record(AccountChange::SubjectAttached, target);
    }
    let ended = acting.end_sessions(&former).await?;
    Ok(format!(
        "Le compte de {address} a le nouveau «\u{a0}sub\u{a0}». Sessions fermées\u{a0}: {ended}.\n"
    ))
}
