use super::*;
use crate::audit::Trail;
use chrono::DateTime;
use proconnect::web::{AgentHash, AuditAction, AuditEvent, AuditSink, AuditedAgent};
use serde_json::Value;
use std::sync::{
    Arc, Mutex,
    mpsc::{Receiver, Sender, channel},
};

/// A reader that takes a line for each permission, and all when it has hung up.
struct Reader {
    permissions: Receiver<()>,
    read: Arc<Mutex<Vec<u8>>>,
}

impl Write for Reader {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.permissions.recv();
        self.read.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn hanging() -> (Output, Sender<()>, Arc<Mutex<Vec<u8>>>) {
    let (go_on, permissions) = channel();
    let read = Arc::default();
    let reader = Reader {
        permissions,
        read: Arc::clone(&read),
    };
    (Output::to(reader).unwrap(), go_on, read)
}

fn text(read: &Mutex<Vec<u8>>) -> String {
    String::from_utf8(read.lock().unwrap().clone()).unwrap()
}

fn logout() -> AuditEvent {
    let agent = AgentHash::of(&"an agent".to_owned().try_into().unwrap());
    AuditEvent {
        who: Some(AuditedAgent::of_session(agent, None)),
        ..strange()
    }
}

/// An event that any stranger can cause.
fn strange() -> AuditEvent {
    AuditEvent {
        at: DateTime::UNIX_EPOCH,
        action: AuditAction::Logout,
        who: None,
        target: None,
        from: None,
        by: None,
    }
}

#[test]
fn f8_a_flood_of_logs_leaves_the_room_of_the_trail_and_lines_keep_their_order() {
    let (output, go_on, read) = hanging();
    let (lines, trail) = (output.lines(), Trail(output.lines()));
    lines.log(b"first\n".to_vec());
    trail.record(&logout());
    for _ in 0..100 {
        lines.log(vec![b'x'; 100_000]);
    }
    assert!(trail.has_room());
    trail.record(&logout());
    drop(go_on);
    drop(output);
    let text = text(&read);
    assert!(text.starts_with("first\n{"), "{}", &text[..80]);
    let events = text.matches("\"event.action\":\"logout\"").count();
    assert_eq!(events, 2);
    assert!(text.len() < 5_000_000, "{}", text.len());
}

#[test]
fn f8_strangers_without_end_leave_room_for_the_events_of_agents() {
    let (output, go_on, read) = hanging();
    let trail = Trail(output.lines());
    for _ in 0..100_000 {
        trail.record(&strange());
    }
    assert!(trail.has_room());
    trail.record(&logout());
    drop(go_on);
    output.lines().finish(Duration::from_secs(60));
    let text = text(&read);
    assert!(text.len() < 5 << 20, "{}", text.len());
    let last = text.lines().last().unwrap();
    assert!(last.contains("user.hash"), "{last}");
    assert_eq!(text.matches("events_lost").count(), 1);
}

#[test]
fn f8_a_trail_that_nobody_reads_takes_no_login_and_reports_the_events_that_it_lost() {
    let (output, go_on, read) = hanging();
    let trail = Trail(output.lines());
    let mut events: u64 = 0;
    while trail.has_room() {
        trail.record(&logout());
        events += 1;
    }
    assert!(events > 20_000, "{events}");
    // Others go on, until there is no room at all.
    let length = serde_json::to_vec(&logout()).unwrap().len() as u64 + 1;
    let room = Room::Trail.size() as u64 / length;
    while events < room + 7 {
        trail.record(&logout());
        events += 1;
    }
    assert_eq!(output.lines().finish(Duration::ZERO), events);
    drop(go_on);
    assert_eq!(output.lines().finish(Duration::from_secs(60)), 7);
    assert!(trail.has_room());
    trail.record(&logout());
    assert_eq!(output.lines().finish(Duration::from_secs(60)), 0);
    let text = text(&read);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len() as u64, room + 2);
    let gap: Value = serde_json::from_str(lines[lines.len() - 2]).unwrap();
    assert_eq!(gap["event.action"], "events_lost");
    assert_eq!(gap["event.outcome"], "failure");
    assert_eq!(gap["proconnect.lost_events"], 7);
}

/// A disk that is full, and takes a few bytes now and then.
struct FullDisk(u32, Arc<Mutex<Vec<u8>>>);

impl Write for FullDisk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += 1;
        match self.0 {
            1 | 2 | 4 => Err(io::ErrorKind::StorageFull.into()),
            3 => self.1.lock().unwrap().write(&bytes[..10]),
            _ => self.1.lock().unwrap().write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn f8_an_event_that_cannot_be_written_is_tried_until_it_is_and_a_log_line_is_not() {
    let read = Arc::default();
    let output = Output::to(FullDisk(0, Arc::clone(&read))).unwrap();
    let trail = Trail(output.lines());
    output.lines().log(b"dropped\n".to_vec());
    trail.record(&logout());
    assert_eq!(output.lines().finish(Duration::from_millis(500)), 1);
    assert!(!trail.is_written());
    assert_eq!(output.lines().finish(Duration::from_secs(30)), 0);
    assert!(trail.is_written());
    let text = text(&read);
    let event: Value = serde_json::from_str(text.trim_end()).unwrap();
    assert_eq!(event["event.action"], "logout", "{text}");
}

#[test]
fn f8_a_panic_loses_no_event() {
    let read: Arc<Mutex<Vec<u8>>> = Arc::default();
    let target = FullDisk(4, Arc::clone(&read));
    let panics = thread::spawn(|| {
        let output = Output::to(target).unwrap();
        Trail(output.lines()).record(&logout());
        panic!("the end of the server");
    });
    assert!(panics.join().is_err());
    assert!(text(&read).contains("\"event.action\":\"logout\""));
}
