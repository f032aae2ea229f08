use crate::store::Store;

/// The rights of one login of one relying party. Without it, its code and tokens are invalid.
pub struct Grant {
    /// The protocol library's session of the same login.
    pub op_session: String,
}

/// Whether the grant `id` and the session of its login are both alive.
pub fn is_alive(store: &Store, id: &str, now: u64) -> bool {
    let grant = store.grants.get(id, now);
    grant.is_some_and(|grant| store.op_sessions.get(&grant.op_session, now).is_some())
}

/// Revokes the grant `id`, and so all its tokens.
pub fn revoke(store: &mut Store, id: &str, now: u64) {
    store.grants.remove(id, now);
}
