//! `mock-proconnect audit` against small relying parties: an honest one, and careless ones.

mod report;
pub mod subject;

use subject::{Careless, audit};

#[tokio::test(flavor = "multi_thread")]
async fn an_honest_service_signs_agents_in_and_out() {
    let verdicts = audit(&[], &["callback"]).await;
    assert_eq!(verdicts.not_run(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_ignores_the_state_is_caught() {
    let habits = [
        Careless::StateIgnored,
        Careless::NonceIgnored,
        Careless::NoPkce,
    ];
    let verdicts = audit(&habits, &["flow-login-csrf"]).await;
    assert_eq!(verdicts.against(), ["flow-login-csrf"]);
}
