use super::{Folder, Process, START, free_port, holds_within, process::command, programs};
use rustix::process::Signal;
use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    time::Duration,
};

/// The number of its databases.
const DATABASES: u32 = 1000;

/// A Redis or a Valkey with a folder of its own, which is deleted with it. By default it keeps nothing on the disk.
pub struct Redis {
    process: Option<Process>,
    port: u16,
    password: String,
    options: Vec<String>,
    databases: AtomicU32,
    /// After the process, which writes into it.
    folder: Folder,
}

impl Redis {
    /// A Redis for one test, which may kill it.
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// Also sets these options, such as `("appendonly", "yes")` or `("maxmemory", "2mb")`.
    pub fn start_with(options: &[(&str, &str)]) -> Self {
        let options = options.iter();
        let options = options.flat_map(|(name, value)| [format!("--{name}"), (*value).to_owned()]);
        let mut redis = Self {
            process: None,
            port: free_port(),
            password: format!("{:032x}", rand::random::<u128>()),
            options: options.collect(),
            databases: AtomicU32::new(1),
            folder: Folder::new("redis"),
        };
        redis.restart();
        redis
    }

    /// The one Redis of the tests that need nothing but a database. It ends with the test process.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Redis> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// The address of an empty database, which no other test uses.
    pub fn new_database(&self) -> String {
        let number = self.databases.fetch_add(1, Relaxed);
        assert!(number < DATABASES);
        format!("{}{number}", self.url())
    }

    /// The address of database 0, with a `/` at the end.
    pub fn url(&self) -> String {
        format!("redis://:{}@127.0.0.1:{}/", self.password, self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Starts it, after it was killed or stopped, on the same port.
    pub fn restart(&mut self) {
        self.stop();
        let (port, databases) = (self.port.to_string(), DATABASES.to_string());
        let mut command = command(&programs::redis());
        command.args([
            "--port",
            &port,
            "--bind",
            "127.0.0.1",
            "--databases",
            &databases,
        ]);
        command.args(["--requirepass", &self.password, "--save", "", "--dir"]);
        command.arg(self.folder.path()).args(&self.options);
        let mut process = Process::start(&mut command, self.folder.path());
        let is_up =
            || process.ended().is_some() || self.ask(&["PING"]).is_ok_and(|pong| pong == "PONG");
        assert!(holds_within(START, is_up), "{}", process.log());
        assert!(process.ended().is_none(), "{}", process.log());
        self.process = Some(process);
    }

    pub fn kill(&mut self) {
        self.process = None;
    }

    /// Ends it as its operator does.
    pub fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.signal(Signal::TERM);
            process.ends_within(Duration::from_secs(20));
        }
    }

    pub fn process(&self) -> &Process {
        self.process.as_ref().unwrap()
    }

    /// Connections stay open, and nothing answers.
    pub fn pause(&self) {
        self.process().pause();
    }

    pub fn resume(&self) {
        self.process().resume();
    }

    /// Executes a command in database 0. Returns the answer.
    pub fn execute(&self, words: &[&str]) -> String {
        self.ask(words).unwrap()
    }

    /// Executes a command on a connection of its own: a value, an error's text with `-` before it, or the lines of
    /// a list.
    ///
    /// # Errors
    /// When nothing answers within two seconds.
    pub fn ask(&self, words: &[&str]) -> io::Result<String> {
        self.ask_in("0", words)
    }

    /// Everything in the database at that address: keys and values.
    pub fn content_of(&self, url: &str) -> String {
        let (_, database) = url.rsplit_once('/').unwrap();
        let ask = |words: &[&str]| self.ask_in(database, words).unwrap();
        let keys = ask(&["KEYS", "*"]);
        let mut content = keys.clone();
        for key in keys.lines() {
            content += &match &*ask(&["TYPE", key]) {
                "hash" => ask(&["HGETALL", key]),
                "set" => ask(&["SMEMBERS", key]),
                "zset" => ask(&["ZRANGE", key, "0", "-1"]),
                _ => ask(&["GET", key]),
            };
        }
        content
    }

    fn ask_in(&self, database: &str, words: &[&str]) -> io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        for words in [&["AUTH", &self.password], &["SELECT", database], words] {
            let mut command = format!("*{}\r\n", words.len());
            for word in words {
                command.extend([&format!("${}\r\n", word.len()), *word, "\r\n"]);
            }
            stream.write_all(command.as_bytes())?;
        }
        let mut answers = BufReader::new(stream);
        value(&mut answers)?;
        value(&mut answers)?;
        value(&mut answers)
    }
}

/// One value of RESP, the protocol of Redis.
fn value(answers: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    answers.read_line(&mut line)?;
    let line = line.trim_end();
    let Some((kind, rest)) = line.split_at_checked(1) else {
        return Err(io::ErrorKind::UnexpectedEof.into());
    };
    let length = rest.parse().unwrap_or(0);
    match kind {
        "$" if length > 0 => {
            let mut bytes = vec![0; length + 2];
            answers.read_exact(&mut bytes)?;
            bytes.truncate(length);
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        }
        "$" if rest == "0" => answers.read_line(&mut String::new()).map(|_| String::new()),
        "$" => Ok(String::new()),
        "*" => {
            let lines = (0..length).map(|_| value(answers));
            Ok(lines.collect::<io::Result<Vec<_>>>()?.join("\n"))
        }
        "-" => Ok(line.to_owned()),
        _ => Ok(rest.to_owned()),
    }
}
