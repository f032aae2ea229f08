//! The migrations of the database: plain SQL that SQLite and PostgreSQL both accept.
//!
//! A migration that was applied is never changed: a later one corrects it. It leaves the version before this
//! one at work, because a rolling restart runs both for a moment.

use sqlx::migrate::{Migration, MigrationType, Migrator};
use std::{borrow::Cow, sync::LazyLock};

/// A row for each file of `server/migrations`: its number, its name, its text.
const FILES: &[(i64, &str, &str)] = &[
    (
        1,
        "agent_sessions",
        include_str!("../migrations/0001_agent_sessions.sql"),
    ),
    (
        2,
        "session_environment",
        include_str!("../migrations/0002_session_environment.sql"),
    ),
    (
        3,
        "accounts",
        include_str!("../migrations/0003_accounts.sql"),
    ),
    (
        4,
        "service_requests",
        include_str!("../migrations/0004_service_requests.sql"),
    ),
];

/// The migrations, in the order of their numbers.
pub static MIGRATIONS: LazyLock<Migrator> = LazyLock::new(|| {
    let migrations = FILES.iter().map(|(number, name, text)| {
        let (name, text) = (Cow::Borrowed(*name), Cow::Borrowed(*text));
        Migration::new(*number, name, MigrationType::Simple, text, false)
    });
    Migrator {
        migrations: migrations.collect(),
        // During a rolling restart, or after a rollback, this version finds migrations of a newer one.
        ignore_missing: true,
        ..Migrator::DEFAULT
    }
});

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::BTreeSet, fs};

    #[test]
    fn every_file_has_a_row_and_a_number_of_its_own() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let files = fs::read_dir(folder).unwrap().map(|file| {
            let name = file.unwrap().file_name();
            name.into_string().unwrap()
        });
        let rows = FILES.iter();
        let rows = rows.map(|(number, name, _)| format!("{number:04}_{name}.sql"));
        assert_eq!(
            files.collect::<BTreeSet<_>>(),
            rows.collect::<BTreeSet<_>>()
        );
        let numbers: BTreeSet<_> = FILES.iter().map(|(number, ..)| number).collect();
        assert_eq!(numbers.len(), FILES.len());
    }
}
