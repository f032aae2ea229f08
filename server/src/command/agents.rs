//! `server agents`, for operators: lists the agents who are known, invites one, gives a role, attaches a subject,
//! exports and erases the data of a person. Settings and stores are those of the server, which may run meanwhile.
//! `docs/guides/exploitation.md` describes it.

mod acting;
mod data;
mod directory;
mod printed;
mod values;

use super::help::TEMPLATE;
use acting::Acting;
use app::{accounts::membership_role::MembershipRole, database::DatabaseError};
use proconnect::{Siret, Subject, error::SessionError};
use std::{
    error::Error,
    io::{self, Write},
    process::ExitCode,
};
use values::{Address, Nothing, Who};

#[derive(clap::Args)]
pub struct Options {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Liste les agents connus et leurs organisations
    #[command(help_template = TEMPLATE)]
    List {
        /// Seulement ceux de cet établissement
        #[arg(long, value_parser = values::siret)]
        siret: Option<Siret>,
        /// Écrit le résultat en JSON
        #[arg(long)]
        json: bool,
    },
    /// Invite une personne dans une organisation, pour 30 jours. Aucun courriel n’est envoyé
    #[command(help_template = TEMPLATE)]
    Invite {
        /// Son adresse électronique, comme ProConnect la transmet
        #[arg(long)]
        email: Address,
        /// L’établissement, 14 chiffres
        #[arg(long, value_parser = values::siret)]
        siret: Siret,
        /// Son rôle : member ou administrator
        #[arg(long, value_parser = values::role)]
        role: MembershipRole,
    },
    /// Change le rôle d’un membre d’une organisation
    #[command(help_template = TEMPLATE)]
    Role {
        #[command(flatten)]
        who: Who,
        /// L’établissement, 14 chiffres
        #[arg(long, value_parser = values::siret)]
        siret: Siret,
        /// Son rôle : member ou administrator
        #[arg(long, value_parser = values::role)]
        role: MembershipRole,
    },
    /// Rattache un nouveau « sub » au compte d’une adresse : la personne a changé de fournisseur d’identité
    #[command(help_template = TEMPLATE)]
    Attach {
        /// L’adresse du compte
        #[arg(long)]
        email: Address,
        /// Le nouveau « sub », donné par ProConnect
        #[arg(long)]
        sub: String,
    },
    /// Écrit en JSON tout ce qui est conservé sur une personne (droit d’accès)
    #[command(help_template = TEMPLATE)]
    Export {
        #[command(flatten)]
        who: Who,
    },
    /// Efface tout ce qui est conservé sur une personne, et ferme ses sessions (droit à l’effacement)
    #[command(help_template = TEMPLATE)]
    Forget {
        #[command(flatten)]
        who: Who,
        /// Écrit le résultat en JSON
        #[arg(long)]
        json: bool,
    },
}

/// Prints the result on the standard output, and the events of the audit trail, which name the operator, on the
/// error output. The code is a failure where nothing was done.
pub async fn run(options: &Options) -> ExitCode {
    match act(&options.action).await {
        Ok(text) => {
            // A reader that left, as `head` does, changes nothing.
            let _ = io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(error) => {
            if error.is::<SessionError>() || error.is::<DatabaseError>() {
                eprintln!(
                    "La base ne répond pas\u{a0}: «\u{a0}server check\u{a0}» en donne la cause. ({error})"
                );
            } else {
                eprintln!("{error}");
            }
            ExitCode::FAILURE
        }
    }
}

async fn act(action: &Action) -> Result<String, Box<dyn Error>> {
    let acting = Acting::begin().await?;
    match action {
        Action::List { siret, json } => directory::list(&acting, siret.as_ref(), *json).await,
        Action::Invite { email, siret, role } => {
            directory::invite(&acting, email, siret, *role).await
        }
        Action::Role { who, siret, role } => directory::role(&acting, who, siret, *role).await,
        Action::Attach { email, sub } => {
            let sub = Subject::try_from(sub.clone());
            let sub =
                sub.map_err(|_| Nothing("Ce «\u{a0}sub\u{a0}» ne convient pas.".to_owned()))?;
            directory::attach(&acting, email, &sub).await
        }
        Action::Export { who } => data::export(&acting, who).await,
        Action::Forget { who, json } => data::forget(&acting, who, *json).await,
    }
}
