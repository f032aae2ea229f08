//! The OpenID Foundation's modules for relying parties, under their own names, played by the mock:
//! the plans Basic RP, Config RP, RP-Initiated Logout RP and Back-Channel Logout RP. This is not the Foundation's suite,
//! and not a certification. The run writes `tables/conformance.md`.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod document;
mod modules;
mod trial;

use modules::PLANS;
use proconnect_assurance::{report::report, written_document};

#[tokio::test]
async fn every_module_ends_as_in_the_table() {
    let (mut text, mut count) = (document::begin(), 0);
    for plan in &PLANS {
        for module in plan.modules {
            trial::run(module).await;
            count += 1;
        }
        document::write_plan(&mut text, plan);
    }
    text.push_str(document::SUITE);
    report(&format!("counted: {count} conformance modules"));
    written_document::compare_or_update("conformance.md", &text, document::COMMAND);
}

#[test]
fn the_plans_are_whole() {
    let counts = PLANS.each_ref().map(|plan| plan.modules.len());
    assert_eq!(counts, [14, 6, 3, 8]);
    for plan in &PLANS {
        let mut names: Vec<&str> = plan.modules.iter().map(|module| module.name).collect();
        assert!(
            names
                .iter()
                .all(|name| name.starts_with("oidcc-client-test"))
        );
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), plan.modules.len(), "{}", plan.id);
    }
}

#[test]
fn every_module_ends_as_the_foundation_demands() {
    for module in PLANS.iter().flat_map(|plan| plan.modules) {
        assert!(module.expected.allows(module.outcome), "{}", module.name);
    }
}
