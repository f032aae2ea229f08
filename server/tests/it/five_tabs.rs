//! Tabs of one browser that log in at the same time.

use crate::support::{Browser, TestApp};

const TABS: usize = 5;

/// Every order in which the tabs can finish.
fn orders() -> Vec<Vec<usize>> {
    (0..TABS).fold(vec![Vec::new()], |orders, tab| {
        let with_tab_at = |order: &Vec<usize>, place: usize| {
            let mut order = order.clone();
            order.insert(place, tab);
            order
        };
        let places = |order| (0..=tab).map(move |place| with_tab_at(order, place));
        orders.iter().flat_map(places).collect()
    })
}

fn page_of(tab: usize) -> String {
    format!("/mon-compte?onglet={tab}")
}

/// Begins a login in each tab; returns their callbacks.
async fn begin(browser: &mut Browser, tabs: usize) -> Vec<String> {
    let mut callbacks = Vec::new();
    for tab in 0..tabs {
        callbacks.push(browser.begin_login(&page_of(tab)).await);
    }
    callbacks
}

#[tokio::test]
async fn five_tabs_all_end_logged_in_each_on_its_own_page_in_any_order() {
    let app = TestApp::start().await;
    let orders = orders();
    assert_eq!(orders.len(), 120);
    for order in orders {
        let mut browser = app.browser();
        let callbacks = begin(&mut browser, TABS).await;
        for tab in &order {
            let answer = browser.get(&callbacks[*tab]).await;
            assert_eq!(
                answer.location(),
                page_of(*tab),
                "{order:?}: {}",
                answer.refusal()
            );
            let page = browser.get(answer.location()).await;
            assert!(
                page.body.contains("DUBOIS"),
                "{order:?}: tab {tab} is signed out"
            );
        }
        let left = browser
            .cookies
            .keys()
            .filter(|name| name.contains("attempt"));
        assert_eq!(left.count(), 0, "{order:?}");
    }
}

#[tokio::test]
async fn a_sixth_tab_takes_the_place_of_the_first() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let callbacks = begin(&mut browser, TABS + 1).await;
    let mut first = browser.clone();
    let given_way = first.get(&callbacks[0]).await;
    assert_eq!(given_way.refusal(), "login_attempt.gave_way");
    for tab in [3, 1, 5, 2, 4] {
        let answer = browser.get(&callbacks[tab]).await;
        assert_eq!(answer.location(), page_of(tab));
    }
}
