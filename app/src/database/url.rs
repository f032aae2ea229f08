//! The address of a database.

use sqlx::{postgres::PgConnectOptions, sqlite::SqliteConnectOptions};
use std::str::FromStr;

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

impl DatabaseUrl {
    /// The place of the database, without a password: a path, or a host and a name.
    #[must_use]
    pub fn place(&self) -> String {
        match self {
            Self::Sqlite(options) => format!("sqlite:{}", options.get_filename().display()),
            Self::Postgres(options) => format!(
                "postgres://{}:{}/{}",
                options.get_host(),
                options.get_port(),
                options.get_database().unwrap_or_default()
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
