//! Each statement names the organisation of its scope as its first value. A request of another organisation is not
//! found, exactly as one that does not exist.

use super::model::{NewRequest, State};
use crate::{
    accounts::scope::Scope,
    database::{DatabaseError, Transaction},
    in_transaction, on_pool, search_key,
};
use chrono::{DateTime, SubsecRound, Utc};
use uuid::Uuid;

/// Every reading of requests begins with the organisation.
const OF_THE_ORGANISATION: &str =
    "SELECT id, subject, siret, description, state, version, filed_at,
        (SELECT name FROM agents WHERE agents.id = agent_id)
    FROM service_requests WHERE organisation_id = $1";

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
    pub filed_at: DateTime<Utc>,
    /// The name of the agent who filed it; `None` once their account is erased.
    pub author: Option<String>,
}

type Row = (
    Uuid,
    String,
    String,
    String,
    String,
    i64,
    DateTime<Utc>,
    Option<String>,
);

fn request(
    (id, subject, siret, description, state, version, filed_at, author): Row,
) -> ServiceRequest {
    let state = State::from_name(&state).unwrap_or(State::Pending);
    ServiceRequest {
        id,
        subject,
        siret,
        description,
        state,
        version,
        filed_at,
        author,
    }
}

/// The part of the requests that is asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The beginning of the subject; empty for all. What is found is sorted by subject, all the rest by time.
    pub search: String,
    /// In this state only.
    pub state: Option<State>,
    /// After this request, in the order of the list.
    pub after: Option<Uuid>,
}

impl Filter {
    /// The statement of this filter. Each of its forms has an index, which gives its order too: no row is read that is not
    /// returned, however many there are.
    #[must_use]
    pub fn statement(&self, limit: usize) -> String {
        let is_search = !self.search.is_empty();
        let (key, than, order) = if is_search {
            ("subject_key", ">", "ASC")
        } else {
            ("filed_at", "<", "DESC")
        };
        let after = format!(
            " AND ({key}, id) {than}
            (SELECT {key}, id FROM service_requests WHERE organisation_id = $1 AND id = $5)"
        );
        let of_the_filter = [
            (self.state.is_some(), " AND state = $2"),
            (is_search, " AND subject_key >= $3 AND subject_key < $4"),
            (self.after.is_some(), &after),
        ];
        let of_the_filter = of_the_filter.into_iter().filter(|(is_set, _)| *is_set);
        let of_the_filter: String = of_the_filter.map(|(_, condition)| condition).collect();
        format!(
            "{OF_THE_ORGANISATION}{of_the_filter} ORDER BY {key} {order}, id {order} LIMIT {limit}"
        )
    }
}

/// Returns the requests of the organisation that the filter lets pass, `limit` at most.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    scope: &Scope,
    filter: &Filter,
    limit: usize,
) -> Result<Vec<ServiceRequest>, DatabaseError> {
    let statement = filter.statement(limit);
    let (from, to) = search_key::range(&filter.search);
    let rows: Vec<Row> = on_pool!(scope.reader().await?, pool =>
        sqlx::query_as(&statement)
            .bind(scope.organisation().id)
            .bind(filter.state.map(State::name))
            .bind(from)
            .bind(to)
            .bind(filter.after)
            .fetch_all(&pool)
            .await?);
    Ok(rows.into_iter().map(request).collect())
}

/// Returns the request, if the organisation has it.
///
/// # Errors
/// When the database does not answer.
pub async fn find(scope: &Scope, id: Uuid) -> Result<Option<ServiceRequest>, DatabaseError> {
    let row: Option<Row> = on_pool!(scope.reader().await?, pool =>
        sqlx::query_as(&format!("{OF_THE_ORGANISATION} AND id = $2"))
            .bind(scope.organisation().id)
            .bind(id)
            .fetch_optional(&pool)
            .await?);
    Ok(row.map(request))
}

/// An event in the history of a request.
#[derive(Debug, Clone)]
pub struct Event {
    /// The state after the event.
    pub state: State,
    /// The reason of a decision.
    pub reason: Option<String>,
    /// The time.
    pub at: DateTime<Utc>,
    /// The name of the agent; `None` once their account is erased.
    pub author: Option<String>,
}

/// Returns the history of the request, the filing first.
///
/// # Errors
/// When the database does not answer.
pub async fn history(scope: &Scope, id: Uuid) -> Result<Vec<Event>, DatabaseError> {
    type Row = (String, Option<String>, DateTime<Utc>, Option<String>);
    let rows: Vec<Row> = on_pool!(scope.reader().await?, pool =>
        sqlx::query_as(
            "SELECT state, reason, happened_at, (SELECT name FROM agents WHERE agents.id = agent_id)
             FROM service_request_events WHERE organisation_id = $1 AND request_id = $2 ORDER BY version")
            .bind(scope.organisation().id)
            .bind(id)
            .fetch_all(&pool)
            .await?);
    let event = |(state, reason, at, author): Row| Event {
        state: State::from_name(&state).unwrap_or(State::Pending),
        reason,
        at,
        author,
    };
    Ok(rows.into_iter().map(event).collect())
}

/// Files a request for the organisation. Returns its key.
///
/// # Errors
/// When the database does not confirm it.
pub async fn file(
    scope: &Scope,
    new: &NewRequest,
    now: DateTime<Utc>,
) -> Result<Uuid, DatabaseError> {
    let id = Uuid::new_v4();
    let mut transaction = scope.begin().await?;
    in_transaction!(transaction, connection =>
        sqlx::query(
            "INSERT INTO service_requests
             (organisation_id, id, agent_id, subject, subject_key, siret, description, state, version, filed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 'pending', 1, $8)")
            .bind(scope.organisation().id)
            .bind(id)
            .bind(scope.agent_id())
            .bind(&new.subject)
            .bind(search_key::of(&new.subject))
            .bind(&new.siret)
            .bind(&new.description)
            .bind(now.trunc_subsecs(3))
            .execute(connection)
            .await?
            .rows_affected());
    record(&mut transaction, scope, id, 1, State::Pending, None, now).await?;
    transaction.commit().await?;
    Ok(id)
}

/// Decides on a request that nobody has changed since `version`. Returns false if it was decided on in the meantime, or
/// is not the organisation's. Of two decisions at once, the second waits for the first, and finds another version.
///
/// # Errors
/// When the database does not confirm it.
pub async fn decide(
    scope: &Scope,
    (id, version): (Uuid, i64),
    (state, reason): (State, Option<&str>),
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let mut transaction = scope.begin().await?;
    let changed = in_transaction!(transaction, connection =>
        sqlx::query(
            "UPDATE service_requests SET state = $4, version = version + 1
             WHERE organisation_id = $1 AND id = $2 AND version = $3 AND state = 'pending'")
            .bind(scope.organisation().id)
            .bind(id)
            .bind(version)
            .bind(state.name())
            .execute(connection)
            .await?
            .rows_affected());
    if changed == 1 {
        record(&mut transaction, scope, id, version + 1, state, reason, now).await?;
    }
    transaction.commit().await?;
    Ok(changed == 1)
}

/// Adds an event of the agent to the history, in the transaction of the change.
async fn record(
    transaction: &mut Transaction,
    scope: &Scope,
    id: Uuid,
    version: i64,
    state: State,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    in_transaction!(*transaction, connection =>
        sqlx::query(
            "INSERT INTO service_request_events
             (organisation_id, request_id, version, agent_id, state, reason, happened_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(scope.organisation().id)
            .bind(id)
            .bind(version)
            .bind(scope.agent_id())
            .bind(state.name())
            .bind(reason)
            .bind(now.trunc_subsecs(3))
            .execute(connection)
            .await?
            .rows_affected());
    Ok(())
}
