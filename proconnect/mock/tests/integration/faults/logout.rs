use mock_proconnect::{Fault, LogoutFault, PlannedFault, Until};
use reqwest::StatusCode;
use strum::IntoEnumIterator;

use crate::browser::Page;
use crate::relying_party::{POST_LOGOUT_REDIRECT_URI, RelyingParty, STATE};

/// The page of the logout's first step, or its replacement.
async fn begin(party: &RelyingParty) -> Page {
    let parameters = [
        ("client_id", party.client.client_id.as_str()),
        ("post_logout_redirect_uri", POST_LOGOUT_REDIRECT_URI),
        ("state", STATE),
    ];
    party.end_session(&parameters).await
}

#[tokio::test]
async fn every_fault_of_the_logout_shows() {
    let party = RelyingParty::new().await;
    for fault in LogoutFault::iter() {
        party.log_in_as("etat", &[]).await;
        party.mock.plan(PlannedFault {
            fault: Fault::Logout(fault),
            until: Until::Once,
            client_id: Some(party.client.client_id.clone()),
        });
        let page = begin(&party).await;
        assert!(party.mock.planned().is_empty(), "{fault}");
        if fault == LogoutFault::NotRegistered {
            assert_eq!(page.status, StatusCode::BAD_REQUEST);
            assert_eq!(page.error().1, "post_logout_redirect_uri not registered");
            continue;
        }
        if fault == LogoutFault::Stranded {
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.body.contains("Déconnexion du fournisseur d’identité"));
            assert!(!page.body.contains("<form"));
            continue;
        }
        let page = party.confirm_end_session(&page).await;
        let location = page.location();
        match fault {
            LogoutFault::StateMissing => assert_eq!(location, POST_LOGOUT_REDIRECT_URI),
            LogoutFault::WrongState => {
                let state = page.redirect_parameters()["state"].clone();
                assert_ne!(state, STATE);
                assert_eq!(
                    location,
                    format!("{POST_LOGOUT_REDIRECT_URI}?state={state}")
                );
            }
            _ => assert_eq!(location, "/api/v2/session/end/success"),
        }
    }
}
