//! `mock-proconnect audit` against small relying parties: an honest one, and careless ones.

pub mod subject;

use subject::{Careless, audit};

#[tokio::test(flavor = "multi_thread")]
async fn no_flow_finds_a_fault_in_an_honest_service() {
    let families = ["request", "browser", "logout", "logout-token"];
    let verdicts = audit(&[], &families).await;
    assert_eq!(verdicts.not_run(), Vec::<String>::new());
    assert_eq!(verdicts.findings(), Vec::<String>::new());
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
