//! The beginning of a session: the rows of the browser are read and judged here, then a script writes, if
//! these rows are still the same.

use super::{
    keys::{index, indexes, key, row_key},
    reading::RedisRows,
    scripts,
};
use crate::session_store::{
    error::StoreError,
    rows::{Begun, IsNeedless, Row},
};
use proconnect::web::{AgentHash, EndedSession};
use redis::AsyncTypedCommands;

/// Number of times that another login of the same browser may come in between.
const TRIES: usize = 10;

/// As [`Rows::begin`](crate::session_store::Rows::begin).
pub async fn begin(
    rows: &RedisRows,
    row: &Row,
    cap: Option<u32>,
    is_needless: IsNeedless<'_>,
) -> Result<Begun, StoreError> {
    for _ in 0..TRIES {
        let of_browser = references_of_browser(rows, row).await?;
        if row.browser_hash.is_some() && is_needless(&rows.found(of_browser.clone()).await?) {
            return Ok(Begun::Before);
        }
        if let Some(begun) = write(rows, row, cap, &of_browser).await? {
            return Ok(begun);
        }
    }
    Err(StoreError::TimedOut)
}

async fn references_of_browser(rows: &RedisRows, row: &Row) -> Result<Vec<String>, StoreError> {
    let Some(browser) = &row.browser_hash else {
        return Ok(Vec::new());
    };
    let [key, _] = indexes(&row.environment, &index("browser", browser));
    let members = rows.0.clone().smembers(key).await?;
    let mut members: Vec<String> = members.into_iter().collect();
    members.sort();
    Ok(members)
}

/// References and agents of the deleted rows, in turn.
type Ended = Vec<String>;

/// Returns `None` when the rows of the browser have changed.
async fn write(
    rows: &RedisRows,
    row: &Row,
    cap: Option<u32>,
    of_browser: &[String],
) -> Result<Option<Begun>, StoreError> {
    let name = |hash: &Option<String>| hash.clone().unwrap_or_default();
    let attempt = row.attempt.as_ref();
    let attempt = attempt.map_or_else(String::new, |id| key("attempt", id));
    let mut script = scripts::BEGIN.prepare_invoke();
    let script = script
        .key(row_key(&row.reference))
        .key(attempt)
        .arg(&row.environment)
        .arg(row.reference.as_str())
        .arg(row.sealed.record.as_slice())
        .arg(row.sealed.life.as_slice())
        .arg(&row.agent_hash)
        .arg(name(&row.issuer_session_hash))
        .arg(name(&row.browser_hash))
        .arg(row.purge_at)
        .arg(row.purge_at - row.written_at)
        .arg(cap.unwrap_or(0))
        .arg(of_browser.join(" "));
    let written: Option<(Ended, Ended)> = script.invoke_async(&mut rows.0.clone()).await?;
    Ok(written.map(|(replaced, above_cap)| Begun::Now {
        replaced: ended(&replaced),
        above_cap: ended(&above_cap),
    }))
}

fn ended(pairs: &Ended) -> Vec<EndedSession> {
    let (pairs, _) = pairs.as_chunks::<2>();
    let read = |[reference, agent]: &[String; 2]| {
        Some(EndedSession {
            reference: reference.parse().ok()?,
            agent: AgentHash::from_hash(agent.clone()),
        })
    };
    pairs.iter().filter_map(read).collect()
}
