//! A right that one login does not give is not given by two of them.

use super::text;
use crate::support::TestApp;
use app::accounts::{
    admission::Accounts,
    cases::{self, TOWN},
    directory,
    membership_role::MembershipRole::Administrator,
    policy::Policy,
};
use proconnect::{Clock, identity::Identity, web::Admission};

const ADDRESS: &str = "alice@mairie.test";
const MINISTRY: &str = "13002526500013";

fn identity(
    sub: &'static str,
    email: &'static str,
    idp: &'static str,
    siret: Option<&'static str>,
) -> Identity {
    let mut case = *cases::all().next().unwrap();
    (case.sent.sub, case.sent.email) = (sub, Some(email));
    (case.sent.idp, case.sent.siret) = (Some(idp), siret);
    case.identity()
}

/// The address has an account, and is invited to administrate another organisation. Another subject comes with it:
/// first for no organisation or for a third one, to have the address, and then to the organisation of the invitation.
#[tokio::test]
async fn acc_an_invitation_to_administrate_follows_no_address_to_another_subject_in_two_logins() {
    for (has_account, idp, first, verdict) in [
        (false, "fi-1", None, "address_reassigned"),
        (false, "fi-1", Some(MINISTRY), "address_reassigned"),
        (false, "fi-2", None, "subject_changed"),
        (true, "fi-2", Some(MINISTRY), "address_taken_over"),
    ] {
        let app = TestApp::start().await;
        let database = app.database().await;
        let clock = Clock::new(cases::now);
        let accounts = Accounts::new(database.clone(), Policy::default(), clock);
        let admit = async |identity: Identity| accounts.admit(&identity).await.unwrap().name;
        admit(identity("a1", ADDRESS, "fi-1", Some(MINISTRY))).await;
        directory::invite(&database, TOWN, ADDRESS, Administrator, cases::now())
            .await
            .unwrap();
        if has_account {
            admit(identity("c1", "chloe@entreprise.test", idp, first)).await;
        }
        assert_eq!(admit(identity("c1", ADDRESS, idp, first)).await, verdict);
        assert_eq!(
            admit(identity("c1", ADDRESS, idp, Some(TOWN))).await,
            "known"
        );
        let role = format!(
            "SELECT role FROM memberships JOIN agents ON agents.id = agent_id
             JOIN organisations ON organisations.id = organisation_id
             WHERE sub = 'c1' AND siret = '{TOWN}'"
        );
        assert_eq!(text(&app, &role).await, "member", "{verdict} {first:?}");
    }
}
