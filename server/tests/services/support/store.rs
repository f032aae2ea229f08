use super::{Folder, Postgres, Redis};

/// Where the sessions live.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Store {
    /// One file of this machine.
    Sqlite,
    /// The database, for the team's data and the sessions.
    Postgres,
    /// Redis or Valkey, beside a database in a file.
    Redis,
}

impl Store {
    /// The store of this name, as the names of tests write it.
    pub fn named(name: &str) -> Self {
        match name {
            "sqlite" => Self::Sqlite,
            "postgres" => Self::Postgres,
            "redis" => Self::Redis,
            other => panic!("{other} is no store"),
        }
    }

    /// The variables of a server with an empty store of that kind.
    pub fn variables(self, folder: &Folder) -> Vec<(&'static str, String)> {
        let file = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
        match self {
            Self::Sqlite => vec![("SESSION_STORE_URL", file("sessions.sqlite"))],
            Self::Postgres => vec![("DATABASE_URL", Postgres::shared().new_database())],
            Self::Redis => vec![
                ("DATABASE_URL", file("database.sqlite")),
                ("SESSION_STORE_URL", Redis::shared().new_database()),
            ],
        }
    }
}
