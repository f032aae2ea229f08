//! Stores that are reached over a network without verified TLS. Sessions are sealed there; the team's data, and the
//! password of the store, are not.

use super::stores::SESSION_STORE_URL;
use crate::session_store::SessionStoreUrl;
use app::database::DatabaseUrl;
use proconnect::config::Warning;
use redis::{ConnectionAddr, ConnectionInfo};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::net::IpAddr;

/// A warning for each variable whose store may be read or impersonated on the way.
pub fn warnings(
    database_variable: &'static str,
    database: &DatabaseUrl,
    session_store: Option<&SessionStoreUrl>,
) -> Vec<Warning> {
    let database = match database {
        DatabaseUrl::Postgres(options) => of_postgres(database_variable, options),
        DatabaseUrl::Sqlite(_) => None,
    };
    let sessions = match session_store {
        Some(SessionStoreUrl::Database(DatabaseUrl::Postgres(options))) => {
            of_postgres(SESSION_STORE_URL, options)
        }
        Some(SessionStoreUrl::Redis(place)) => of_redis(place),
        _ => None,
    };
    database.into_iter().chain(sessions).collect()
}

fn of_postgres(variable: &'static str, options: &PgConnectOptions) -> Option<Warning> {
    let is_verified = matches!(
        options.get_ssl_mode(),
        PgSslMode::VerifyCa | PgSslMode::VerifyFull
    );
    let is_here = options.get_socket().is_some() || is_loopback(options.get_host());
    (!is_verified && !is_here).then(|| Warning {
        variable: variable.into(),
        sentence: format!(
            "{} is reached over a network without TLS that is verified: its data and its password can be read, \
             or another machine can take its place. Add ?sslmode=verify-full",
            options.get_host()
        ),
    })
}

fn of_redis(place: &ConnectionInfo) -> Option<Warning> {
    let (ConnectionAddr::Tcp(host, _)
    | ConnectionAddr::TcpTls {
        host,
        insecure: true,
        ..
    }) = place.addr()
    else {
        return None;
    };
    (!is_loopback(host)).then(|| Warning {
        variable: SESSION_STORE_URL.into(),
        sentence: format!(
            "{host} is reached over a network without TLS that is verified: its password can be read, or another \
             machine can take its place. Write rediss:// (and no #insecure)"
        ),
    })
}

/// True for this machine.
fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let address = bare.parse::<IpAddr>();
    host == "localhost"
        || host.starts_with('/')
        || address.is_ok_and(|address| address.is_loopback())
}
