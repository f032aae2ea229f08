//! A row of the catalogue: a name, a fault, and the logins with it.

use crate::{
    answer::Answer,
    issuer::{Endpoint, Issuer},
    place::Place,
    world::World,
};
use proconnect::Deadlines;
use serde_json::json;
use std::{pin::Pin, time::Duration};

/// The outcomes of the logins.
type Trial = Pin<Box<dyn Future<Output = Vec<String>> + Send>>;

pub struct Case {
    /// The place of the fault, or the difference between the cases.
    pub at: String,
    /// The expected outcome of each login.
    pub expected: Vec<String>,
    pub trial: Trial,
}

pub struct Row {
    pub name: &'static str,
    pub fault: &'static str,
    /// The decision, when the specifications leave a choice, or the presentation of the row.
    pub note: &'static str,
    pub cases: Vec<Case>,
    deadlines: Deadlines,
}

/// The process that logs in at a domain: this one, or another with its own environment.
pub trait Client: Clone + Send + Sync + 'static {
    fn log_in(
        self,
        issuer: Issuer,
        domain: Option<String>,
        deadlines: Deadlines,
    ) -> impl Future<Output = (Issuer, String)> + Send;
}

/// This process.
#[derive(Clone)]
pub struct Here;

impl Client for Here {
    async fn log_in(
        self,
        issuer: Issuer,
        domain: Option<String>,
        deadlines: Deadlines,
    ) -> (Issuer, String) {
        let world = World::at(issuer, domain.as_deref(), deadlines);
        let verdict = world.log_in().await;
        (world.issuer, verdict)
    }
}

impl Row {
    pub fn new(name: &'static str, fault: &'static str) -> Self {
        Self {
            name,
            fault,
            note: "",
            cases: Vec::new(),
            deadlines: Deadlines::default(),
        }
    }

    pub fn note(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }

    /// The deadlines of the following cases.
    pub fn deadlines(mut self, deadlines: Deadlines) -> Self {
        self.deadlines = deadlines;
        self
    }

    /// The logins of `trial`.
    pub fn case<F>(mut self, at: impl Into<String>, expected: &[&str], trial: F) -> Self
    where
        F: Future<Output = Vec<String>> + Send + 'static,
    {
        self.cases.push(Case {
            at: at.into(),
            expected: expected.iter().map(ToString::to_string).collect(),
            trial: Box::pin(trial),
        });
        self
    }

    /// Each endpoint in turn sends this response. `reasons` are those of the steps `provider` (both
    /// documents), `token_response` and `user_info`.
    pub fn answered(self, answer: &Answer, reasons: [&str; 3]) -> Self {
        Endpoint::ALL.into_iter().fold(self, |row, endpoint| {
            row.answered_at(endpoint, answer, &code(endpoint, reasons))
        })
    }

    /// One endpoint sends this response.
    pub fn answered_at(self, endpoint: Endpoint, answer: &Answer, expected: &str) -> Self {
        let (answer, deadlines) = (answer.clone(), self.deadlines);
        self.case(format!("{endpoint:?}"), &[expected], async move {
            let issuer = Issuer::start().await;
            issuer.change(|script| script.faults.push((endpoint, answer)));
            let (issuer, verdict) = Here.log_in(issuer, None, deadlines).await;
            vec![verdict + &oddities(&issuer, endpoint).await]
        })
    }

    /// Each endpoint in turn is at an unreachable address.
    pub fn placed<F>(self, client: impl Client, place: fn() -> F, reasons: [&str; 3]) -> Self
    where
        F: Future<Output = Place> + Send + 'static,
    {
        Endpoint::ALL.into_iter().fold(self, |row, endpoint| {
            let (client, deadlines) = (client.clone(), row.deadlines);
            let expected = code(endpoint, reasons);
            row.case(format!("{endpoint:?}"), &[&expected], async move {
                let (issuer, place) = (Issuer::start().await, place().await);
                let (path, member) = endpoint.path_and_member();
                let domain =
                    (endpoint == Endpoint::Discovery).then(|| format!("{}/api/v2", place.origin));
                issuer.change(|script| {
                    let address = json!(format!("{}{path}", place.origin));
                    if domain.is_none() {
                        script.metadata.insert(member.to_owned(), address);
                    }
                });
                let (_, verdict) = client.log_in(issuer, domain, deadlines).await;
                vec![verdict]
            })
        })
    }

    /// The metadata with one member changed; `null` removes it.
    pub fn metadata(self, member: &'static str, value: serde_json::Value, expected: &str) -> Self {
        self.case(member, &[expected], async move {
            let world = World::new().await;
            let metadata = |script: &mut crate::issuer::Script| {
                script.metadata.insert(member.to_owned(), value);
            };
            world.issuer.change(metadata);
            vec![world.log_in().await]
        })
    }
}

fn code(endpoint: Endpoint, [provider, token_response, user_info]: [&str; 3]) -> String {
    match endpoint {
        Endpoint::Discovery | Endpoint::Jwks => format!("provider.{provider}"),
        Endpoint::Token => format!("token_response.{token_response}"),
        Endpoint::UserInfo => format!("user_info.{user_info}"),
    }
}

/// Forbidden events at the faulty endpoint: a second attempt, a followed redirect, a connection
/// left open.
async fn oddities(issuer: &Issuer, endpoint: Endpoint) -> String {
    let mut oddities = Vec::new();
    if issuer.asked(endpoint) != 1 {
        oddities.push(format!("; asked {} times", issuer.asked(endpoint)));
    }
    if issuer.asked_for("/elsewhere") != 0 {
        oddities.push("; followed".to_owned());
    }
    let closed = async {
        while issuer.open_connections() > 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    if tokio::time::timeout(Duration::from_secs(30), closed)
        .await
        .is_err()
    {
        oddities.push("; a connection is still open".to_owned());
    }
    oddities.concat()
}
