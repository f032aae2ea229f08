//! A trial of the store: can a login be written now, and will it stay?

use super::keys::key;
use crate::session_store::{error::StoreError, rows::TRIAL};
use redis::aio::ConnectionManager;

/// Writes a value of a session's size and deletes it. Rejects a server that deletes keys when its memory
/// is full: an agent whose session is deleted would be signed out without a word.
pub async fn try_to_write(connection: &mut ConnectionManager) -> Result<(), StoreError> {
    let name = key("trial", &format!("{:016x}", rand::random::<u64>()));
    let mut set = redis::cmd("SET");
    let set = set.arg(&name).arg(vec![0_u8; TRIAL]).arg("EX").arg(10);
    set.exec_async(connection).await?;
    redis::cmd("DEL").arg(&name).exec_async(connection).await?;
    // A server may keep this information from its clients.
    let mut info = redis::cmd("INFO");
    let info = info.arg("memory").query_async(connection).await;
    let info: String = info.unwrap_or_default();
    match eviction(&info) {
        Some(policy) => Err(StoreError::Evicts(policy.to_owned())),
        None => Ok(()),
    }
}

/// The policy by which the server deletes keys; `None` when it deletes none.
fn eviction(info: &str) -> Option<&str> {
    let value = |name: &str| {
        let mut lines = info.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
    };
    let policy = value("maxmemory_policy")?.trim();
    let has_limit = value("maxmemory").is_some_and(|most| most.trim() != "0");
    (has_limit && policy != "noeviction").then_some(policy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r11_only_a_server_with_a_limit_and_a_policy_deletes_sessions() {
        let info = |most: &str, policy: &str| {
            format!("used_memory:1\r\nmaxmemory:{most}\r\nmaxmemory_policy:{policy}\r\n")
        };
        assert_eq!(eviction(&info("0", "allkeys-lru")), None);
        assert_eq!(eviction(&info("1048576", "noeviction")), None);
        assert_eq!(
            eviction(&info("1048576", "volatile-lru")),
            Some("volatile-lru")
        );
        assert_eq!(eviction(""), None);
    }
}
