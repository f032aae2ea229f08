//! Logout: here first, then at the issuer, then back.

use super::{ProConnect, SignedIn, audit, cookies::host_cookie, signed_out_notice, silent_login};
use crate::{
    end_session,
    error::Refusal,
    login_attempt::{LIFETIME, State as LogoutState},
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
    let cookies = PrivateCookieJar::from_headers(headers, proconnect.cookie_key.clone());
    (silent_login::mark(proconnect, cookies), response).into_response()
}

async fn end(proconnect: &ProConnect, session: &Session, headers: &HeaderMap) -> Response {
    let signed_in = match SignedIn::of(session).await {
        Ok(Some(signed_in)) => signed_in,
        Ok(None) => return Redirect::to("/").into_response(),
        Err(error) => return Refusal::from(error).into_response(),
    };
    if let Err(error) = SignedIn::end(session).await {
        return Refusal::from(error).into_response();
    }
    audit::logged_out(&signed_in.identity.sub);
    let mut response = leave(proconnect, &signed_in, headers)
        .await
        .unwrap_or_else(Refusal::into_response);
    response
        .headers_mut()
        .insert(CLEAR_SITE_DATA, PAGES_LEFT_BEHIND);
    response
}

async fn leave(
    proconnect: &ProConnect,
    signed_in: &SignedIn,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let (url, state) = proconnect
        .relying_party
        .end_session(&signed_in.id_token_hint())
        .await?;

    let mut cookie = host_cookie(COOKIE.to_owned(), state.secret().clone());
    cookie.set_max_age(Some(time::Duration::seconds(LIFETIME.num_seconds())));
    let cookies = PrivateCookieJar::from_headers(headers, proconnect.cookie_key.clone());
    Ok((cookies.add(cookie), Redirect::to(url.as_str())).into_response())
}

/// The return from the issuer. The session is over whoever comes here, so an unexpected return
/// is noted and ends on the home page like any other; but only the expected one is announced there.
pub(super) async fn log_out_callback(
    State(proconnect): State<ProConnect>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let cookies = PrivateCookieJar::from_headers(&headers, proconnect.cookie_key.clone());
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
