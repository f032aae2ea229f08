//! Transactions of the one writer.

use sqlx::{Sqlite, SqlitePool, pool::PoolConnection};

/// Begins a transaction that holds the write lock from the start, so that two writers cannot read
/// the same state. Without a [`commit`], it is rolled back.
pub async fn begin(writer: &SqlitePool) -> Result<PoolConnection<Sqlite>, sqlx::Error> {
    let mut connection = writer.acquire().await?;
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut *connection)
        .await?;
    Ok(connection)
}

/// Commits what was done since [`begin`].
pub async fn commit(mut connection: PoolConnection<Sqlite>) -> Result<(), sqlx::Error> {
    sqlx::query("COMMIT")
        .execute(&mut *connection)
        .await
        .map(drop)
}
