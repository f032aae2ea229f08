//! A scope for the pages of members: a database of the tests, with the migrations of the server.

use app::{
    accounts::scope::Scope,
    agent::Agent,
    database::{Database, DatabaseUrl},
    on_pool,
};
use sqlx::{migrate::Migrator, types::Uuid};
use std::{path::Path, sync::LazyLock, thread};
use tokio::runtime::Runtime;

/// The database, whose connections outlive the runtime of each test.
static DATABASE: LazyLock<Database> = LazyLock::new(|| {
    let opened = thread::spawn(|| {
        let runtime: &Runtime = Box::leak(Box::new(Runtime::new().unwrap()));
        runtime.block_on(async {
            let migrations = concat!(env!("CARGO_MANIFEST_DIR"), "/../server/migrations");
            let migrations = Migrator::new(Path::new(migrations)).await.unwrap();
            let file = std::env::temp_dir().join(format!("documents-{}.sqlite", Uuid::new_v4()));
            let url: DatabaseUrl = format!("sqlite:{}", file.display()).parse().unwrap();
            let database = Database::open(&url, Box::leak(Box::new(migrations))).await;
            // The open file stays until the end of the tests, under no name.
            database.unwrap()
        })
    });
    opened.join().unwrap()
});

/// The scope of a member of the agent's organisation.
pub async fn scope(agent: Agent) -> Scope {
    scope_as(agent, "member").await
}

/// The scope of an agent with this role.
#[expect(clippy::disallowed_methods, reason = "the accounts of a test")]
pub async fn scope_as(agent: Agent, role: &str) -> Scope {
    let siret = agent.siret.clone().unwrap();
    on_pool!(DATABASE.writer().await.unwrap(), pool => {
        for sql in [
            "INSERT INTO organisations (id, siret) VALUES ($1, $3) ON CONFLICT DO NOTHING",
            "INSERT INTO agents (id, sub, name, first_login_at, last_login_at)
             VALUES ($1, $2, $5, '2026-11-27T10:00:00+00:00', '2026-11-27T10:00:00+00:00') ON CONFLICT DO NOTHING",
            "INSERT INTO memberships (agent_id, organisation_id, role, last_login_at)
             SELECT agents.id, organisations.id, $4, '2026-11-27T10:00:00+00:00' FROM agents, organisations
             WHERE sub = $2 AND siret = $3 ON CONFLICT DO NOTHING",
        ] {
            let query = sqlx::query(sql).bind(Uuid::new_v4()).bind(&agent.sub).bind(&siret);
            query.bind(role).bind(&agent.name).execute(&pool).await.unwrap();
        }
    });
    Scope::of(agent, DATABASE.clone()).await.unwrap()
}
