//! The accounts in both databases: each case of a login, and logins at once by two replicas.

mod at_once;

use crate::support::{Site, Store};
use app::accounts::cases::{self, World};

in_each!(acc_each_case_of_a_login_changes_the_database_as_the_table_shows: sqlite postgres);

async fn acc_each_case_of_a_login_changes_the_database_as_the_table_shows(store: Store) {
    let site = Site::new(store).await;
    let database = site.stores().await.database;
    let mut wrong = Vec::new();
    for case in cases::all() {
        let (verdict, after) = World::of_login(case, &database).await.unwrap();
        let expected = World::after(case);
        if verdict.name != case.outcome.name() || after != expected {
            wrong.push(format!(
                "{}: {}\n{after:?}\n{expected:?}",
                case.title, verdict.name
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
