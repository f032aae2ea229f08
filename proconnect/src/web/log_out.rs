//! Logout: ends the session here, then at the issuer, which redirects back.

use super::{
    AuditAction, CurrentSession, ProConnect, Refused, SignedIn, cookies::SealedCookies,
    kept_refusal, signed_out_notice,
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
use std::sync::Arc;

pub(super) const COOKIE: &str = "__Host-logout";

/// Longest time that the browser may spend at the issuer.
const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// Lists the data that the browser must delete (W3C Clear Site Data).
pub const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// The storage of scripts. Not `"cache"`: documents are never stored, and browsers take seconds to
/// clear a large cache before they follow the redirect. Not `"cookies"`: that would delete the
/// cookies of every site of the same registrable domain, and the state of this logout, which the
/// return from the issuer needs.
const SCRIPT_STORAGE: HeaderValue = HeaderValue::from_static("\"storage\"");

/// Ends the session here, if there is one, and redirects the browser (303) to end the one at the
/// issuer. The redirect happens even if the session here has already expired or was lost: on a
/// shared computer, the next person to log in would otherwise be signed in as the previous agent.
///
/// # Errors
/// When the store does not answer: the session stays open. When the
/// session here is ended but the issuer's metadata is missing, returns a response with the refusal
/// in its extensions.
pub async fn log_out(
    proconnect: &ProConnect,
    current: &CurrentSession,
    headers: &HeaderMap,
) -> Result<Response, Refused> {
    let hint = end_local_session(proconnect, current).await?;
    let answer = redirect_to_issuer(proconnect, hint.as_ref(), headers).await;
    Ok(([(CLEAR_SITE_DATA, SCRIPT_STORAGE)], answer).into_response())
}

/// [`log_out`] as a handler.
pub(super) async fn post_log_out(
    State(proconnect): State<ProConnect>,
    current: CurrentSession,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    log_out(&proconnect, &current, &headers).await
}

/// Ends the session here. Returns the ID token to send to the issuer; `None` when no session is known:
/// the button was pressed twice, or the session had ended before.
async fn end_local_session(
    proconnect: &ProConnect,
    current: &CurrentSession,
) -> Result<Option<IdTokenHint>, SessionError> {
    let signed_in = current.signed_in();
    let who = signed_in.map(|agent| proconnect.audited(agent, current.reference()));
    // This version may be unable to read the session: it is ended all the same.
    SignedIn::end(&current.session).await?;
    let from = Some(Arc::clone(current.request()));
    proconnect.record(AuditAction::Logout, who, from);
    Ok(signed_in.map(SignedIn::id_token_hint))
}

/// Redirects to the issuer. If the issuer has no logout, redirects to the home page, whose notice
/// states that the issuer's session may still be open.
async fn redirect_to_issuer(
    proconnect: &ProConnect,
    hint: Option<&IdTokenHint>,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let cookies = SealedCookies::of(headers, &proconnect.cookie_keys);
    // It names a page that the agent wanted, which concerns nobody else at this computer.
    let cookies = cookies.remove(kept_refusal::COOKIE);
    let Some((url, state)) = proconnect.relying_party.end_session(hint).await? else {
        let cookies = signed_out_notice::leave(cookies, signed_out_notice::Extent::HereOnly);
        return Ok((cookies, Redirect::to("/")).into_response());
    };
    let cookies = cookies.add(COOKIE, state.secret().clone(), Some(LIFETIME));
    Ok((cookies, Redirect::to(url.as_str())).into_response())
}

/// The return from the issuer. The session here is already over, so that an unexpected return is
/// logged and redirected to the home page like any other. Only the expected return is announced
/// there.
pub(super) async fn log_out_callback(
    State(proconnect): State<ProConnect>,
    current: CurrentSession,
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
        Err(error) => {
            let agent = current.signed_in();
            let who = agent.map(|agent| proconnect.audited(agent, current.reference()));
            let from = Some(Arc::clone(current.request()));
            proconnect.record(AuditAction::Refusal(error.into()), who, from);
        }
    }
    (cookies, Redirect::to("/")).into_response()
}
