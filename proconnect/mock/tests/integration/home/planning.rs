use mock_proconnect::{Fault, PlannedFault, TokenFault, Until};
use reqwest::StatusCode;

use super::home;
use crate::browser::{Browser, Page};
use crate::relying_party::RelyingParty;

const OF_THIS_PAGE: [(&str, &str); 1] = [("sec-fetch-site", "same-origin")];

/// A form of the home page, sent with `headers`.
async fn submit(
    party: &RelyingParty,
    path: &str,
    headers: &[(&str, &str)],
    form: &[(&str, &str)],
) -> Page {
    let mut request = party.browser.http().post(party.absolute(path)).form(form);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Browser::send_bare(request).await
}

#[tokio::test]
async fn a_button_plans_a_fault_and_another_removes_all() {
    let party = RelyingParty::new().await;
    let form = [("fault", "token-expires-in-short"), ("until", "once")];
    let page = submit(&party, "/faults", &OF_THIS_PAGE, &form).await;
    assert_eq!(page.location(), "/#prevues");
    let planned = PlannedFault {
        fault: Fault::Token(TokenFault::ExpiresInShort),
        until: Until::Once,
        client_id: None,
    };
    assert_eq!(party.mock.planned(), [planned]);
    let page = home(&party, &[]).await;
    let (_, shown) = page.body.split_once("id=\"prevues\"").unwrap();
    assert!(shown.contains("<code>token-expires-in-short</code>"));
    assert!(shown.contains("à la prochaine occasion"));
    assert_eq!(party.tokens_of("etat", &[]).await["expires_in"], 60);
    assert!(party.mock.planned().is_empty());

    for until in ["next-login", "cleared"] {
        let form = [
            ("fault", "jwks-no-keys"),
            ("until", until),
            ("recherche", "clés & jetons"),
        ];
        let page = submit(&party, "/faults", &OF_THIS_PAGE, &form).await;
        let with_search = "/?recherche=cl%C3%A9s+%26+jetons#prevues";
        assert_eq!(page.location(), with_search);
    }
    assert_eq!(party.mock.planned().len(), 2);
    let page = submit(&party, "/faults/clear", &OF_THIS_PAGE, &[]).await;
    assert_eq!(page.location(), "/#prevues");
    assert!(party.mock.planned().is_empty());
}

#[tokio::test]
async fn the_form_offers_every_duration_and_the_next_occasion_first() {
    let party = RelyingParty::new().await;
    let page = home(&party, &[]).await;
    for until in [
        "value=\"once\" checked",
        "value=\"next-login\"",
        "value=\"cleared\"",
    ] {
        let radio = format!("name=\"until\" {until}>");
        assert!(page.body.contains(&radio), "{radio}");
    }
}

#[tokio::test]
async fn a_form_of_another_site_or_of_no_browser_changes_nothing() {
    let party = RelyingParty::new().await;
    let form = [("fault", "jwks-no-keys"), ("until", "cleared")];
    let own = party.absolute("/").trim_end_matches('/').to_owned();
    let page = submit(&party, "/faults", &[("origin", &own)], &form).await;
    assert_eq!(
        page.location(),
        "/#prevues",
        "a browser without Sec-Fetch-Site"
    );
    let of_others: [&[(&str, &str)]; 7] = [
        &[],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "none")],
        &[("sec-fetch-site", "cross-site"), ("origin", &own)],
        &[("origin", "null")],
        &[("origin", "https://attacker.example.com")],
    ];
    for headers in of_others {
        for path in ["/faults", "/faults/clear"] {
            let page = submit(&party, path, headers, &form).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{headers:?}");
        }
    }
    assert_eq!(party.mock.planned().len(), 1);
}

#[tokio::test]
async fn an_unknown_fault_or_duration_is_refused() {
    let party = RelyingParty::new().await;
    for form in [
        [("fault", "truth"), ("until", "once")],
        [("fault", "jwks-no-keys"), ("until", "tomorrow")],
        [("fault", "jwks-no-keys"), ("until", "")],
    ] {
        let page = submit(&party, "/faults", &OF_THIS_PAGE, &form).await;
        assert_eq!(page.error().0, "Y000400", "{form:?}");
    }
    assert!(party.mock.planned().is_empty());
}
