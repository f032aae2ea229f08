//! The address of a database.

use super::{error::DatabaseError, limits::TIMEOUT, postgres};
use sqlx::{
    Connection, PgConnection, SqliteConnection, migrate::Migrator, postgres::PgConnectOptions,
    sqlite::SqliteConnectOptions,
};
use std::str::FromStr;
use tokio::time::timeout;

/// The parsed value of `DATABASE_URL`.
#[derive(Debug, Clone)]
pub enum DatabaseUrl {
    /// `sqlite:PATH`
    Sqlite(Box<SqliteConnectOptions>),
    /// `postgres://USER:PASSWORD@HOST/NAME`
    Postgres(Box<PgConnectOptions>),
}

/// The text is not the address of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the address of a database begins with sqlite: or postgres://")]
pub struct InvalidUrl;

impl FromStr for DatabaseUrl {
    type Err = InvalidUrl;

    fn from_str(text: &str) -> Result<Self, InvalidUrl> {
        let scheme = text.split_once(':').map(|(scheme, _)| scheme);
        match scheme {
            Some("sqlite") => {
                let options = text.parse().map_err(|_| InvalidUrl)?;
                Ok(Self::Sqlite(Box::new(options)))
            }
            Some("postgres" | "postgresql") => {
                let options = text.parse().map_err(|_| InvalidUrl)?;
                Ok(Self::Postgres(Box::new(options)))
            }
            _ => Err(InvalidUrl),
        }
    }
}

/// A table that is created and rolled back, as a migration would create it.
const TRIAL: &str = "CREATE TABLE trial_of_the_settings (number BIGINT)";

impl DatabaseUrl {
    /// Connects, and creates a table in a transaction that is rolled back: this needs the same rights as the
    /// migrations and a login. In `PostgreSQL`, where these migrations are applied, the right to read and write
    /// each table is enough. Nothing is changed, except that SQLite may create its log.
    ///
    /// # Errors
    /// When the database cannot be reached or written.
    pub async fn try_to_write(&self, migrations: &Migrator) -> Result<(), DatabaseError> {
        let tried = async {
            match self {
                Self::Sqlite(options) => {
                    let options = (**options).clone().busy_timeout(TIMEOUT);
                    let mut connection = SqliteConnection::connect_with(&options).await?;
                    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
                    sqlx::query(TRIAL).execute(&mut *transaction).await?;
                    transaction.rollback().await?;
                    connection.close().await?;
                }
                Self::Postgres(options) => {
                    let mut connection = PgConnection::connect_with(options).await?;
                    if postgres::are_applied(&mut connection, migrations).await {
                        postgres::try_tables(&mut connection).await?;
                    } else {
                        let mut transaction = connection.begin().await?;
                        sqlx::query(TRIAL).execute(&mut *transaction).await?;
                        transaction.rollback().await?;
                    }
                    connection.close().await?;
                }
            }
            Ok(())
        };
        // A server that is starting, or a network that answers nothing, is reported rather than waited for.
        let tried = timeout(TIMEOUT * 5, tried).await;
        tried.unwrap_or(Err(DatabaseError::TimedOut))
    }

    /// The place of the database, without a password: a path, or a host and a name.
    #[must_use]
    pub fn place(&self) -> String {
        match self {
            Self::Sqlite(options) => format!("sqlite:{}", options.get_filename().display()),
            Self::Postgres(options) => format!(
                "postgres://{}:{}/{}",
                options.get_host(),
                options.get_port(),
                // A password that is not encoded may have been read as a part of the name.
                options
                    .get_database()
                    .filter(|name| !name.contains(['@', ':', '/']))
                    .unwrap_or("…")
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        let place = |text: &str| text.parse::<DatabaseUrl>().map(|url| url.place());
        assert_eq!(
            place("sqlite:data.sqlite").as_deref(),
            Ok("sqlite:data.sqlite")
        );
        let shown = Ok("postgres://db.example:5433/service");
        for text in [
            "postgres://user:s3cret@db.example:5433/service",
            "postgresql://user:s3cret@db.example:5433/service?sslmode=require",
        ] {
            assert_eq!(place(text).as_deref(), shown, "{text}");
        }
        for text in [
            "postgres://user:12/34s3cret@db/service",
            "postgresql:user:s3cret",
        ] {
            assert!(
                !place(text).unwrap_or_default().contains("s3cret"),
                "{text}"
            );
        }
        for wrong in [
            "",
            "database.sqlite",
            "mysql://db.example/service",
            "redis://db.example",
        ] {
            assert_eq!(place(wrong), Err(InvalidUrl), "{wrong}");
        }
    }
}
