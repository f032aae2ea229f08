//! Logout: here first, then at the issuer, then back.

use super::{ProConnect, SignedIn, audit, cookies::host_cookie, signed_out_notice, silent_login};
use crate::{
    end_session::{self, IdTokenHint},
    error::{Refusal, SessionError},
    login_attempt::{LIFETIME, State as LogoutState},
    relying_party::RelyingParty,
};
use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderName, HeaderValue},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::PrivateCookieJar;
use tower_sessions::Session;

const COOKIE: &str = "__Host-logout";

/// Tells the browser what to forget (W3C Clear Site Data).
pub const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// What pages left behind: copies in the cache, which the Back button shows, and storage. Not
/// `"cookies"`: it would take those of every site of the same registrable domain, and the state
/// of this logout, which the return from the issuer needs.
const PAGES_LEFT_BEHIND: HeaderValue = HeaderValue::from_static("\"cache\", \"storage\"");

/// Ends the session here, whatever happens next, and sends the browser to end the one at the
/// issuer (303). A visitor is sent home.
pub async fn log_out(proconnect: &ProConnect, session: &Session, headers: &HeaderMap) -> Response {
    let response = end(proconnect, session, headers).await;
    let cookies = PrivateCookieJar::from_headers(headers, proconnect.cookie_keys.current.clone());
    (silent_login::mark(proconnect, cookies), response).into_response()
}

async fn end(proconnect: &ProConnect, session: &Session, headers: &HeaderMap) -> Response {
    let hint = match end_here(&proconnect.relying_party, session).await {
        Ok(Some(hint)) => hint,
        Ok(None) => return Redirect::to("/").into_response(),
        Err(error) => return Refusal::from(error).into_response(),
    };
    let mut response = leave(proconnect, &hint, headers)
        .await
        .unwrap_or_else(Refusal::into_response);
    response
        .headers_mut()
        .insert(CLEAR_SITE_DATA, PAGES_LEFT_BEHIND);
    response
}

/// What to hand over to the issuer: of the session that ends now, or of the one that another press
/// of the same button has just ended. `None` for a visitor.
async fn end_here(
    relying_party: &RelyingParty,
    session: &Session,
) -> Result<Option<IdTokenHint>, SessionError> {
    let (ended, now) = (relying_party.ended_sessions(), relying_party.clock().now());
    // Read before the store is asked, for one that it does not find has no id any more.
    let id = session.id().map(|id| id.to_string());
    let Some(signed_in) = SignedIn::of(session).await? else {
        return Ok(id.and_then(|id| ended.hint_of(&id, now)));
    };
    let hint = signed_in.id_token_hint();
    if let Some(id) = id {
        ended.remember(&id, hint.clone(), now);
    }
    SignedIn::end(session).await?;
    audit::logged_out(&signed_in.identity.sub);
    Ok(Some(hint))
}

async fn leave(
    proconnect: &ProConnect,
    hint: &IdTokenHint,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let (url, state) = proconnect.relying_party.end_session(hint).await?;
    let mut cookie = host_cookie(COOKIE.to_owned(), state.secret().clone());
    cookie.set_max_age(Some(time::Duration::seconds(LIFETIME.num_seconds())));
    let cookies = PrivateCookieJar::from_headers(headers, proconnect.cookie_keys.current.clone());
    Ok((cookies.add(cookie), Redirect::to(url.as_str())).into_response())
}

/// The return from the issuer. The session is over whoever comes here, so an unexpected return
/// is noted and ends on the home page like any other; but only the expected one is announced there.
pub(super) async fn log_out_callback(
    State(proconnect): State<ProConnect>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let cookies = PrivateCookieJar::from_headers(&headers, proconnect.cookie_keys.current.clone());
    let expected = cookies
        .get(COOKIE)
        .map(|cookie| LogoutState::new(cookie.value().to_owned()));
    let query = query.unwrap_or_default();
    let mut cookies = cookies.remove(host_cookie(COOKIE.to_owned(), String::new()));
    match end_session::check_return(&query, expected.as_ref()) {
        Ok(()) => {
            let name = signed_out_notice::COOKIE.to_owned();
            let mut notice = host_cookie(name, String::new());
            let lifetime = time::Duration::seconds(signed_out_notice::LIFETIME_SECONDS);
            notice.set_max_age(Some(lifetime));
            cookies = cookies.add(notice);
        }
        Err(error) => audit::refused(error.into()),
    }
    (cookies, Redirect::to("/")).into_response()
}
