use super::{
    Folder, Process, is_running,
    programs::{is_root, postgres_user},
};
use std::{
    fs::{self, File},
    io::{ErrorKind, Write},
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::Command,
};

/// A small disk that a test can fill. Root mounts one; where nothing can be mounted, as in most containers, the
/// processes that write receive a limit of the size of their files.
pub struct Disk {
    folder: Folder,
    is_mounted: bool,
}

impl Disk {
    /// A disk of that many megabytes.
    pub fn of(megabytes: u32) -> Self {
        let mut disk = Self::limited();
        disk.is_mounted = is_root() && mount(&disk.path(), megabytes);
        disk.give_away();
        disk
    }

    /// A disk of any size, which is full when its processes have received their limits.
    pub fn limited() -> Self {
        let folder = Folder::new("disk");
        fs::create_dir(folder.path().join("disk")).unwrap();
        let disk = Self {
            folder,
            is_mounted: false,
        };
        disk.give_away();
        disk
    }

    /// PostgreSQL creates its folder in it.
    fn give_away(&self) {
        if let Some((user, group)) = postgres_user() {
            chown(self.path(), Some(user), Some(group)).unwrap();
        }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("disk")
    }

    /// False where the processes are limited instead.
    pub fn is_mounted(&self) -> bool {
        self.is_mounted
    }

    /// The system's words for a write to the full disk.
    pub fn refusal(&self) -> &'static str {
        if self.is_mounted {
            "No space left on device"
        } else {
            "File too large"
        }
    }

    /// Fills the disk to its last byte, for these processes at least.
    pub fn fill(&self, writers: &[&Process]) {
        if self.is_mounted {
            let mut filler = File::create(self.path().join("filler")).unwrap();
            // Ever smaller pieces, because a piece that does not fit is not written in part.
            for size in [1 << 16, 1 << 12, 1] {
                let error = loop {
                    if let Err(error) = filler.write_all(&vec![1; size]) {
                        break error;
                    }
                };
                assert_eq!(error.kind(), ErrorKind::StorageFull);
            }
        } else {
            let largest = largest_file(&self.path());
            limit_each(writers, |id| most_bytes(id, largest));
        }
    }

    /// Gives the room back.
    pub fn free(&self, writers: &[&Process]) {
        if self.is_mounted {
            fs::remove_file(self.path().join("filler")).unwrap();
        } else {
            limit_each(writers, |_| Some(u64::MAX));
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.is_mounted {
            let _ = Command::new("umount").arg("-l").arg(self.path()).status();
        }
    }
}

fn mount(path: &Path, megabytes: u32) -> bool {
    let size = format!("size={megabytes}m,mode=0755");
    let mut mount = Command::new("mount");
    mount.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(path);
    mount.output().is_ok_and(|output| output.status.success())
}

/// The size of the largest file of a folder, in bytes.
fn largest_file(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let sizes = entries.filter_map(|entry| {
        // A file may be deleted meanwhile.
        let metadata = entry.metadata().ok()?;
        Some(if metadata.is_dir() {
            largest_file(&entry.path())
        } else {
            metadata.len()
        })
    });
    sizes.max().unwrap_or_default()
}

/// The most bytes that a file of the process may have once the disk is full: those of the largest file. A connection
/// of PostgreSQL extends no file at all, and neither does a connection to come, which has the limit of the process that
/// starts it. `None` for the other processes of PostgreSQL, which would stop for good if they could not write to the
/// log that is allocated.
fn most_bytes(id: u32, largest: u64) -> Option<u64> {
    let command = fs::read_to_string(format!("/proc/{id}/cmdline")).unwrap_or_default();
    let is_of_postgres = command.starts_with("postgres: ");
    let is_connection = is_of_postgres && command.contains("127.0.0.1(");
    let starts_connections = command.contains("/postgres\0");
    if is_connection || starts_connections {
        Some(0)
    } else {
        (!is_of_postgres).then_some(largest)
    }
}

/// Limits the files of the processes and of their children to a size in bytes, where there is one.
fn limit_each(writers: &[&Process], size: impl Fn(u32) -> Option<u64>) {
    let limit_one = |id| {
        if let Some(size) = size(id) {
            limit(id, size);
        }
    };
    for writer in writers {
        // First the process alone: a child that it starts from now on has its limit.
        limit_one(writer.id());
        writer.family().into_iter().for_each(limit_one);
    }
}

/// Sets the size, in bytes, beyond which a process cannot write to a file.
fn limit(id: u32, size: u64) {
    // A connection may end meanwhile.
    let Ok(owner) = fs::metadata(format!("/proc/{id}")) else {
        return;
    };
    let mut prlimit = Command::new("prlimit");
    prlimit.args(["--pid", &id.to_string(), &format!("--fsize={size}:")]);
    // Each user may limit their own processes, and root those of others on some machines only.
    if is_root() {
        prlimit.uid(owner.uid()).gid(owner.gid());
    }
    let output = prlimit.output().unwrap();
    let is_limited = output.status.success();
    assert!(is_limited || !is_running(id), "{output:?}");
}
