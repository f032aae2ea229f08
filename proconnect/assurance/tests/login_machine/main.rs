//! Two browsers that log in and out in any order, with all the accidents in between, compared with
//! a model of the signed-in agent and of the page in each tab.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod grants;
mod model;
mod system;

use proptest::test_runner::Config;
use proptest_state_machine::prop_state_machine;
use system::System;

prop_state_machine! {
    #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

    #[test]
    fn every_browser_is_signed_in_as_who_logged_in_there_and_only_until_it_ends(
        sequential 1..40 => System
    );
}
