//! A trial of the writer: can a login be written now?

use super::{error::StoreError, transaction};
use sqlx::SqlitePool;

/// Writes a row of a session's size and deletes it in the same transaction: this needs the same
/// table and disk space as a login.
pub async fn write(writer: &SqlitePool) -> Result<(), StoreError> {
    let mut transaction = transaction::begin(writer).await?;
    let table = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'sessions'";
    let tables: i64 = sqlx::query_scalar(table)
        .fetch_one(&mut *transaction)
        .await?;
    if tables == 0 {
        return Err(StoreError::ForeignTable);
    }
    sqlx::query(
        "INSERT INTO sessions VALUES (zeroblob(32), zeroblob(2048), zeroblob(64), NULL, 0)",
    )
    .execute(&mut *transaction)
    .await?;
    sqlx::query("DELETE FROM sessions WHERE id_hash = zeroblob(32)")
        .execute(&mut *transaction)
        .await?;
    transaction::commit(transaction).await?;
    Ok(())
}
