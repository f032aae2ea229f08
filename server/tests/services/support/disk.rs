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

/// A small disk that a test can fill. Root mounts one; anybody else limits the files of the processes that write.
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

    /// A disk of any size, whose files no process can extend once it is full.
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
            limit(writers, "0");
        }
    }

    /// Gives the room back.
    pub fn free(&self, writers: &[&Process]) {
        if self.is_mounted {
            fs::remove_file(self.path().join("filler")).unwrap();
        } else {
            limit(writers, "unlimited");
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

/// Sets the size beyond which the processes and their children cannot write to a file.
fn limit(writers: &[&Process], size: &str) {
    for id in writers.iter().flat_map(|writer| writer.family()) {
        // A connection may end meanwhile.
        let Ok(owner) = fs::metadata(format!("/proc/{id}")) else {
            continue;
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
}
