//! The tasks that run beside the requests.

use crate::session_store::AgentSessions;
use app::{accounts::admission::Accounts, database::DatabaseError};
use proconnect::web::ProConnect;
use std::{sync::Arc, time::Duration};
use tokio::time::{interval, sleep};

/// Time between two attempts to reach an issuer that does not answer at boot.
const WARM_UP_PAUSE: Duration = Duration::from_secs(10);

/// Time between two sweeps of expired sessions.
const SWEEP_PAUSE: Duration = Duration::from_secs(600);

/// Reads the issuer's metadata before the first login needs them. Tries until the issuer answers.
pub async fn warm_up(proconnect: ProConnect) {
    warm_up_by(proconnect, WARM_UP_PAUSE).await;
}

async fn warm_up_by(proconnect: ProConnect, pause: Duration) {
    while proconnect
        .relying_party
        .provider()
        .discover()
        .await
        .is_err()
    {
        sleep(pause).await;
    }
    tracing::info!("the issuer is known");
    for acr in proconnect.relying_party.unannounced_acr_values() {
        tracing::warn!(
            value = acr.0,
            "the issuer does not announce this value of acr"
        );
    }
}

/// Deletes expired sessions, for ever.
pub async fn sweep(store: AgentSessions) {
    let mut pause = interval(SWEEP_PAUSE);
    loop {
        pause.tick().await;
        match store.delete_expired().await {
            Ok(count) => tracing::debug!(count, "expired sessions deleted"),
            Err(error) => tracing::error!(%error, "expired sessions cannot be deleted"),
        }
    }
}

/// Time between two purges of old decisions and invitations.
const PURGE_PAUSE: Duration = Duration::from_secs(3600);

/// Time between two batches of a purge, in which logins can write.
const BATCH_PAUSE: Duration = Duration::from_millis(100);

/// Deletes old decisions and invitations, for ever.
pub async fn purge(accounts: Arc<Accounts>) {
    let mut pause = interval(PURGE_PAUSE);
    loop {
        pause.tick().await;
        if let Err(error) = purge_once(&accounts).await {
            tracing::error!(%error, "old decisions and invitations cannot be deleted");
        }
    }
}

async fn purge_once(accounts: &Accounts) -> Result<(), DatabaseError> {
    while !accounts.purge().await? {
        sleep(BATCH_PAUSE).await;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::tests::state_at;
    use mock_proconnect::Client;
    use proconnect::Deadlines;
    use std::sync::Arc;
    use tokio::net::TcpListener;
    use tokio::time::timeout;

    #[tokio::test]
    async fn an_issuer_that_was_down_at_boot_becomes_known_when_it_is_back() {
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = port.local_addr().unwrap();
        drop(port);
        let issuer = format!("http://localhost:{}/api/v2", address.port());
        let proconnect = state_at(&issuer).await.proconnect.clone();
        let provider = Arc::clone(proconnect.relying_party.provider());
        let warm_up = tokio::spawn(warm_up_by(proconnect, Duration::from_millis(10)));
        assert!(provider.discover().await.is_err());
        let _mock = mock_proconnect::start(address, vec![Client::development()])
            .await
            .unwrap();
        let known = timeout(Duration::from_secs(60), warm_up).await;
        known.expect("it goes on trying").unwrap();
        assert!(provider.known().is_some());
    }

    /// The worst case: the issuer comes back just after a try has begun. Then that try fails, the pause
    /// passes, and both documents arrive as late as they may.
    #[test]
    fn that_takes_thirty_seconds_at_most() {
        let one_try = Deadlines::default().call * 2;
        assert!(one_try + WARM_UP_PAUSE + one_try <= Duration::from_secs(30));
    }
}
