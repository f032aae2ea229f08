//! The folders of this test process, and the guard that removes them.

use std::{
    fs::{self, Permissions},
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::LazyLock,
};

/// Waits until the test process has ended, however it ended. Then kills every process that a file `pid` names
/// with its children, unmounts every disk, and deletes the folder.
const GUARD: &str = r#"
trap '' HUP INT TERM
cat >/dev/null
for file in "$0"/*/pid; do
    pid=$(cat "$file") || continue
    kill -STOP "$pid"
    for child in $(cat "/proc/$pid/task/$pid/children"); do kill -KILL "$child"; done
    kill -KILL "$pid"
done
for disk in "$0"/*/disk; do umount -l "$disk"; done
rm -rf "$0"
"#;

struct Root {
    folder: PathBuf,
    /// Its standard input closes when this process ends, because this is never dropped.
    _guard: Child,
}

static ROOT: LazyLock<Root> = LazyLock::new(|| {
    let name = format!("services-{:016x}", rand::random::<u64>());
    let folder = std::env::temp_dir().join(name);
    fs::create_dir(&folder).unwrap();
    // PostgreSQL runs as another user when the tests run as root.
    fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
    let guard = Command::new("sh")
        .args(["-c", GUARD])
        .arg(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // Ctrl-C at a terminal reaches the group of the tests only.
        .process_group(0)
        .spawn();
    Root {
        folder,
        _guard: guard.unwrap(),
    }
});

/// The folder of all folders of this test process.
pub fn root() -> &'static Path {
    &ROOT.folder
}

/// A folder that is deleted when it is dropped, or by the guard.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = root().join(format!("{name}-{:08x}", rand::random::<u32>()));
        fs::create_dir(&path).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o755)).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
