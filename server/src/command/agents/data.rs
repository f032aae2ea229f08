//! The export and the erasure of the data of a person.

use super::{
    acting::{Acting, hash},
    directory::{VERSION, without_administrator},
    printed::printed,
    values::Who,
};
use app::accounts::{
    change::AccountChange,
    directory,
    personal_data::{self, Erased},
};
use chrono::SecondsFormat;
use proconnect::web::OpenSession;
use serde_json::{Value, json};
use std::{error::Error, fmt::Write};

/// The data that no command erases.
const REMAINS: &str = "\
Restent, sans nom ni adresse\u{a0}: les lignes de la piste d’audit, où la personne est une empreinte, jusqu’à leur terme.
Restent, jusqu’à leur effacement\u{a0}: les sauvegardes de la base.
À sa prochaine connexion, la personne a un nouveau compte, sans rôle d’administration, si les règles d’accès l’admettent.
";

pub async fn export(acting: &Acting, who: &Who) -> Result<String, Box<dyn Error>> {
    let account = acting.find(who).await?;
    let mut exported = personal_data::export(&acting.database, &account).await?;
    let sessions = acting.sessions(&account.sub).await?;
    let sessions = sessions.iter().map(session).collect();
    exported.insert("sessions".to_owned(), Value::Array(sessions));
    exported.insert("version".to_owned(), VERSION.into());
    if let Some(target) = hash(&account.sub) {
        acting.record(AccountChange::Exported, target);
    }
    Ok(printed(&Value::Object(exported)))
}

fn session(session: &OpenSession) -> Value {
    let time = |at: chrono::DateTime<_>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    json!({
        "session": session.reference,
        "begun_at": time(session.begun_at),
        "seen_at": time(session.seen_at),
        "ends_at": time(session.ends_at),
        "user_agent": session.user_agent,
    })
}

pub async fn forget(acting: &Acting, who: &Who, json: bool) -> Result<String, Box<dyn Error>> {
    let account = acting.find(who).await?;
    let alone = directory::administered_alone(&acting.database, account.id).await?;
    // First, so that an erased person has no open session, even when the next step fails.
    let mut ended = acting.end_sessions(&account.sub).await?;
    let erased = personal_data::forget(&acting.database, &account).await?;
    // A login may have begun a session meanwhile, which would keep the identity of the person until its end.
    ended += acting.end_sessions(&account.sub).await?;
    if let Some(target) = hash(&account.sub) {
        acting.record(AccountChange::Forgotten, target);
    }
    if json {
        return Ok(as_json(ended, &erased, &alone));
    }
    let mut text = format!("Sessions fermées\u{a0}: {ended}\n");
    for Erased {
        name,
        rows,
        is_deleted,
    } in &erased
    {
        let what = if *is_deleted {
            "effacées"
        } else {
            "gardées sans la personne"
        };
        // Writing into a string does not fail.
        let _ = writeln!(text, "Lignes {what}, {name}\u{a0}: {rows}");
    }
    text.push_str(REMAINS);
    text.extend(alone.iter().map(|siret| without_administrator(siret)));
    Ok(text)
}

fn as_json(ended: usize, erased: &[Erased], alone: &[String]) -> String {
    let of = |is_deleted| {
        let rows = erased
            .iter()
            .filter(move |rows| rows.is_deleted == is_deleted);
        let rows = rows.map(|rows| (rows.name.to_owned(), Value::from(rows.rows)));
        Value::Object(rows.collect())
    };
    let value = json!({
        "version": VERSION,
        "sessions_ended": ended,
        "deleted": of(true),
        "kept_without_the_person": of(false),
        "without_administrator": alone,
    });
    printed(&value)
}
