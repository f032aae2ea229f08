//! `server sessions`, for operators: lists the open sessions, and ends them. Settings and stores are those of the
//! server, which may run meanwhile. `docs/guides/exploitation.md` describes it.

mod output;

use super::TEMPLATE;
use crate::{settings::Settings, stores::Stores};
use output::Output;
use proconnect::{
    Clock,
    error::SessionError,
    identity::Subject,
    web::{AgentHash, EndedSession, OpenSession, Selection, SessionReference, SessionRegistry},
};
use std::{
    error::Error,
    io::{self, Write},
    process::ExitCode,
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

/// Prints the result on the standard output. The code is a failure where a store does not answer.
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
    let registry = Stores::open(&settings, Clock::system()).await?.sessions;
    let (output, json) = match action {
        Action::List { sub, json } => {
            let listed = list(&registry, sub.as_deref()).await?;
            (Output::Open(listed), *json)
        }
        Action::End { which, json } => (Output::Ended(end(&registry, which).await?), *json),
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
    ended.iter().for_each(record);
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

/// Records in the audit trail that an operator ended the session. The standard output is for the result, so
/// that the event goes to the error output.
fn record(EndedSession { reference, agent }: &EndedSession) {
    let event = "session_ended_by_other";
    tracing::info!(target: "audit", event, reason = "operator", session = %reference, sub_sha256 = %agent);
}
