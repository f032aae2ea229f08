//! Commands and events of the Chrome `DevTools` Protocol: JSON messages, each followed by a zero byte.

use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{mpsc, oneshot};

/// The result of a command, or the reason why Chromium refused it.
pub type Reply = Result<Value, String>;

pub struct Event {
    pub method: String,
    pub params: Value,
}

pub struct Connection {
    output: Mutex<Box<dyn Write + Send>>,
    expected: Mutex<Expected>,
}

/// Recipients of what Chromium sends.
#[derive(Default)]
struct Expected {
    last_id: u64,
    replies: HashMap<u64, oneshot::Sender<Reply>>,
    sessions: HashMap<String, mpsc::UnboundedSender<Event>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    id: Option<u64>,
    #[serde(default)]
    result: Value,
    error: Option<Refusal>,
    session_id: Option<String>,
    method: Option<String>,
    #[serde(default)]
    params: Value,
}

#[derive(Deserialize)]
struct Refusal {
    message: String,
}

impl Connection {
    /// Reads `input` on a thread of its own, until it ends.
    pub fn new(
        input: impl Read + Send + 'static,
        output: impl Write + Send + 'static,
    ) -> Arc<Self> {
        let connection = Arc::new(Self {
            output: Mutex::new(Box::new(output)),
            expected: Mutex::default(),
        });
        let reader = Arc::clone(&connection);
        std::thread::spawn(move || reader.read(input));
        connection
    }

    /// Sends a command, to the browser or to the page of `session`. The receiver fails when Chromium ends.
    pub fn send(
        &self,
        session: Option<&str>,
        method: &str,
        params: Value,
    ) -> oneshot::Receiver<Reply> {
        let (sender, receiver) = oneshot::channel();
        let id = {
            let mut expected = self.expected();
            expected.last_id += 1;
            let id = expected.last_id;
            expected.replies.insert(id, sender);
            id
        };
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let mut output = self.output.lock().unwrap_or_else(PoisonError::into_inner);
        if output
            .write_all(&bytes)
            .and_then(|()| output.flush())
            .is_err()
        {
            self.expected().replies.remove(&id);
        }
        receiver
    }

    /// The events of `session` from now on.
    pub fn events(&self, session: &str) -> mpsc::UnboundedReceiver<Event> {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.expected().sessions.insert(session.to_owned(), sender);
        receiver
    }

    pub fn forget(&self, session: &str) {
        self.expected().sessions.remove(session);
    }

    fn read(&self, input: impl Read) {
        let mut input = BufReader::new(input);
        let mut bytes = Vec::new();
        while matches!(input.read_until(0, &mut bytes), Ok(1..)) {
            bytes.pop();
            if let Ok(message) = serde_json::from_slice(&bytes) {
                self.receive(message);
            }
            bytes.clear();
        }
        let mut expected = self.expected();
        expected.replies.clear();
        expected.sessions.clear();
    }

    fn receive(&self, message: Message) {
        if let Some(id) = message.id {
            let reply = message
                .error
                .map_or(Ok(message.result), |refusal| Err(refusal.message));
            if let Some(sender) = self.expected().replies.remove(&id) {
                let _ = sender.send(reply);
            }
            return;
        }
        let (Some(session), Some(method)) = (message.session_id, message.method) else {
            return;
        };
        // A dialog stops its page, and the reply of the gesture that opened it. A person confirms.
        if method == "Page.javascriptDialogOpening" {
            let accept = json!({ "accept": true });
            drop(self.send(Some(&session), "Page.handleJavaScriptDialog", accept));
        } else if let Some(sender) = self.expected().sessions.get(&session) {
            let params = message.params;
            let _ = sender.send(Event { method, params });
        }
    }

    fn expected(&self) -> MutexGuard<'_, Expected> {
        self.expected.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
