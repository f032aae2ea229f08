//! Finds the logout of a service.

use crate::audit::browser::{Browser, Element, Landing, Page};
use crate::audit::service::entrance::{OUT, candidates};
use crate::audit::stage::Stage;

/// The effect of an element that was pressed.
enum Effect {
    /// The browser is on its way to the issuer's end of the session.
    LeadsToTheIssuer,
    /// The session of the service is over, and the issuer knows nothing of it.
    EndsHere,
    None,
}

/// Returns the element of `page` that leads to the issuer's end of the session. Without one, returns an element
/// after which the sign of the session is gone: a logout of the service alone. `page` is the checked page, as
/// `browser`, which is signed in, received it.
pub async fn find(stage: &Stage, mut browser: Browser, mut page: Page) -> Option<Element> {
    let mut local = None;
    for found in candidates(&page, &OUT) {
        match press(stage, &mut browser, &page, &found.element).await {
            Effect::LeadsToTheIssuer => return Some(found.element),
            Effect::EndsHere => {
                local.get_or_insert(found.element);
                // The next element is pressed by somebody who is signed in, on a page of their own session.
                let Some(again) = signed_in(stage).await else {
                    break;
                };
                (browser, page) = again;
            }
            Effect::None => {}
        }
    }
    local
}

async fn signed_in(stage: &Stage) -> Option<(Browser, Page)> {
    let mut browser = stage.browser().ok()?;
    stage.log_in(&mut browser, stage.honest()).await.ok()?;
    let page = stage.visit(&mut browser).await.ok()?;
    Some((browser, page))
}

async fn press(stage: &Stage, browser: &mut Browser, page: &Page, element: &Element) -> Effect {
    let end_session = format!("{}/session/end", stage.mock.issuer());
    let hold = stage.at_the_issuer();
    match browser.press(page, element, &[], &hold).await {
        Ok(Landing::Held(url)) if url.as_str().starts_with(&end_session) => {
            Effect::LeadsToTheIssuer
        }
        // A link to another login ends nothing.
        Ok(Landing::Held(_)) | Err(_) => Effect::None,
        Ok(Landing::Page(_)) => match stage.is_signed_in(browser).await {
            Ok(false) => Effect::EndsHere,
            Ok(true) | Err(_) => Effect::None,
        },
    }
}
