//! The programs of the services, as Debian's packages install them or as a variable names them.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// A program of PostgreSQL, such as `initdb`.
pub fn of_postgres(program: &str) -> PathBuf {
    let path = postgres_folder().join(program);
    assert!(path.is_file(), "{} is missing", path.display());
    path
}

fn postgres_folder() -> PathBuf {
    if let Some(folder) = env::var_os("POSTGRES_BIN") {
        return folder.into();
    }
    let versions = fs::read_dir("/usr/lib/postgresql");
    let versions = versions.into_iter().flatten().flatten();
    let version = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = versions
        .map(|entry| entry.path())
        .filter(|path| path.join("bin/initdb").is_file())
        .max_by_key(|path| version(path));
    newest.map_or_else(
        || panic!("PostgreSQL is missing: .ci/install-services installs it, or POSTGRES_BIN names the folder of initdb"),
        |path| path.join("bin"),
    )
}

pub fn redis() -> PathBuf {
    let named = ["valkey-server", "redis-server"].map(|name| format!("/usr/bin/{name}"));
    of("REDIS_BIN", &named)
}

pub fn nginx() -> PathBuf {
    let usual = [
        "/usr/sbin/nginx",
        "/usr/local/sbin/nginx",
        "/opt/homebrew/bin/nginx",
    ];
    of("NGINX_PATH", &usual.map(str::to_owned))
}

/// The program that the variable names, else the first one that exists.
fn of(variable: &str, usual: &[String]) -> PathBuf {
    if let Some(path) = env::var_os(variable) {
        return path.into();
    }
    let found = usual.iter().find(|path| Path::new(path).is_file());
    found.map_or_else(
        || {
            panic!(
                "{usual:?} are missing: .ci/install-services installs one, or {variable} names it"
            )
        },
        PathBuf::from,
    )
}

/// The user and the group of PostgreSQL, which refuses to run as root; none when the tests do not run as root.
pub fn postgres_user() -> Option<(u32, u32)> {
    if !is_root() {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let id = |name: &str| {
        let line = users
            .lines()
            .find(|line| line.split(':').next() == Some(name));
        let fields: Vec<_> = line?.split(':').collect();
        Some((fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?))
    };
    id("postgres").or_else(|| id("nobody"))
}

pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}
