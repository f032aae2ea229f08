use mock_proconnect::{Fault, LogoutFault, PlannedFault, Until};
use reqwest::StatusCode;
use strum::IntoEnumIterator;
use url::Url;

use crate::browser::Page;
use crate::relying_party::{POST_LOGOUT_REDIRECT_URI, RelyingParty, STATE};

/// The page of the logout's first step, or what takes its place.
async fn begin(party: &RelyingParty) -> Page {
    let parameters = [
        ("client_id", party.client.client_id.as_str()),
        ("post_logout_redirect_uri", POST_LOGOUT_REDIRECT_URI),
        ("state", STATE),
    ];
    let url = Url::parse_with_params(&party.url("/session/end"), parameters).unwrap();
    party.browser.get(url.as_str()).await
}

#[tokio::test]
async fn every_fault_of_the_logout_shows() {
    let party = RelyingParty::new().await;
    for fault in LogoutFault::iter() {
        party.mock.plan(PlannedFault {
            fault: Fault::Logout(fault),
            until: Until::Once,
            client_id: Some(party.client.client_id.clone()),
        });
        let page = begin(&party).await;
        if fault == LogoutFault::NotRegistered {
            assert_eq!(page.status, StatusCode::BAD_REQUEST);
            assert_eq!(page.error().1, "post_logout_redirect_uri not registered");
            continue;
        }
        assert_eq!(page.status, StatusCode::OK);
        if fault == LogoutFault::Stranded {
            assert!(!page.body.contains("<form"));
            continue;
        }
        let form = [("xsrf", &*page.hidden("xsrf"))];
        let page = party
            .browser
            .post(&party.url("/session/end/confirm"), &form)
            .await;
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
