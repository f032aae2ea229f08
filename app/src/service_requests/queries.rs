//! Each statement names the organisation of its scope, whose key is the first value. A request of another organisation
//! is not found, exactly as one that does not exist.

#![expect(
    clippy::missing_errors_doc,
    reason = "each fails when the database does not answer"
)]

use super::model::{NewRequest, State};
use crate::{
    accounts::scope::Scope,
    database::{DatabaseError, Transaction},
    keyset::Keyset,
    rows_of, search_key, write_of,
};
use chrono::{DateTime, SubsecRound, Utc};
use uuid::Uuid;

type Time = DateTime<Utc>;

/// A request.
#[derive(Debug, Clone)]
pub struct ServiceRequest {
    /// Its key, with the organisation.
    pub id: Uuid,
    /// The subject.
    pub subject: String,
    /// The establishment concerned.
    pub siret: String,
    /// The description.
    pub description: String,
    /// The state.
    pub state: State,
    /// The number of the last event, which a decision names.
    pub version: i64,
    /// The time of the filing.
    pub filed_at: Time,
    /// The name of the agent who filed it; `None` once their account is erased.
    pub author: Option<String>,
}

const REQUESTS: &str = "SELECT id, subject, siret, description, state, version, filed_at,
        (SELECT name FROM agents WHERE agents.id = agent_id)
    FROM service_requests WHERE organisation_id = $1";

type Row = (
    Uuid,
    String,
    String,
    String,
    String,
    i64,
    Time,
    Option<String>,
);

fn request(row: Row) -> ServiceRequest {
    let (id, subject, siret, description, state, version, filed_at, author) = row;
    ServiceRequest {
        id,
        subject,
        siret,
        description,
        state: State::from_name(&state).unwrap_or(State::Pending),
        version,
        filed_at,
        author,
    }
}

/// The part of the requests that is asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The beginning of the subject; empty for all. A search is sorted by subject, and all the rest by time.
    pub search: String,
    /// In this state only.
    pub state: Option<State>,
    /// After this request, in the order of the list.
    pub after: Option<Uuid>,
}

impl Filter {
    /// The statement of this filter. The migration has an index for each of its forms.
    #[must_use]
    pub fn statement(&self, limit: usize) -> String {
        let is_range = !self.search.is_empty();
        let keyset = Keyset {
            select: REQUESTS,
            table: "service_requests",
            group: self.state.map(|_| "state"),
            key: if is_range { "subject_key" } else { "filed_at" },
            is_range,
            is_after: self.after.is_some(),
        };
        keyset.statement(limit)
    }
}

/// Returns the requests of the organisation that the filter lets pass, `limit` at most.
pub async fn list(
    scope: &Scope,
    filter: &Filter,
    limit: usize,
) -> Result<Vec<ServiceRequest>, DatabaseError> {
    let (from, to) = search_key::range(&filter.search);
    let (statement, state) = (filter.statement(limit), filter.state.map(State::name));
    let rows: Vec<Row> = rows_of!(scope, &statement, state, from, to, filter.after);
    Ok(rows.into_iter().map(request).collect())
}

/// Returns the request, if the organisation has it.
pub async fn find(scope: &Scope, id: Uuid) -> Result<Option<ServiceRequest>, DatabaseError> {
    let rows: Vec<Row> = rows_of!(scope, &format!("{REQUESTS} AND id = $2"), id);
    Ok(rows.into_iter().next().map(request))
}

/// An event in the history of a request.
#[derive(Debug, Clone)]
pub struct Event {
    /// The state after the event.
    pub state: State,
    /// The reason of a decision.
    pub reason: Option<String>,
    /// The time.
    pub at: Time,
    /// The name of the agent; `None` once their account is erased.
    pub author: Option<String>,
}

/// Returns the history of the request, the filing first.
pub async fn history(scope: &Scope, id: Uuid) -> Result<Vec<Event>, DatabaseError> {
    let statement = "SELECT state, reason, happened_at, (SELECT name FROM agents WHERE agents.id = agent_id)
        FROM service_request_events WHERE organisation_id = $1 AND request_id = $2 ORDER BY version";
    let rows: Vec<(String, _, _, _)> = rows_of!(scope, statement, id);
    let rows = rows.into_iter().map(|(state, reason, at, author)| Event {
        state: State::from_name(&state).unwrap_or(State::Pending),
        reason,
        at,
        author,
    });
    Ok(rows.collect())
}

/// Files a request for the organisation. Returns its key.
pub async fn file(scope: &Scope, new: &NewRequest, now: Time) -> Result<Uuid, DatabaseError> {
    let (id, new, at) = (Uuid::new_v4(), new.fields(), now.trunc_subsecs(3));
    let (state, key) = (State::Pending, search_key::of(&new.subject));
    let statement = "INSERT INTO service_requests
        (organisation_id, id, agent_id, subject, subject_key, siret, description, state, version, filed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9)";
    let mut transaction = scope.begin().await?;
    write_of!(
        scope,
        transaction,
        statement,
        id,
        scope.agent_id(),
        &new.subject,
        key,
        &new.siret,
        &new.description,
        state.name(),
        at
    );
    record(scope, &mut transaction, (id, 1), (state, None), now).await?;
    transaction.commit().await?;
    Ok(id)
}

/// Decides on a request that nobody has changed since that version. Returns false if it was decided on in the meantime, or
/// is not the organisation's. Of two decisions at once, the second waits for the first, and finds another version.
pub async fn decide(
    scope: &Scope,
    (id, version): (Uuid, i64),
    decision: (State, Option<&str>),
    now: Time,
) -> Result<bool, DatabaseError> {
    let statement = "UPDATE service_requests SET state = $4, version = version + 1
        WHERE organisation_id = $1 AND id = $2 AND version = $3 AND state = 'pending'";
    let mut transaction = scope.begin().await?;
    let changed = write_of!(
        scope,
        transaction,
        statement,
        id,
        version,
        decision.0.name()
    );
    if changed == 1 {
        record(scope, &mut transaction, (id, version + 1), decision, now).await?;
    }
    transaction.commit().await?;
    Ok(changed == 1)
}

/// Adds an event of the agent to the history, in the transaction of the change.
async fn record(
    scope: &Scope,
    transaction: &mut Transaction,
    (id, version): (Uuid, i64),
    (state, reason): (State, Option<&str>),
    now: Time,
) -> Result<(), DatabaseError> {
    let statement = "INSERT INTO service_request_events
        (organisation_id, request_id, version, agent_id, state, reason, happened_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let (agent, at) = (scope.agent_id(), now.trunc_subsecs(3));
    write_of!(
        scope,
        *transaction,
        statement,
        id,
        version,
        agent,
        state.name(),
        reason,
        at
    );
    Ok(())
}
