//! A PostgreSQL whose migrations are applied by one account, and whose replicas have another, which may change no
//! table.

use crate::support::{Folder, Postgres, Site, psql, works};
use std::time::Duration;

const READ_AND_WRITE: &str =
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ";

/// A site whose database has an owner, and the address for another role, without any right yet.
async fn site() -> (Site, String, String) {
    let owners = Postgres::shared().new_database();
    let role = format!("role_{:016x}", rand::random::<u64>());
    let create = format!(
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC; CREATE ROLE {role} LOGIN PASSWORD 'role'"
    );
    psql(&owners, &create).unwrap();
    let (_, place) = owners.split_once('@').unwrap();
    let roles = format!("postgres://{role}:role@{place}");
    let variables = vec![("DATABASE_URL", owners.clone())];
    let site = Site::with(Folder::new("site"), variables).await;
    (site, role, roles)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f9_a_role_without_the_right_to_create_tables_serves_once_the_migrations_are_applied() {
    let (mut site, role, roles) = site().await;
    let migrated = site.run(&["migrate"]);
    assert!(migrated.status.success(), "{migrated:?}");
    let owners = site.variable("DATABASE_URL");
    psql(&owners, &format!("{READ_AND_WRITE}{role}")).unwrap();
    assert!(psql(&roles, "CREATE TABLE other (id int)").is_err());
    site.set("DATABASE_URL", &roles);
    let checked = site.run(&["check", "--json"]);
    let report = String::from_utf8(checked.stdout).unwrap();
    assert!(report.contains("\"storage.ok\""), "{report}");
    let _replica = site.alone().await;
    works(&site).await;
    assert!(
        site.run(&["migrate"]).status.success(),
        "nothing is left to do"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f9_a_role_that_cannot_write_or_migrate_is_reported_and_does_not_serve() {
    let (mut site, role, roles) = site().await;
    let owners = site.variable("DATABASE_URL");
    site.set("DATABASE_URL", &roles);
    // Before the migrations, then with the right to read alone.
    for granted in [None, Some("SELECT"), Some("SELECT, INSERT, DELETE")] {
        if let Some(rights) = granted {
            site.set("DATABASE_URL", &owners);
            assert!(site.run(&["migrate"]).status.success());
            site.set("DATABASE_URL", &roles);
            let grant = format!("GRANT {rights} ON ALL TABLES IN SCHEMA public TO {role}");
            psql(&owners, &grant).unwrap();
        }
        let checked = site.run(&["check", "--json"]);
        let report = String::from_utf8(checked.stdout).unwrap();
        assert!(
            report.contains("\"storage.failed\""),
            "{granted:?}: {report}"
        );
        assert!(report.contains("server migrate"), "{report}");
    }
    psql(&owners, "DROP TABLE used_login_attempts").unwrap();
    psql(&owners, "DELETE FROM _sqlx_migrations").unwrap();
    let mut replica = site.begin();
    let ended = replica.ended_within(Duration::from_secs(30)).await;
    assert_eq!(ended.code(), Some(1));
    let log = replica.log();
    assert!(
        log.contains("permission denied") && log.contains("server migrate"),
        "{log}"
    );
}
