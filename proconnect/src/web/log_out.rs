//! Logout: here first, then at the issuer, then back.

use super::{
    CurrentSession, ProConnect, SignedIn, audit, cookies::SealedCookies, signed_out_notice,
};
use crate::{
    end_session::{self, IdTokenHint},
    error::{Refusal, SessionError},
    login_attempt::State as LogoutState,
    relying_party::RelyingParty,
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

/// What scripts left behind. Not `"cache"`: documents are never stored, and browsers stop for
/// seconds to sweep a large cache before they go on to the issuer. Not `"cookies"`: it would take
/// those of every site of the same registrable domain, and the state of this logout, which the
/// return from the issuer needs.
const LEFT_BEHIND: HeaderValue = HeaderValue::from_static("\"storage\"");

/// Ends the session here, if there is one, and sends the browser to end the one at the issuer (303).
/// Whoever presses the button wants both ended, although the session here has expired, or was lost,
/// in the meantime: on a shared desk, the next to press "log in" would be them.
pub async fn log_out(
    proconnect: &ProConnect,
    current: &CurrentSession,
    headers: &HeaderMap,
) -> Response {
    let hint = match end_local_session(&proconnect.relying_party, current).await {
        Ok(hint) => hint,
        Err(error) => return Refusal::from(error).into_response(),
    };
    let mut response = redirect_to_issuer(proconnect, hint.as_ref(), headers)
        .await
        .unwrap_or_else(Refusal::into_response);
    response.headers_mut().insert(CLEAR_SITE_DATA, LEFT_BEHIND);
    response
}

/// What to hand over to the issuer: the ID token of the session that ends now, or of the one that
/// another press of the same button has just ended. `None` where no session is known any more.
async fn end_local_session(
    relying_party: &RelyingParty,
    current: &CurrentSession,
) -> Result<Option<IdTokenHint>, SessionError> {
    let (ended, now) = (relying_party.ended_sessions(), relying_party.clock().now());
    let (session, id) = (&current.session, current.id.map(|id| id.to_string()));
    let Some(signed_in) = current.signed_in() else {
        let hint = id.and_then(|id| ended.hint_of(&id, now));
        // One that is there, but that this version cannot read.
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

/// To the issuer; or, where it has no logout of its own, home, where the notice says that its
/// session may go on.
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

/// The return from the issuer. The session is over whoever comes here, so an unexpected return
/// is noted and ends on the home page like any other; but only the expected one is announced there.
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
