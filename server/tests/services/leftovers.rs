use crate::support::{Disk, Folder, Postgres, Process, Redis, holds_within, is_running};
use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Command, Stdio},
    thread::sleep,
    time::Duration,
};

/// Set in the process that this test kills.
const KILLED: &str = "TEST_THAT_IS_KILLED";

#[test]
fn a_killed_test_leaves_no_process_no_mount_and_no_folder() {
    if env::var_os(KILLED).is_some() {
        start_everything();
    }
    let test = "leftovers::a_killed_test_leaves_no_process_no_mount_and_no_folder";
    let mut killed = Command::new(env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env(KILLED, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(killed.stdout.take().unwrap()).lines();
    let mut lines = lines.map_while(Result::ok);
    let told = lines.find_map(|line| Some(line.strip_prefix("started: ")?.to_owned()));
    let told = told.unwrap();
    let (folder, processes) = told.split_once(' ').unwrap();
    let folder = PathBuf::from(folder);
    let processes: Vec<u32> = processes.split(' ').map(|id| id.parse().unwrap()).collect();
    assert!(folder.is_dir());
    // The connections of the start may have ended.
    let running = processes.iter().filter(|id| is_running(**id)).count();
    assert!(running > 5, "{running} of {told}");

    killed.kill().unwrap();
    killed.wait().unwrap();
    let is_gone = || !folder.exists() && !processes.iter().any(|id| is_running(*id));
    assert!(holds_within(Duration::from_secs(10), is_gone), "{told}");
    let mounts = fs::read_to_string("/proc/mounts").unwrap_or_default();
    assert!(!mounts.contains(folder.to_str().unwrap()), "{mounts}");
}

fn start_everything() -> ! {
    let (mut postgres, redis, disk) = (Postgres::start(), Redis::start(), Disk::of(4));
    postgres.kill();
    postgres.restart();
    postgres.pause();
    let ids = [postgres.process(), redis.process()];
    let ids: Vec<_> = ids.into_iter().flat_map(Process::family).collect();
    let ids: Vec<_> = ids.iter().map(u32::to_string).collect();
    let folder = disk.path();
    let folder = folder.parent().and_then(|path| path.parent()).unwrap();
    println!("\nstarted: {} {}", folder.display(), ids.join(" "));
    loop {
        sleep(Duration::from_secs(1));
    }
}

#[test]
fn a_dropped_service_leaves_no_process_and_no_folder() {
    let redis = Redis::start();
    let (id, here) = (redis.process().id(), Folder::new("here").path().to_owned());
    assert!(is_running(id) && !here.exists());
    drop(redis);
    assert!(!is_running(id));
}
