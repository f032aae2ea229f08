//! Logout: here first, then at the issuer, then back.

use super::{
    CurrentSession, ProConnect, Refused, SignedIn, audit, cookies::SealedCookies, signed_out_notice,
};
use crate::{
    end_session::{self, IdTokenHint},
    error::{Refusal, SessionError},
    login_attempt::State as LogoutState,
};
use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderName, HeaderValue},
    response::{IntoResponse, Redirect, Response},
};
use chrono::TimeDelta;

pub(super) const COOKIE: &str = "__Host-logout";

/// How long the browser may be away at the issuer.
const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// Tells the browser what to forget (W3C Clear Site Data).
pub const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// Data that scripts left behind. Not `"cache"`: documents are never stored, and browsers stop for
/// seconds to sweep a large cache before they go on to the issuer. Not `"cookies"`: it would take
/// those of every site of the same registrable domain, and the state of this logout, which the
/// return from the issuer needs.
const LEFT_BEHIND: HeaderValue = HeaderValue::from_static("\"storage\"");

/// Ends the session here, if there is one, and redirects the browser to end the one at the issuer (303).
/// An agent who presses the button wants both ended, although the session here has expired, or was lost,
/// in the meantime: on a shared desk, the next person to press "log in" would be signed in as them.
///
/// # Errors
/// When the store does not answer: the session goes on. A logout that ends the session here and fails at
/// the issuer is a response, with the refusal in its extensions.
pub async fn log_out(
    proconnect: &ProConnect,
    current: &CurrentSession,
    headers: &HeaderMap,
) -> Result<Response, Refused> {
    let hint = end_local_session(proconnect, current).await?;
    let answer = redirect_to_issuer(proconnect, hint.as_ref(), headers).await;
    Ok(([(CLEAR_SITE_DATA, LEFT_BEHIND)], answer).into_response())
}

/// [`log_out`] as a handler.
pub(super) async fn post_log_out(
    State(proconnect): State<ProConnect>,
    current: CurrentSession,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    log_out(&proconnect, &current, &headers).await
}

/// Ends the session here. Returns the ID token to hand over to the issuer: of the session that ends now,
/// or of the session that another press of the same button has just ended. `None` where no session is
/// known any more.
async fn end_local_session(
    proconnect: &ProConnect,
    current: &CurrentSession,
) -> Result<Option<IdTokenHint>, SessionError> {
    let (ended, now) = (
        &proconnect.ended_sessions,
        proconnect.relying_party.clock().now(),
    );
    let (session, id) = (&current.session, current.id.map(|id| id.to_string()));
    let Some(signed_in) = current.signed_in() else {
        let hint = id.and_then(|id| ended.hint_of(&id, now));
        // A session may be there that this version cannot read.
        SignedIn::end(session).await?;
        audit::logged_out(None);
        return Ok(hint);
    };
    let hint = signed_in.id_token_hint();
    if let Some(id) = id {
        ended.remember(&id, hint.clone(), now);
    }
    SignedIn::end(session).await?;
    audit::logged_out(Some(&signed_in.identity.sub));
    Ok(Some(hint))
}

/// Redirects to the issuer; or, where the issuer has no logout, to the home page, whose notice tells that
/// the issuer's session may go on.
async fn redirect_to_issuer(
    proconnect: &ProConnect,
    hint: Option<&IdTokenHint>,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let cookies = SealedCookies::of(headers, &proconnect.cookie_keys);
    let Some((url, state)) = proconnect.relying_party.end_session(hint).await? else {
        let cookies = signed_out_notice::leave(cookies, signed_out_notice::Extent::HereOnly);
        return Ok((cookies, Redirect::to("/")).into_response());
    };
    let cookies = cookies.add(COOKIE, state.secret().clone(), Some(LIFETIME));
    Ok((cookies, Redirect::to(url.as_str())).into_response())
}

/// The return from the issuer. The session here is over already, so an unexpected return is logged and
/// ends on the home page like any other; only the expected return is announced there.
pub(super) async fn log_out_callback(
    State(proconnect): State<ProConnect>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let cookies = SealedCookies::of(&headers, &proconnect.cookie_keys);
    let expected = cookies.get(COOKIE).map(LogoutState::new);
    let query = query.unwrap_or_default();
    let mut cookies = cookies.remove(COOKIE);
    match end_session::check_return(&query, expected.as_ref()) {
        Ok(()) => {
            cookies = signed_out_notice::leave(cookies, signed_out_notice::Extent::Everywhere);
        }
        Err(error) => audit::refused(error.into()),
    }
    (cookies, Redirect::to("/")).into_response()
}
