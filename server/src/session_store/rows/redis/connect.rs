//! The connection: one for all requests, which opens itself again.

use super::{reading::RedisRows, trial::try_to_write};
use crate::session_store::error::StoreError;
use redis::{
    Client, ConnectionInfo, IntoConnectionInfo,
    aio::{ConnectionManager, ConnectionManagerConfig},
    io::tcp::TcpSettings,
};
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// Less than the time that a request waits, so that the connection notices first.
const ANSWER: Duration = Duration::from_millis(1500);

/// A connection is closed when its server has acknowledged nothing for this time. Without this limit, a
/// network that was cut for half a minute would need another half minute.
const UNACKNOWLEDGED: Duration = Duration::from_secs(3);

/// Longest time to wait, at boot, for a server that starts at the same moment.
const PATIENCE: Duration = Duration::from_secs(30);

impl RedisRows {
    /// Connects, and writes once to check that it can. Tries again while nothing listens.
    ///
    /// # Errors
    /// When the server cannot be reached or written, or deletes sessions when its memory is full.
    pub async fn open(place: ConnectionInfo) -> Result<Self, StoreError> {
        let limits = TcpSettings::default()
            .set_nodelay(true)
            .set_user_timeout(UNACKNOWLEDGED);
        let client = Client::open(place.into_connection_info()?.set_tcp_settings(limits))?;
        let config = ConnectionManagerConfig::new()
            .set_response_timeout(Some(ANSWER))
            .set_connection_timeout(Some(ANSWER))
            .set_number_of_retries(1)
            .set_max_delay(Duration::from_millis(100));
        let mut connection = ConnectionManager::new_lazy_with_config(client, config)?;
        let began = Instant::now();
        loop {
            match try_to_write(&mut connection).await {
                Err(StoreError::Redis(error)) if may_pass(&error) && began.elapsed() < PATIENCE => {
                    tracing::warn!(%error, "the session store does not answer: the server tries again");
                    sleep(Duration::from_secs(1)).await;
                }
                written => return written.map(|()| Self(connection)),
            }
        }
    }
}

fn may_pass(error: &redis::RedisError) -> bool {
    let loading = redis::ErrorKind::Server(redis::ServerErrorKind::BusyLoading);
    error.is_io_error() || error.is_timeout() || error.kind() == loading
}
