use super::{
    Disk, Folder, Process, START, free_port, holds_within,
    process::command,
    programs::{of_postgres, postgres_user},
};
use rustix::process::Signal;
use std::{
    fs,
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
    time::{Duration, Instant},
};

/// Longest wait for a server that starts again by itself.
const RECOVERY: Duration = Duration::from_secs(20);

/// The user of every database, with the password of the test process in each address.
const USER: &str = "service";

/// A PostgreSQL with files of its own, which are deleted with it. It writes to the disk at each commit.
pub struct Postgres {
    process: Option<Process>,
    data: PathBuf,
    port: u16,
    /// After the process, which writes into it.
    folder: Folder,
}

impl Postgres {
    /// A PostgreSQL for one test, which may kill it.
    pub fn start() -> Self {
        let folder = Folder::new("postgres");
        let data = folder.path().join("data");
        Self::start_at(folder, data, "")
    }

    /// A PostgreSQL whose files are all on that disk, of 64 MB or more.
    pub fn start_on(disk: &Disk) -> Self {
        // Where processes are limited instead, a connection leaves the log to the process without a limit, and no
        // autovacuum starts with the limit of a connection.
        let settings = if disk.is_mounted() {
            ""
        } else {
            "synchronous_commit = off\nautovacuum = off\n"
        };
        let data = disk.path().join("data");
        Self::start_at(Folder::new("postgres"), data, settings)
    }

    fn start_at(folder: Folder, data: PathBuf, settings: &str) -> Self {
        let template = template();
        run(Command::new("cp").arg("-a").arg(template).arg(&data));
        fs::write(data.join("postgresql.auto.conf"), settings).unwrap();
        let mut postgres = Self {
            process: None,
            data,
            port: free_port(),
            folder,
        };
        postgres.restart();
        postgres
    }

    /// The one PostgreSQL of the tests that need nothing but a database. It ends with the test process.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Postgres> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// Creates an empty database. Returns its address.
    pub fn new_database(&self) -> String {
        let name = format!("test_{:016x}", rand::random::<u64>());
        self.execute(&format!("CREATE DATABASE {name}"));
        self.url_of(&name)
    }

    /// The address of the database `postgres`.
    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    fn url_of(&self, database: &str) -> String {
        let password = password();
        format!(
            "postgres://{USER}:{password}@127.0.0.1:{}/{database}",
            self.port
        )
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Executes SQL in the database `postgres`. Returns the rows, with `|` between the values. A server that a full
    /// disk has stopped starts again by itself: it is waited for.
    pub fn execute(&self, sql: &str) -> String {
        let limit = Instant::now() + RECOVERY;
        loop {
            match psql(&self.url(), sql) {
                Ok(rows) => return rows,
                Err(error) if is_starting(&error) && Instant::now() < limit => {
                    std::thread::sleep(Duration::from_millis(100));
                }
                Err(error) => panic!("{sql}: {error}"),
            }
        }
    }

    pub fn process(&self) -> &Process {
        self.process.as_ref().unwrap()
    }

    /// Starts it, after it was killed or stopped, on the same port.
    pub fn restart(&mut self) {
        self.stop();
        let mut command = command(&of_postgres("postgres"));
        command.arg("-D").arg(&self.data);
        let port = self.port.to_string();
        command.args(["-h", "127.0.0.1", "-k", "", "-p", &port]);
        let mut process = Process::start(unprivileged(&mut command), self.folder.path());
        let is_up = || process.ended().is_some() || psql(&self.url(), "SELECT 1").is_ok();
        assert!(holds_within(START, is_up), "{}", process.log());
        assert!(process.ended().is_none(), "{}", process.log());
        self.process = Some(process);
    }

    /// Kills all its processes at once.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// Ends it as its operator does: it closes its connections, and writes a checkpoint.
    pub fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.signal(Signal::INT);
            process.ends_within(Duration::from_secs(20));
        }
    }

    /// Keeps a copy of the files, for [`Self::return_to_state`].
    pub fn keep_state(&mut self) {
        self.stop();
        run(Command::new("cp")
            .arg("-a")
            .arg(&self.data)
            .arg(self.kept()));
        self.restart();
    }

    /// Kills it, and starts it on that copy.
    pub fn return_to_state(&mut self) {
        self.kill();
        fs::remove_dir_all(&self.data).unwrap();
        fs::rename(self.kept(), &self.data).unwrap();
        self.restart();
    }

    fn kept(&self) -> PathBuf {
        self.data.with_extension("kept")
    }

    /// Connections stay open, and nothing answers.
    pub fn pause(&self) {
        self.process().pause();
    }

    pub fn resume(&self) {
        self.process().resume();
    }
}

/// Executes SQL at an address. Returns the rows, or the error.
pub fn psql(url: &str, sql: &str) -> Result<String, String> {
    let output = Command::new(of_postgres("psql"))
        .args([
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            url,
            "-c",
            sql,
        ])
        .env("PGCONNECT_TIMEOUT", "2")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() {
        Ok(text(&output.stdout))
    } else {
        Err(text(&output.stderr))
    }
}

/// A cluster that never ran, made once: a copy of it takes a tenth of the time of `initdb`.
fn template() -> &'static Path {
    static TEMPLATE: OnceLock<(Folder, PathBuf)> = OnceLock::new();
    let (_, data) = TEMPLATE.get_or_init(|| {
        let folder = Folder::new("initdb");
        let (data, secret) = (folder.path().join("data"), folder.path().join("password"));
        fs::create_dir(&data).unwrap();
        fs::write(&secret, password()).unwrap();
        if let Some((user, group)) = postgres_user() {
            chown(&data, Some(user), Some(group)).unwrap();
        }
        let mut initdb = Command::new(of_postgres("initdb"));
        initdb.arg("-D").arg(&data).arg("--pwfile").arg(&secret);
        initdb.args([
            "-U",
            USER,
            "--auth=scram-sha-256",
            "--no-sync",
            "--no-instructions",
        ]);
        initdb.args(["--locale=C", "--encoding=UTF8", "--wal-segsize=1"]);
        run(unprivileged(&mut initdb));
        (folder, data)
    });
    data
}

/// True for the errors of a server that recovers, in the words of its successive states.
fn is_starting(error: &str) -> bool {
    let states = [
        "in recovery mode",
        "not yet accepting connections",
        "is starting up",
    ];
    states.iter().any(|state| error.contains(state))
}

fn password() -> &'static str {
    static PASSWORD: OnceLock<String> = OnceLock::new();
    PASSWORD.get_or_init(|| format!("{:032x}", rand::random::<u128>()))
}

fn unprivileged(command: &mut Command) -> &mut Command {
    if let Some((user, group)) = postgres_user() {
        command.uid(user).gid(group);
    }
    // Its own locale and folder, whatever those of the tests are.
    command.env("LC_ALL", "C").current_dir("/")
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {output:?}");
}
