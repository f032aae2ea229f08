//! The accounts in both databases: each case of a login, and logins at once by two replicas.

mod at_once;

use crate::support::{Site, Store};
use app::accounts::{
    admission::Accounts,
    cases::{self, World},
    policy::Policy,
};
use proconnect::{Clock, web::Admission};

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

in_each!(acc_a_null_character_in_a_claim_keeps_nobody_out: sqlite postgres);

async fn acc_a_null_character_in_a_claim_keeps_nobody_out(store: Store) {
    let site = Site::new(store).await;
    let database = site.stores().await.database;
    let accounts = Accounts::new(database.clone(), Policy::default(), Clock::system());
    let case = cases::all().next().unwrap();
    let mut identity = case.identity();
    let odd = Some("a\0@mairie.test".to_owned());
    identity.usual_name = odd.clone();
    identity.organization_label = odd.clone();
    identity.idp_id = odd.clone();
    for email in [odd, None] {
        identity.email = email;
        let verdict = accounts.admit(&identity).await.unwrap();
        assert_eq!(verdict.refusal, None, "{verdict:?}");
    }
}
