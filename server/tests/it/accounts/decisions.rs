//! Each case of `docs/login-decisions.md`, in SQLite.

use crate::support::TestApp;
use app::accounts::cases::{self, World};

#[tokio::test]
async fn acc_each_case_of_a_login_changes_the_database_as_the_table_shows() {
    let app = TestApp::start().await;
    let database = app.database().await;
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
