//! `server sessions`, for operators: lists the open sessions, and ends them. Settings and stores are those of the
//! server, which may run meanwhile. `docs/guides/exploitation.md` describes it.

mod output;

use super::{help::TEMPLATE, operator};
use crate::{audit::JsonLines, settings::Settings, stores::Stores};
use chrono::{DateTime, Utc};
use output::Output;
use proconnect::{
    Clock,
    error::SessionError,
    identity::Subject,
    web::{
        AgentHash, AuditAction, AuditEvent, AuditSink, AuditedOperator, EndedBy, EndedSession,
        OpenSession, Selection, SessionReference, SessionRegistry,
    },
};
use std::{
    error::Error,
    io::{self, Write},
    process::ExitCode,
    sync::Arc,
};

#[derive(clap::Args)]
pub struct Options {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Liste les sessions ouvertes. La dernière utilisée vient d’abord
    #[command(help_template = TEMPLATE)]
    List {
        /// Seulement celles de cet agent : son « sub », ou son empreinte (user.hash) du journal d’audit
        #[arg(long)]
        sub: Option<String>,
        /// Écrit le résultat en JSON
        #[arg(long)]
        json: bool,
    },
    /// Ferme des sessions. Elles sont fermées dès leur prochaine requête, sur toutes les instances
    #[command(help_template = TEMPLATE)]
    End {
        #[command(flatten)]
        which: Which,
        /// Écrit le résultat en JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(clap::Args)]
#[group(required = true, multiple = false)]
struct Which {
    /// Celles de cet agent : son « sub », ou son empreinte (user.hash) du journal d’audit
    #[arg(long)]
    sub: Option<String>,
    /// Celle de cette référence, donnée par la liste et par le journal d’audit
    #[arg(long, value_name = "REFERENCE")]
    session: Option<SessionReference>,
    /// Toutes, de tous les agents
    #[arg(long)]
    all: bool,
}

/// Prints the result on the standard output, and the events of the audit trail, which name the operator, on the
/// error output. The code is a failure where a store does not answer.
pub async fn run(options: &Options) -> ExitCode {
    match act(&options.action).await {
        Ok(text) => {
            // A reader that left, as `head` does, changes nothing.
            let _ = io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(error) => {
            if error.is::<SessionError>() {
                eprintln!(
                    "La base des sessions ne répond pas\u{a0}: «\u{a0}server check\u{a0}» en donne la cause."
                );
            } else {
                eprintln!("{error}");
            }
            ExitCode::FAILURE
        }
    }
}

async fn act(action: &Action) -> Result<String, Box<dyn Error>> {
    #[cfg(feature = "development")]
    crate::development::read_env_file()?;
    let settings = Settings::from_environment()?;
    // The standard output is for the result.
    let audit: Arc<dyn AuditSink> = Arc::new(JsonLines::new(io::stderr()));
    let clock = Clock::system();
    let stores = Stores::open(&settings, clock.clone(), Arc::clone(&audit)).await?;
    let registry = stores.sessions;
    let (output, json) = match action {
        Action::List { sub, json } => {
            let listed = list(&registry, sub.as_deref()).await?;
            (Output::Open(listed), *json)
        }
        Action::End { which, json } => {
            let ended = end(&registry, which).await?;
            let by = operator::of_this_process();
            let events = ended.iter().map(|ended| event(ended, clock.now(), &by));
            events.for_each(|event| audit.record(&event));
            (Output::Ended(ended), *json)
        }
    };
    Ok(if json {
        output.to_json()
    } else {
        output.to_text()
    })
}

async fn list(
    registry: &dyn SessionRegistry,
    sub: Option<&str>,
) -> Result<Vec<OpenSession>, SessionError> {
    let Some(sub) = sub else {
        return registry.list(None).await;
    };
    let mut sessions = Vec::new();
    for agent in agents(sub) {
        sessions.extend(registry.list(Some(&agent)).await?);
    }
    Ok(sessions)
}

async fn end(
    registry: &dyn SessionRegistry,
    which: &Which,
) -> Result<Vec<EndedSession>, SessionError> {
    let one = which.session.clone().map(Selection::One);
    let of_agent = which.sub.as_deref().map(agents).unwrap_or_default();
    let of_agent = of_agent.into_iter().map(Selection::AllOf);
    let all = which.all.then_some(Selection::All);
    let mut ended = Vec::new();
    for selection in one.into_iter().chain(of_agent).chain(all) {
        ended.extend(registry.end(&selection).await?);
    }
    Ok(ended)
}

/// The agent of this `sub`, and the agent of this hash where the text may be one. No text is both.
fn agents(text: &str) -> Vec<AgentHash> {
    let of_sub = Subject::try_from(text.to_owned()).ok();
    let of_sub = of_sub.as_ref().map(AgentHash::of);
    let is_hash = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let hash = (text.len() == 16 && text.bytes().all(is_hash)).then(|| text.to_owned());
    let by_hash = hash.map(AgentHash::from_hash);
    of_sub.into_iter().chain(by_hash).collect()
}

/// The event for the audit trail: an operator ended the session.
fn event(ended: &EndedSession, at: DateTime<Utc>, by: &AuditedOperator) -> AuditEvent {
    let EndedSession { reference, agent } = ended;
    let action = AuditAction::SessionEnded(EndedBy::Operator);
    AuditEvent {
        by: Some(by.clone()),
        ..AuditEvent::of_session(at, action, agent.clone(), reference.clone())
    }
}
