//! The command line. A command is a variant of `Command`, an arm of `run` and a file in `command/`.
//! Its help is in French, like all that operators read.

mod agents;
mod check;
mod health;
mod help;
mod migrate;
mod operator;
mod serve;
mod sessions;
mod this_server;

use clap::{
    ArgAction, CommandFactory, Parser, Subcommand,
    error::{ContextKind, ErrorKind},
};
use help::TEMPLATE;
use std::{ffi::OsString, process::ExitCode};

/// The exit code of a command line that cannot be read.
const UNREADABLE: u8 = 2;

#[derive(Parser)]
#[command(
    name = "server",
    about = "Le serveur de l’application. Ses réglages sont des variables d’environnement.",
    help_template = TEMPLATE,
    subcommand_value_name = "COMMANDE",
    subcommand_help_heading = "Commandes",
    disable_help_flag = true,
    disable_help_subcommand = true
)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    /// Affiche cette aide
    #[arg(short, long, action = ArgAction::Help, global = true)]
    help: Option<bool>,
}

#[derive(Subcommand)]
enum Command {
    /// Sert l’application, jusqu’à un signal d’arrêt (par défaut)
    #[command(help_template = TEMPLATE)]
    Serve,
    /// Applique les migrations de la base de données, puis s’arrête (le serveur le fait aussi à son démarrage)
    #[command(help_template = TEMPLATE)]
    Migrate,
    /// Vérifie les réglages, le fournisseur d’identité et cette machine, sans rien changer
    #[command(help_template = TEMPLATE)]
    Check(check::Options),
    /// Demande au serveur de cette machine s’il vit, pour un moteur de conteneurs
    #[command(help_template = TEMPLATE)]
    Health,
    /// Liste les sessions ouvertes, ou en ferme
    #[command(
        help_template = TEMPLATE,
        subcommand_value_name = "COMMANDE",
        subcommand_help_heading = "Commandes"
    )]
    Sessions(sessions::Options),
    /// Liste les agents connus, les invite, change leur rôle, lit ou efface leurs données
    #[command(
        help_template = TEMPLATE,
        subcommand_value_name = "COMMANDE",
        subcommand_help_heading = "Commandes"
    )]
    Agents(agents::Options),
}

/// Runs the command that the arguments name. Without any, it serves the application.
pub async fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let line = match CommandLine::try_parse_from(arguments) {
        Ok(line) => line,
        Err(error) => return refuse(&error),
    };
    match line.command.unwrap_or(Command::Serve) {
        Command::Serve => serve::run().await,
        Command::Migrate => migrate::run().await,
        Command::Check(options) => check::run(&options).await,
        Command::Health => health::run(),
        Command::Sessions(options) => sessions::run(&options).await,
        Command::Agents(options) => agents::run(&options).await,
    }
}

/// Prints the help that was asked for, or the argument that is wrong and the usage.
fn refuse(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        eprintln!("Il manque une commande.\n\n{}", error.render());
        return ExitCode::from(UNREADABLE);
    }
    if error.kind() == ErrorKind::MissingRequiredArgument {
        let missing = error.get(ContextKind::InvalidArg);
        let missing = missing.map(ToString::to_string).unwrap_or_default();
        let help = CommandLine::command().render_help();
        eprintln!("Il manque un argument\u{a0}: {missing}\n\n{help}");
        return ExitCode::from(UNREADABLE);
    }
    let kinds = [ContextKind::InvalidSubcommand, ContextKind::InvalidArg];
    let wrong = kinds.into_iter().find_map(|kind| error.get(kind));
    let wrong = wrong.map_or_else(|| error.kind().to_string(), ToString::to_string);
    let received = error.get(ContextKind::InvalidValue);
    let received = received.map(|value| format!(" Reçu\u{a0}: «\u{a0}{value}\u{a0}»."));
    // The readers of the values word what they expect.
    let expected = std::error::Error::source(error);
    let expected = expected.map(|expected| format!(" Attendu\u{a0}: {expected}."));
    let (received, expected) = (received.unwrap_or_default(), expected.unwrap_or_default());
    let help = CommandLine::command().render_help();
    eprintln!(
        "Cet argument ne convient pas\u{a0}: «\u{a0}{wrong}\u{a0}».{received}{expected}\n\n{help}"
    );
    ExitCode::from(UNREADABLE)
}
