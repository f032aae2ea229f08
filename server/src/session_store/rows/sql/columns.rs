//! Columns, and what they are read as.

use crate::session_store::rows::{FoundRow, Sealed};
use proconnect::web::{AgentHash, EndedSession};

/// The columns of an [`EndedSession`].
pub type EndedColumns = (String, String);

/// Names that this application wrote: others are left out.
pub fn ended(rows: Vec<EndedColumns>) -> Vec<EndedSession> {
    rows.into_iter().filter_map(session).collect()
}

/// `None` for a name that this application did not write.
pub fn session((reference, agent): EndedColumns) -> Option<EndedSession> {
    Some(EndedSession {
        reference: reference.parse().ok()?,
        agent: AgentHash::from_hash(agent),
    })
}

/// The columns of a [`FoundRow`].
pub type FoundColumns = (String, Vec<u8>, Vec<u8>);

/// As [`ended`].
pub fn found(rows: Vec<FoundColumns>) -> Vec<FoundRow> {
    let read = |(reference, record, life): FoundColumns| {
        Some(FoundRow {
            reference: reference.parse().ok()?,
            sealed: Sealed { record, life },
        })
    };
    rows.into_iter().filter_map(read).collect()
}
