use super::{Disk, Folder, Postgres, Proxy, Redis, Site, Store, holds_within, psql};
use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

/// A session store that one test has for itself, and makes fail.
pub struct Faulty {
    store: Store,
    service: Service,
    /// The network between the server and the service.
    network: Option<Proxy>,
}

enum Service {
    /// The folder of the file.
    File(PathBuf),
    Postgres(Postgres),
    Redis(Redis),
}

/// What SQLite refuses while it is read-only. A test that runs as root cannot take the right to write away.
const READ_ONLY: [&str; 3] = ["INSERT", "UPDATE", "DELETE"];

impl Faulty {
    /// A site whose sessions survive a kill of their store.
    pub async fn site(store: Store) -> (Site, Self) {
        let service = match store {
            Store::Sqlite => None,
            Store::Postgres => Some(Service::Postgres(Postgres::start())),
            Store::Redis => {
                let kept = [("appendonly", "yes"), ("appendfsync", "always")];
                Some(Service::Redis(Redis::start_with(&kept)))
            }
        };
        Self::site_with(store, service, None).await
    }

    /// A site whose sessions are on that disk.
    pub async fn site_on(store: Store, disk: &Disk) -> (Site, Self) {
        let service = match store {
            Store::Sqlite => None,
            Store::Postgres => Some(Service::Postgres(Postgres::start_on(disk))),
            Store::Redis => {
                let disk = disk.path().display().to_string();
                let kept = [("dir", &*disk), ("appendonly", "yes")];
                Some(Service::Redis(Redis::start_with(&kept)))
            }
        };
        Self::site_with(store, service, Some(disk.path())).await
    }

    /// A site whose store returns to [`Self::keep_state`] after a kill.
    pub async fn forgetful_site(store: Store) -> (Site, Self) {
        let service = match store {
            Store::Redis => Some(Service::Redis(Redis::start())),
            Store::Postgres => Some(Service::Postgres(Postgres::start())),
            Store::Sqlite => None,
        };
        Self::site_with(store, service, None).await
    }

    async fn site_with(
        store: Store,
        service: Option<Service>,
        disk: Option<PathBuf>,
    ) -> (Site, Self) {
        let folder = Folder::new("site");
        let service = service.unwrap_or_else(|| {
            let of_file = disk.unwrap_or_else(|| folder.path().join("store"));
            fs::create_dir_all(&of_file).unwrap();
            Service::File(of_file)
        });
        let network = match &service {
            Service::File(_) => None,
            Service::Postgres(postgres) => Some(Proxy::to(postgres.port())),
            Service::Redis(redis) => Some(Proxy::to(redis.port())),
        };
        let faulty = Self {
            store,
            service,
            network,
        };
        let database = format!("sqlite:{}", folder.path().join("database").display());
        let variables = match store {
            Store::Sqlite => vec![("SESSION_STORE_URL", faulty.url())],
            Store::Postgres => vec![("DATABASE_URL", faulty.url())],
            Store::Redis => vec![
                ("DATABASE_URL", database),
                ("SESSION_STORE_URL", faulty.url()),
            ],
        };
        (Site::with(folder, variables).await, faulty)
    }

    /// The address of the store, through the network that fails.
    fn url(&self) -> String {
        let direct = self.direct_url();
        let network = self.network.as_ref();
        network.map_or(direct.clone(), |network| network.instead_of(&direct))
    }

    fn direct_url(&self) -> String {
        match &self.service {
            Service::File(_) => format!("sqlite:{}", self.file().display()),
            Service::Postgres(postgres) => postgres.url(),
            Service::Redis(redis) => redis.url(),
        }
    }

    fn file(&self) -> PathBuf {
        let Service::File(folder) = &self.service else {
            panic!("only SQLite has a file");
        };
        folder.join("sessions.sqlite")
    }

    /// The network, of a store that has one.
    pub fn network(&self) -> &Proxy {
        self.network.as_ref().unwrap()
    }

    pub fn redis(&self) -> &Redis {
        let Service::Redis(redis) = &self.service else {
            panic!("the store is {:?}", self.store);
        };
        redis
    }

    /// The processes that write to the disk of [`Self::site_on`]; none where it is the server.
    pub fn processes(&self) -> Vec<&super::Process> {
        match &self.service {
            Service::File(_) => Vec::new(),
            Service::Postgres(postgres) => vec![postgres.process()],
            Service::Redis(redis) => vec![redis.process()],
        }
    }

    /// Kills the service, or takes the file away.
    pub fn kill(&mut self) {
        match &mut self.service {
            Service::File(folder) => fs::rename(&folder, folder.with_extension("away")).unwrap(),
            Service::Postgres(postgres) => postgres.kill(),
            Service::Redis(redis) => redis.kill(),
        }
    }

    /// Undoes [`Self::kill`].
    pub fn restart(&mut self) {
        match &mut self.service {
            Service::File(folder) => fs::rename(folder.with_extension("away"), &folder).unwrap(),
            Service::Postgres(postgres) => postgres.restart(),
            Service::Redis(redis) => redis.restart(),
        }
    }

    async fn sqlite(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(self.file());
        options.connect().await.unwrap()
    }

    /// Executes SQL in SQLite or PostgreSQL, without the server.
    pub async fn execute(&self, sql: &str) {
        if let Service::Postgres(postgres) = &self.service {
            postgres.execute(sql);
        } else {
            let mut connection = self.sqlite().await;
            sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        }
    }

    /// Reads go on, and each write is refused.
    pub async fn refuse_writes(&self) {
        match &self.service {
            Service::File(_) => {
                for verb in READ_ONLY {
                    let trigger = format!(
                        "CREATE TRIGGER no_{verb} BEFORE {verb} ON agent_sessions
                         BEGIN SELECT RAISE(FAIL, 'attempt to write a readonly database'); END"
                    );
                    self.execute(&trigger).await;
                }
            }
            Service::Postgres(_) => self.set_read_only("on").await,
            Service::Redis(redis) => {
                let answer = redis.execute(&["CONFIG", "SET", "min-replicas-to-write", "1"]);
                assert_eq!(answer, "OK");
            }
        }
    }

    /// Undoes [`Self::refuse_writes`].
    pub async fn accept_writes(&self) {
        match &self.service {
            Service::File(_) => {
                for verb in READ_ONLY {
                    self.execute(&format!("DROP TRIGGER no_{verb}")).await;
                }
            }
            Service::Postgres(_) => self.set_read_only("off").await,
            Service::Redis(redis) => {
                let answer = redis.execute(&["CONFIG", "SET", "min-replicas-to-write", "0"]);
                assert_eq!(answer, "OK");
            }
        }
    }

    async fn set_read_only(&self, value: &str) {
        self.execute(&format!(
            "ALTER SYSTEM SET default_transaction_read_only = {value}"
        ))
        .await;
        self.execute("SELECT pg_reload_conf()").await;
        let url = self.direct_url();
        let is_set = || psql(&url, "SHOW default_transaction_read_only").unwrap() == value;
        assert!(holds_within(super::START, is_set));
        // Each process of the service reads its settings by itself.
        tokio::time::sleep(Duration::from_millis(100)).await;
    }

    /// Lets nobody write for that time, nor read where the store allows it. Returns once nobody can.
    pub async fn hold(&self, time: Duration) {
        match &self.service {
            Service::File(_) => {
                let mut connection = self.sqlite().await;
                let locked = sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut connection);
                locked.await.unwrap();
                tokio::spawn(async move {
                    tokio::time::sleep(time).await;
                    connection.close().await.unwrap();
                });
            }
            Service::Postgres(_) => {
                let url = self.direct_url();
                let lock = format!(
                    "BEGIN; LOCK TABLE agent_sessions, used_login_attempts; SELECT pg_sleep({}); COMMIT",
                    time.as_secs_f32()
                );
                tokio::task::spawn_blocking(move || psql(&url, &lock).unwrap());
                let url = self.direct_url();
                let granted =
                    "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted";
                let is_locked = || psql(&url, granted).unwrap() != "0";
                assert!(holds_within(super::START, is_locked));
            }
            Service::Redis(redis) => {
                let time = time.as_millis().to_string();
                assert_eq!(redis.execute(&["CLIENT", "PAUSE", &time, "ALL"]), "OK");
            }
        }
    }

    /// Keeps the state of the store, for [`Self::lose_writes`].
    pub async fn keep_state(&mut self) {
        match &mut self.service {
            Service::File(folder) => {
                let kept = folder.join("kept").display().to_string();
                self.execute(&format!("VACUUM INTO '{kept}'")).await;
            }
            Service::Postgres(postgres) => postgres.keep_state(),
            Service::Redis(redis) => assert_eq!(redis.execute(&["SAVE"]), "OK"),
        }
    }

    /// Fails over to the kept state.
    pub fn lose_writes(&mut self) {
        match &mut self.service {
            Service::File(folder) => {
                fs::rename(folder.join("kept"), folder.join("sessions.sqlite")).unwrap();
            }
            Service::Postgres(postgres) => postgres.return_to_state(),
            Service::Redis(redis) => {
                redis.kill();
                redis.restart();
            }
        }
    }
}

/// Asserts that it took at most that time.
pub fn assert_within(most: Duration, begun: Instant) {
    let took = begun.elapsed();
    assert!(took <= most, "{took:?} instead of {most:?}");
}
